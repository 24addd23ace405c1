/** RFC 7591 §2 `jwks`, `jwks_uri` — the public keys of a client, and which algorithms it may sign with. */
import type { ForeignJwt, JsonObject, Jwk } from "../proof-ports.ts";
import type { Ports } from "../ports.ts";
import type { ClientSigningAlg } from "../words.ts";
import type { Client, ClientMore } from "./client.ts";
import { isFapi } from "./fapi.ts";

/** Asymmetric all: a secret that both sides know proves nothing to a third. */
export const clientSigningAlgs: readonly ClientSigningAlg[] = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];

/** FAPI 2.0 §5.4.1: RSA only with PSS. */
export const fapiSigningAlgs: readonly ClientSigningAlg[] = ["PS256", "ES256", "EdDSA", "Ed25519"];

/** More keys than anybody rotates through: each may have to be tried. */
export const mostKeys = 32;

/** The first answer of `find` that is not null, for the keys as we know them; a "no" is never said from memory (RFC 7517 §5). */
export function amongKeys<T>(
  client: Client,
  ports: Pick<Ports, "fetchJson">,
  find: (keys: readonly Jwk[]) => Promise<T | null>,
): Promise<T | null> {
  return amongPublished(client.metadata, ports, find);
}

/** The same for whoever else has registered keys. */
export async function amongPublished<T>(
  { jwks, jwks_uri }: Pick<ClientMore, "jwks" | "jwks_uri">,
  ports: Pick<Ports, "fetchJson">,
  find: (keys: readonly Jwk[]) => Promise<T | null>,
): Promise<T | null> {
  if (jwks !== undefined) return find(jwks.keys);
  if (jwks_uri === undefined) return null;
  const kept = await ports.fetchJson(jwks_uri);
  const found = await find(keysIn(kept));
  if (found !== null) return found;
  // A client that rotates its keys publishes the new one before it signs with it.
  const newer = await ports.fetchJson(jwks_uri, "newer");
  return newer === kept ? null : find(keysIn(newer));
}

function keysIn(document: JsonObject | null): readonly Jwk[] {
  const keys: unknown = document?.["keys"];
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, mostKeys).filter((key): key is Jwk => typeof key === "object" && key !== null);
}

/** What the client signed, with one of its keys and one of `algorithms`; null when it did not. */
export function signedByClient(
  client: Client,
  token: string,
  algorithms: readonly string[],
  ports: Pick<Ports, "fetchJson" | "jose">,
): Promise<ForeignJwt | null> {
  return amongKeys(client, ports, (keys) => ports.jose.verify(token, keys, algorithms));
}

/** Whether it has registered keys at all. */
export function hasKeys(client: Client): boolean {
  return client.metadata.jwks !== undefined || client.metadata.jwks_uri !== undefined;
}

/** RFC 8725 §3.1 — what this client may sign with: the algorithm that it registered, else those that its keys allow. */
export function algorithmsOf(
  client: Client,
  registered: ClientSigningAlg | undefined,
): readonly ClientSigningAlg[] {
  const possible = isFapi(client) ? fapiSigningAlgs : clientSigningAlgs;
  if (registered === undefined) return possible;
  const named = registered === "EdDSA" || registered === "Ed25519" ? ["EdDSA", "Ed25519"] : [registered];
  return possible.filter((alg) => named.includes(alg));
}
