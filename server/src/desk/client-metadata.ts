/** RFC 7591 §2 — how a client proves itself and the metadata that few clients have, read and checked as at registration. */
import { Type, type TOptional, type TUnsafe } from "typebox";
import type { Client, ClientMore } from "../oauth/clients/client.ts";
import { keyTrouble } from "../oauth/clients/key-terms.ts";
import { Refusal, refusals } from "../oauth/refusals.ts";
import { readMembers } from "../oauth/registration/members.ts";
import { readMore } from "../oauth/registration/more.ts";
import { proveSector } from "../oauth/registration/sector.ts";
import type { TokenEndpointAuthMethod } from "../oauth/words.ts";
import { isStaff, type Caller } from "./caller.ts";
import type { Desk } from "./ports.ts";
import { Problem } from "./problems.ts";

const FIELD = "metadata";

/** One of the methods of the metadata; which of them this server has, `proveMetadata` says. */
export const AuthMethod: TOptional<TUnsafe<TokenEndpointAuthMethod>> = Type.Optional(
  Type.Unsafe<TokenEndpointAuthMethod>(
    Type.Union(
      (
        [
          "none",
          "client_secret_basic",
          "client_secret_post",
          "private_key_jwt",
          "tls_client_auth",
          "self_signed_tls_client_auth",
        ] as const satisfies readonly TokenEndpointAuthMethod[]
      ).map((method) => Type.Literal(method)),
    ),
  ),
);

/** Members of RFC 7591 and its siblings; who sends them replaces them all. */
export const Metadata: TOptional<TUnsafe<object>> = Type.Optional(
  Type.Unsafe<object>(
    Type.Object(
      {},
      { additionalProperties: true, description: "Client metadata: jwks, jwks_uri, flags. It replaces all." },
    ),
  ),
);

const wrong = (sentence: string): Problem => new Problem("invalid", [{ field: FIELD, sentence }]);

/** Reads what was sent. `before`: what the client has now. Throws Problem `invalid`. */
export function readMetadata(
  sent: object,
  type: Client["application_type"],
  caller: Caller,
  before: ClientMore = {},
): ClientMore {
  const more = spoken(() => readMore(readMembers(sent), type));
  const unknown = Object.keys(sent).find((name) => !Object.hasOwn(more, name));
  if (unknown !== undefined) throw wrong(`${unknown} cannot be set here.`);
  const types = more.authorization_details_types ?? [];
  const held = before.authorization_details_types ?? [];
  // As with a scope above the policy: nobody gives themselves types of authorization details (DR-06).
  if (!isStaff(caller, "admin") && types.some((one) => !held.includes(one)))
    throw wrong("Only staff can add authorization_details_types.");
  return more;
}

/** Whether keys and certificates fit the method, and the sector's document the redirect URIs. Throws Problem `invalid`. */
export async function proveMetadata(
  method: TokenEndpointAuthMethod,
  more: ClientMore,
  redirect_uris: readonly string[],
  { protocol }: Pick<Desk, "protocol">,
): Promise<void> {
  const trouble = keyTrouble(method, more, protocol.rules);
  if (trouble !== null) throw wrong(refusals[trouble].sentence);
  try {
    await proveSector(redirect_uris, more, protocol);
  } catch (error) {
    throw inWords(error);
  }
}

function spoken<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw inWords(error);
  }
}

const inWords = (error: unknown): unknown => (error instanceof Refusal ? wrong(error.row.sentence) : error);
