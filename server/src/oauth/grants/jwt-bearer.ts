/** RFC 7523 §2.1, RFC 7521 §4.1 — jwt-bearer: an issuer that staff trusts says who somebody is, and an app gets a token for that person. */
import { scopeWithin, type Limits } from "../agents/limits.ts";
import { seconds } from "../../lib/clock.ts";
import { notAhead } from "../checks/client-assertion.ts";
import { findResource } from "../checks/resource.ts";
import { narrowed, readScope, scopeForPerson } from "../checks/scope.ts";
import type { Client } from "../clients/client.ts";
import { amongPublished, clientSigningAlgs } from "../clients/keys.ts";
import { isIdentityScope } from "../openid/scopes.ts";
import { paths } from "../paths.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import type { TrustedIssuer } from "../trust/port.ts";
import { JWT_BEARER_GRANT, OFFLINE_ACCESS } from "../words.ts";
import { grant, type Grant } from "./grant.ts";

/** How far ahead an assertion may end, in seconds: what is stolen later is worth nothing. */
const LONGEST = 300;
/** Ids and names, no documents. */
const LONGEST_TEXT = 256;

interface BearerRequest {
  assertion: string;
  scope: readonly string[] | null;
  resource: string | null;
}

export const jwtBearer: Grant = grant<BearerRequest>({
  grant_type: JWT_BEARER_GRANT,
  parameters: ["assertion", "scope", "resource"],
  confidentialOnly: true,
  read(parameters) {
    const assertion = parameters.get("assertion");
    if (assertion === null) throw new Refusal("missing_assertion");
    return { assertion, scope: readScope(parameters.get("scope")), resource: parameters.get("resource") };
  },
  async decide(request, client, ports) {
    const resource = await findResource(request.resource, client, ports);
    const trusted = await trustOf(request.assertion, client, ports);
    const { name, jti, exp } = await readAssertion(request.assertion, trusted, ports);
    const subject = await ports.trusts.subjectOf(trusted.subject, name);
    // Which of both it is stays between the issuer and us: an app could try names with it.
    if (subject === null) throw new Refusal("assertion_grant_refused");
    const { scope, ...standsOn } = await permission(request.scope, subject, trusted, client, resource, ports);
    // Last, so that an assertion that fails for another reason is not used up.
    const key = `${trusted.issuer}\n${jti}`;
    if ((await ports.replay.claim("jwt_bearer", key, exp * 1000, ports.clock.now())) !== "first")
      throw new Refusal("assertion_grant_refused");
    return { client, resource, subject, scope, source: { kind: "assertion", ...standsOn, refresh: false } };
  },
});

/** The issuer that it names, if this client may bring its assertions. */
async function trustOf(assertion: string, client: Client, ports: Ports): Promise<TrustedIssuer> {
  const iss = ports.jose.read(assertion)?.claims["iss"];
  const trusted = typeof iss === "string" ? await ports.trusts.find(iss) : null;
  if (trusted === null || !trusted.clients.includes(client.client_id))
    throw new Refusal("assertion_grant_refused");
  return trusted;
}

/** RFC 7523 §3: its signature, audience, times and ids. */
async function readAssertion(
  assertion: string,
  trusted: TrustedIssuer,
  ports: Ports,
): Promise<{ name: string; jti: string; exp: number }> {
  const jwt = await amongPublished(trusted, ports, (keys) =>
    ports.jose.verify(assertion, keys, clientSigningAlgs),
  );
  const { iss, sub, aud, exp, nbf, iat, jti } = jwt?.claims ?? {};
  const now = seconds(ports.clock.now());
  const holds =
    isPlain(jwt?.header["typ"]) &&
    iss === trusted.issuer &&
    isForUs(aud, trusted, ports) &&
    typeof exp === "number" &&
    exp > now &&
    exp <= now + LONGEST &&
    notAhead(iat, now) &&
    notAhead(nbf, now);
  if (!holds || !isText(sub) || !isText(jti)) throw new Refusal("assertion_grant_refused");
  return { name: sub, jti, exp };
}

/** RFC 8725 §3.11: a JWT that says it is something else (an access token, a logout token) is no assertion. */
function isPlain(typ: unknown): boolean {
  return typ === undefined || (typeof typ === "string" && /^(?:application\/)?jwt$/i.test(typ));
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST_TEXT;
}

/** §3 item 3: for us and for nobody else. */
function isForUs(aud: unknown, { audience }: TrustedIssuer, { issuer }: Pick<Ports, "issuer">): boolean {
  const ours: ReadonlySet<unknown> = new Set([issuer, issuer + paths.token, audience ?? issuer]);
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return named.length > 0 && named.every((one) => ours.has(one));
}

/** What the token may allow, and what it stands on: the person's own consent, or the word of the staff. */
async function permission(
  asked: readonly string[] | null,
  subject: string,
  trusted: TrustedIssuer,
  client: Client,
  resource: Resource,
  ports: Ports,
): Promise<{ scope: readonly string[]; consentId: string; limits?: Limits | null }> {
  if (trusted.consent === "waived")
    return { scope: scopeForPerson(asked, client, resource).filter(passable), consentId: trusted.id };
  const consent = await ports.consents.find(subject, client.client_id, resource.identifier);
  if (consent === null || consent.consentVersion !== client.consentVersion)
    throw new Refusal("assertion_without_consent");
  const { id: consentId, limits = null } = consent;
  // A person who allowed it for a time allowed nothing after it.
  if (limits?.until != null && limits.until <= ports.clock.now())
    throw new Refusal("assertion_without_consent");
  const standing = scopeWithin(limits, consent.scope, resource);
  const allowed = scopeForPerson(asked ?? standing, client, resource);
  return { scope: narrowed(allowed, standing).filter(passable), consentId, limits };
}

/** For the API only, and for now: neither lasting access nor who the person is. */
function passable(scope: string): boolean {
  return scope !== OFFLINE_ACCESS && !isIdentityScope(scope);
}
