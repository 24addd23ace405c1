/** RFC 7523 §2.2, §3 — private_key_jwt: a client proves itself with a JWT that only its key can sign, and that works once. */
import { seconds } from "../../lib/clock.ts";
import type { Client } from "../clients/client.ts";
import { isFapi } from "../clients/fapi.ts";
import { algorithmsOf, signedByClient } from "../clients/keys.ts";
import { paths } from "../paths.ts";
import type { Ports } from "../ports.ts";

/** RFC 7521 §4.2, `client_assertion_type`. */
export const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** How far two clocks may be apart, in seconds. */
export const skew = 60;
/** How far ahead an assertion may end, in seconds: what is stolen later is worth nothing. */
const longest = 300;
/** A `jti` is an id, no document. */
const longestId = 256;

/** Whose assertion this says it is, unverified: `sub` names the client (RFC 7523 §3 item 2B). */
export function namedByAssertion(assertion: string, ports: Pick<Ports, "jose">): string | null {
  const sub = ports.jose.read(assertion)?.claims["sub"];
  return typeof sub === "string" && sub !== "" ? sub : null;
}

/** Whether `assertion` proves this client, now, for the first time. */
export async function provesByAssertion(client: Client, assertion: string, ports: Ports): Promise<boolean> {
  const algorithms = algorithmsOf(client, client.metadata.token_endpoint_auth_signing_alg);
  const jwt = await signedByClient(client, assertion, algorithms, ports);
  if (jwt === null) return false;
  const { iss, sub, aud, exp, nbf, iat, jti } = jwt.claims;
  if (iss !== client.client_id || sub !== client.client_id) return false;
  if (!isForUs(aud, client, ports)) return false;
  const now = seconds(ports.clock.now());
  if (!isTime(exp) || exp <= now) return false;
  if (!notAhead(iat, now) || !notAhead(nbf, now)) return false;
  // Who counts from a clock that is ahead of ours, as far as is tolerated, ends so much later too.
  if (exp > Math.max(now, isTime(iat) ? iat : now) + longest) return false;
  if (typeof jti !== "string" || jti === "" || jti.length > longestId) return false;
  // Last, so that an assertion that fails for another reason is not used up.
  const key = `${client.client_id}\n${jti}`;
  const claimed = await ports.replay.claim("client_assertion", key, exp * 1000, ports.clock.now());
  return claimed === "first";
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** RFC 7519 §4.1.5, §4.1.6: absent, or not ahead of our clock by more than the skew. */
export function notAhead(value: unknown, now: number): boolean {
  return value === undefined || (isTime(value) && value <= now + skew);
}

/**
 * RFC 7523 §3 item 3. The issuer alone names us without doubt; older clients name an endpoint (RFC 9126 §2 lists both).
 * A FAPI client names the issuer as one string, so that no other server can use what it receives (RFC 7523bis).
 */
function isForUs(aud: unknown, client: Client, { issuer }: Pick<Ports, "issuer">): boolean {
  if (isFapi(client)) return aud === issuer;
  const ours: ReadonlySet<unknown> = new Set([issuer, issuer + paths.token, issuer + paths.par]);
  if (Array.isArray(aud)) return aud.length > 0 && aud.every((one) => ours.has(one));
  return ours.has(aud);
}
