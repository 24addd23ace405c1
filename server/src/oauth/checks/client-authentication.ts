/** RFC 6749 §2.3 — the one place where a client proves who it is, and the only maker of `AuthenticatedClient`. */
import type { Brand } from "../../lib/brand.ts";
import { constantTimeEqual, sha256 } from "../../lib/hash.ts";
import type { Client } from "../clients/client.ts";
import { isFapi, isFapiMethod } from "../clients/fapi.ts";
import type { Ports } from "../ports.ts";
import type { ClientCertificate } from "../proof-ports.ts";
import { Refusal } from "../refusals.ts";
import type { Watch } from "../watch.ts";
import type { TokenEndpointAuthMethod } from "../words.ts";
import { JWT_BEARER, namedByAssertion, provesByAssertion } from "./client-assertion.ts";
import { provesByCertificate } from "./client-certificate.ts";
import { formDecode, type Parameters } from "./parameters.ts";

/** A client that has proven itself, or a public one that named itself (RFC 6749 §3.2.1). */
export type AuthenticatedClient = Brand<Client, "AuthenticatedClient">;

export interface Credentials {
  /** Null when only an assertion says who it is. */
  id: string | null;
  /** Null when none was presented. */
  secret: string | null;
  /** RFC 7521 §4.2; empty when its type is none that we know. */
  assertion: string | null;
  via: "basic" | "body";
}

/** The parameters that say who asks, at every endpoint that takes them. */
export const credentialParameters: readonly string[] = [
  "client_id",
  "client_secret",
  "client_assertion",
  "client_assertion_type",
];

export interface Presented {
  /** The Authorization header, whole. */
  authorization: string | null;
  parameters: Parameters;
  /** Whether a web page sent this: `Origin`, or `Sec-Fetch-Site` of a browser. */
  fromBrowser: boolean;
  /** The certificate of the TLS connection (RFC 8705); null when there is none that can be believed. */
  certificate: ClientCertificate | null;
  /** The caller's address, for the failure budget. */
  address: string;
  watch?: Watch;
}

/** Wrong secrets that one client may present from one address in a minute. */
const failureLimit = { count: 10, windowMs: 60_000 };
/** A signature is nothing to guess, but each costs a verification: a program that is being set up may fail more often. */
const assertionLimit = { count: 60, windowMs: 60_000 };

/** RFC 6749 §2.3.1 — what was presented, in the header or the body, never in both and never for two clients. */
export function readCredentials(
  presented: Pick<Presented, "authorization" | "parameters">,
): Credentials | null {
  const { authorization, parameters } = presented;
  const id = parameters.get("client_id");
  const secret = parameters.get("client_secret");
  const assertion = readAssertion(parameters);
  if (secret !== null && assertion !== null) throw new Refusal("two_authentications");
  if (authorization === null)
    return id === null && assertion === null ? null : { id, secret, assertion, via: "body" };
  const basic = readBasic(authorization);
  if (secret !== null || assertion !== null) throw new Refusal("two_authentications");
  if (id !== null && id !== basic.id) throw new Refusal("two_clients");
  return basic;
}

function readAssertion(parameters: Parameters): string | null {
  const assertion = parameters.get("client_assertion");
  const type = parameters.get("client_assertion_type");
  if (assertion === null && type === null) return null;
  return type === JWT_BEARER ? (assertion ?? "") : "";
}

/** RFC 7617 and RFC 6749 §2.3.1: base64 of form-encoded id, colon, form-encoded secret. */
function readBasic(authorization: string): Credentials & { id: string } {
  const [scheme, encoded, ...rest] = authorization.trim().split(/ +/);
  if (scheme?.toLowerCase() !== "basic") throw new Refusal("authorization_scheme");
  if (encoded === undefined || rest.length > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw new Refusal("malformed_basic");
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const cut = text.indexOf(":");
  if (cut < 1) throw new Refusal("malformed_basic");
  const id = formDecode(text.slice(0, cut));
  const secret = formDecode(text.slice(cut + 1));
  if (id === null || secret === null) throw new Refusal("malformed_basic");
  return { id, secret: secret === "" ? null : secret, assertion: null, via: "basic" };
}

/**
 * RFC 6749 §3.2.1 — proves the client. Unknown client, wrong secret, disabled app and missing secret are one refusal
 * with one answer and the same work, so that nobody learns which ids exist.
 */
export async function authenticateClient(presented: Presented, ports: Ports): Promise<AuthenticatedClient> {
  const credentials = readCredentials(presented);
  if (credentials === null) throw new Refusal("missing_client");
  const { secret, assertion } = credentials;
  const { certificate } = presented;
  const id = credentials.id ?? namedByAssertion(assertion ?? "", ports);
  if (id === null) throw new Refusal("assertion_refused");
  if (secret !== null && presented.fromBrowser) {
    // A secret that a page sent is public from now on, whoever asked: the app's owner must hear of it.
    const owned = await ports.clients.find(id);
    if (owned !== null) ports.report({ name: "secret_in_browser", client_id: owned.client_id });
    throw new Refusal("secret_in_browser");
  }
  const now = ports.clock.now();
  let digest: string | null = null;
  const fit = (one: Client | null): Proven =>
    fits(one, credentials, (digest ??= ports.secretDigest(secret ?? "")), now);
  const holds = async (one: Client | null): Promise<Proven> => {
    const proven = fit(one);
    if (one === null || one.status === "disabled") return proven;
    if (proven === "key") return (await provesByAssertion(one, assertion ?? "", ports)) ? proven : null;
    if (proven !== "certificate") return proven;
    return (await provesByCertificate(one, certificate, ports)) ? proven : null;
  };
  // A "no" is never said from memory: then the client is read once more, as an unknown one is read.
  let client = await ports.clients.find(id, (kept) => kept.status === "active" && fit(kept) !== null);
  let proven = await holds(client);
  if (client !== null && (assertion ?? certificate) !== null && proven === null) {
    client = await ports.clients.find(id, () => false);
    proven = await holds(client);
  }
  const off = client?.registration?.kind === "document" && !ports.registration.documents;
  if (client === null || off || client.status === "disabled" || proven === null) {
    if (secret === null && assertion === null)
      throw new Refusal(certificate === null ? "unknown_client" : "certificate_refused");
    const wait = await ports.throttle.fail(
      // A digest, because some send their secret where the id belongs, and this is stored.
      `${assertion === null ? "client" : "assertion"}:${sha256(id)}:${presented.address}`,
      assertion === null ? failureLimit : assertionLimit,
      now,
    );
    if (wait > 0) throw new Refusal("too_many_failures", wait);
    throw new Refusal(assertion === null ? "unknown_client" : "assertion_refused");
  }
  if (presented.watch !== undefined) await presented.watch.proven(client);
  if (!withoutSecret.has(proven)) ports.clients.secretUsed(proven, now);
  return client as AuthenticatedClient;
}

/**
 * The id of the secret that matched, `key` for a proof by signature, `certificate` for one by the TLS connection,
 * `public` for a client that has nothing to prove; null is no proof.
 */
type Proven = string | null;

const withoutSecret: ReadonlySet<string> = new Set(["key", "certificate", "public"]);

type Fit = (credentials: Credentials, matched: string | null) => Proven;

const bySecret: Fit = ({ secret, assertion }, matched) =>
  secret === null || assertion !== null ? null : matched;

/** RFC 8705 §2: `client_id`, and nothing else that would prove anybody. */
const byCertificate: Fit = ({ secret, assertion }) =>
  secret === null && assertion === null ? "certificate" : null;

/** What each registered method asks; nothing else proves a client of that method (TK-10). */
const fitting: Readonly<Record<TokenEndpointAuthMethod, Fit>> = {
  // Which of the two ways a secret comes is not held against anybody: widespread clients try one and then the other.
  client_secret_basic: bySecret,
  client_secret_post: bySecret,
  private_key_jwt: ({ secret, assertion }) => (assertion !== null && secret === null ? "key" : null),
  tls_client_auth: byCertificate,
  self_signed_tls_client_auth: byCertificate,
  none: ({ secret, assertion }) => (secret === null && assertion === null ? "public" : null),
};

/** What these credentials prove of this client; of `key` and `certificate` the proof itself is still to be verified. */
function fits(client: Client | null, credentials: Credentials, digest: string, now: number): Proven {
  // Whoever asks, so that an unknown client costs what a known one does.
  const matched = matchingSecret(client, digest, now);
  if (client === null) return null;
  const method = client.token_endpoint_auth_method;
  if (isFapi(client) && !isFapiMethod(method)) return null;
  // A damaged row may name a method that there is not; then nothing proves it.
  return Object.hasOwn(fitting, method) ? fitting[method](credentials, matched) : null;
}

/** The id of the secret that matched, or null. One comparison at least. */
function matchingSecret(client: Client | null, digest: string, now: number): string | null {
  let matched: string | null = null;
  const candidates = client === null || client.secrets.length === 0 ? [noSecret] : client.secrets;
  for (const candidate of candidates) {
    const equal = constantTimeEqual(digest, candidate.hash);
    if (equal && (candidate.expiresAt === null || candidate.expiresAt > now)) matched = candidate.id;
  }
  return matched === noSecret.id ? null : matched;
}

const noSecret = { id: "", hash: "-".repeat(43), expiresAt: 0 };
