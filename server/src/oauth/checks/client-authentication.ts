/** RFC 6749 §2.3 — the one place where a client proves who it is, and the only maker of `AuthenticatedClient`. */
import type { Brand } from "../../lib/brand.ts";
import { constantTimeEqual, sha256 } from "../../lib/hash.ts";
import { isPublic, type Client } from "../clients/client.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Watch } from "../watch.ts";
import { formDecode, type Parameters } from "./parameters.ts";

/** A client that has proven itself, or a public one that named itself (RFC 6749 §3.2.1). */
export type AuthenticatedClient = Brand<Client, "AuthenticatedClient">;

export interface Credentials {
  id: string;
  /** Null when none was presented. */
  secret: string | null;
  via: "basic" | "body";
}

export interface Presented {
  /** The Authorization header, whole. */
  authorization: string | null;
  parameters: Parameters;
  /** Whether a web page sent this: `Origin`, or `Sec-Fetch-Site` of a browser. */
  fromBrowser: boolean;
  /** The caller's address, for the failure budget. */
  address: string;
  watch?: Watch;
}

/** Wrong secrets that one client may present from one address in a minute. */
const failureLimit = { count: 10, windowMs: 60_000 };

/** RFC 6749 §2.3.1 — what was presented, in the header or the body, never in both and never for two clients. */
export function readCredentials(presented: Presented): Credentials | null {
  const { authorization, parameters } = presented;
  const id = parameters.get("client_id");
  const secret = parameters.get("client_secret");
  if (authorization === null) return id === null ? null : { id, secret, via: "body" };
  const basic = readBasic(authorization);
  if (secret !== null) throw new Refusal("two_authentications");
  if (id !== null && id !== basic.id) throw new Refusal("two_clients");
  return basic;
}

/** RFC 7617 and RFC 6749 §2.3.1: base64 of form-encoded id, colon, form-encoded secret. */
function readBasic(authorization: string): Credentials {
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
  return { id, secret: secret === "" ? null : secret, via: "basic" };
}

/**
 * RFC 6749 §3.2.1 — proves the client. Unknown client, wrong secret, disabled app and missing secret are one refusal
 * with one answer and the same work, so that nobody learns which ids exist.
 */
export async function authenticateClient(presented: Presented, ports: Ports): Promise<AuthenticatedClient> {
  const credentials = readCredentials(presented);
  if (credentials === null) throw new Refusal("missing_client");
  const { id, secret } = credentials;
  if (secret !== null && presented.fromBrowser) {
    // A secret that a page sent is public from now on, whoever asked: the app's owner must hear of it.
    const owned = await ports.clients.find(id);
    if (owned !== null) ports.report({ name: "secret_in_browser", client_id: owned.client_id });
    throw new Refusal("secret_in_browser");
  }
  const now = ports.clock.now();
  let digest: string | null = null;
  const proof = (one: Client | null): string | null =>
    proves(one, secret, (digest ??= ports.secretDigest(secret ?? "")), now);
  // A "no" is never said from memory: then the client is read once more, as an unknown one is read.
  const client = await ports.clients.find(id, (kept) => kept.status === "active" && proof(kept) !== null);
  const proven = proof(client);
  const off = client?.registration?.kind === "document" && !ports.registration.documents;
  if (client === null || off || client.status === "disabled" || proven === null) {
    if (secret === null) throw new Refusal("unknown_client");
    const wait = await ports.throttle.fail(
      // A digest, because some send their secret where the id belongs, and this is stored.
      `client:${sha256(id)}:${presented.address}`,
      failureLimit,
      now,
    );
    if (wait > 0) throw new Refusal("too_many_failures", wait);
    throw new Refusal("unknown_client");
  }
  if (presented.watch !== undefined) await presented.watch.proven(client);
  if (proven !== "public") await ports.clients.secretUsed(proven, now);
  return client as AuthenticatedClient;
}

/** The id of the secret that matched, `public` for a client without one, or null. */
function proves(client: Client | null, secret: string | null, digest: string, now: number): string | null {
  let matched: string | null = null;
  // One comparison at least, so that an unknown client costs what a known one does.
  const candidates = client === null || client.secrets.length === 0 ? [noSecret] : client.secrets;
  for (const candidate of candidates) {
    const equal = constantTimeEqual(digest, candidate.hash);
    if (equal && (candidate.expiresAt === null || candidate.expiresAt > now)) matched = candidate.id;
  }
  if (client === null) return null;
  if (isPublic(client)) return secret === null ? "public" : null;
  return secret === null ? null : matched;
}

const noSecret = { id: "", hash: "-".repeat(43), expiresAt: 0 };
