/** RFC 7591 §2 `jwks`, `jwks_uri` — the public keys of a client, and which algorithms it may sign with. */
import type { Jwk } from "../proof-ports.ts";
import type { Ports } from "../ports.ts";
import type { ClientSigningAlg } from "../words.ts";
import type { Client } from "./client.ts";
import { isFapi } from "./fapi.ts";

/** Asymmetric all: a secret that both sides know proves nothing to a third. */
export const clientSigningAlgs: readonly ClientSigningAlg[] = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];

/** FAPI 2.0 §5.4.1: RSA only with PSS. */
export const fapiSigningAlgs: readonly ClientSigningAlg[] = ["PS256", "ES256", "EdDSA", "Ed25519"];

/** The keys that the client registered; empty when it has none, or when its address does not answer. */
export async function keysOf(client: Client, ports: Pick<Ports, "fetchJson">): Promise<readonly Jwk[]> {
  const { jwks, jwks_uri } = client.metadata;
  if (jwks !== undefined) return jwks.keys;
  if (jwks_uri === undefined) return [];
  const keys: unknown = (await ports.fetchJson(jwks_uri))?.["keys"];
  return Array.isArray(keys) ? keys.filter((key): key is Jwk => typeof key === "object" && key !== null) : [];
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
