/** RFC 9126 §4, RFC 9101 §6 — an authorization request that was pushed, or that comes signed: what it really says. */
import { seconds } from "../../lib/clock.ts";
import { notAhead } from "../checks/client-assertion.ts";
import { parametersOf, type Parameters } from "../checks/parameters.ts";
import type { Client } from "../clients/client.ts";
import { algorithmsOf, hasKeys, signedByClient } from "../clients/keys.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { secretHash } from "../tokens/secret-token.ts";

/** RFC 9126 §2.2: our own names of pushed requests; no address that anybody could be made to fetch. */
export const requestUriPrefix = "urn:ietf:params:oauth:request_uri:";

/** The parameters that count, and how they came. */
export interface Unwrapped {
  parameters: Parameters;
  signed: boolean;
  /** Digest of the pushed request; null when it was not pushed. */
  pushed: string | null;
}

/**
 * Only what was pushed or signed counts then: everything beside it is ignored (RFC 9101 §6.3, RFC 9126 §4). A "no"
 * from here is told on our own page, because no redirect target is proven yet.
 */
export async function unwrap(
  sent: Parameters,
  client: Client,
  known: ReadonlySet<string>,
  ports: Ports,
): Promise<Unwrapped> {
  const uri = sent.get("request_uri");
  if (uri?.startsWith(requestUriPrefix)) {
    if (sent.duplicates.has("request_uri")) throw new Refusal("request_uri_invalid");
    const hash = secretHash(uri);
    const found = await ports.pushed.find(hash, ports.clock.now());
    if (found === null || found.client_id !== client.client_id) throw new Refusal("request_uri_invalid");
    return { parameters: parametersOf(found.parameters), signed: true, pushed: hash };
  }
  const request = sent.get("request");
  // Who has registered no key is told so, at its redirect URI, as of any parameter that is not supported for it.
  if (request === null || uri !== null || !hasKeys(client))
    return { parameters: sent, signed: false, pushed: null };
  if (sent.duplicates.has("request")) throw new Refusal("request_object_invalid");
  return { parameters: await readRequestObject(request, client, known, ports), signed: true, pushed: null };
}

/** RFC 9101 §4, §6.2, §10.8 — the parameters in a request object that this client signed for us. */
async function readRequestObject(
  request: string,
  client: Client,
  known: ReadonlySet<string>,
  ports: Ports,
): Promise<Parameters> {
  const algorithms = algorithmsOf(client, client.metadata.request_object_signing_alg);
  const jwt = await signedByClient(client, request, algorithms, ports);
  if (jwt === null || !isRequestType(jwt.header["typ"])) throw new Refusal("request_object_invalid");
  const { iss, aud, exp, nbf, iat, sub, client_id } = jwt.claims;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const now = seconds(ports.clock.now());
  const holds =
    iss === client.client_id &&
    client_id === client.client_id &&
    audiences.includes(ports.issuer) &&
    typeof exp === "number" &&
    exp > now &&
    notAhead(nbf, now) &&
    notAhead(iat, now) &&
    // §10.8: what proves a client names it as its subject, and must not pass as a request, nor the reverse.
    sub !== client.client_id &&
    !("request" in jwt.claims) &&
    !("request_uri" in jwt.claims);
  if (!holds) throw new Refusal("request_object_invalid");
  return parametersOf(
    Object.entries(jwt.claims)
      .filter(([name, value]) => known.has(name) && value !== null)
      .map(([name, value]) => [name, asText(value)]),
  );
}

/** RFC 9101 §10.8 — explicit typing; older libraries write none, or JWT. */
function isRequestType(typ: unknown): boolean {
  if (typ === undefined) return true;
  return typeof typ === "string" && /^(?:application\/)?(?:jwt|oauth-authz-req\+jwt)$/i.test(typ);
}

/** RFC 9101 §4: values are as in JSON there: `max_age` a number, `claims` an object. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
