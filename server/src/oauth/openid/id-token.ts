/** OpenID Connect Core §2, §3.1.3.6 — the ID token: who signed in, when, for which client. */
import { hashHalf } from "../../lib/hash.ts";
import { seconds } from "../../lib/clock.ts";
import { addedClaims } from "../extensions.ts";
import type { Client } from "../clients/client.ts";
import type { Ports } from "../ports.ts";
import { PASSWORD_AMR } from "./acr.ts";
import type { ClaimsRequest } from "./request.ts";
import { subjectFor } from "./subject.ts";

/** What a family remembers of its sign-in. */
export interface Authentication {
  nonce: string | null;
  claims: ClaimsRequest | null;
  /** Names the browser session in logout tokens (OpenID Connect Front- and Back-Channel Logout). */
  sid: string | null;
  /** How strong the proof was, and what it was made of (Core §2); absent in what is older than both. */
  acr?: string;
  amr?: readonly string[];
}

/** A signed ID token. `authTime` in milliseconds; `lifetime` in seconds. A refreshed one carries no nonce of before (Core §12.2). */
export async function idToken(
  from: {
    client: Client;
    subject: string;
    scope: readonly string[];
    authTime: number;
    authentication: Authentication;
    refreshed: boolean;
    access_token: string;
    lifetime: number;
  },
  ports: Ports,
): Promise<string> {
  const { client, subject, authentication } = from;
  const iat = seconds(ports.clock.now());
  const alg = client.metadata.id_token_signed_response_alg ?? "RS256";
  const person = authentication.claims === null ? {} : await ports.people.claims(subject);
  const asked = (authentication.claims?.id_token ?? []).filter((name) => name in (person ?? {}));
  const scope = from.scope;
  const claims = {
    ...(await addedClaims({ target: "id_token", client, subject, scope }, ports)),
    iss: ports.issuer,
    sub: subjectFor(subject, client, ports),
    aud: client.client_id,
    exp: iat + from.lifetime,
    iat,
    auth_time: seconds(from.authTime),
    ...(authentication.acr === undefined ? {} : { acr: authentication.acr }),
    amr: authentication.amr ?? PASSWORD_AMR,
    ...(authentication.nonce === null || from.refreshed ? {} : { nonce: authentication.nonce }),
    ...(authentication.sid === null ? {} : { sid: authentication.sid }),
    at_hash: hashHalf(from.access_token, alg),
    ...Object.fromEntries(asked.map((name) => [name, person?.[name]])),
  };
  // The policy's key length is for access tokens; ID tokens use the least that everybody accepts.
  return ports.keys.sign({ alg, rsa_bits: 2048, environment: client.environment }, "JWT", claims);
}
