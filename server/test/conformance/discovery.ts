/** What a conformance suite reads off the discovery document and the key set (OpenID Connect Discovery 1.0 §3, RFC 8414 §2, RFC 7517 §5). */
import { importJWK, type JWK } from "jose";
import { expect } from "vitest";
import type { TestServer } from "../support/server.ts";

export type Discovered = Readonly<Record<string, unknown>>;

/** The document of this server, whose issuer need not be where it listens. */
export async function discoveryDocument({ origin, issuer }: TestServer): Promise<Discovered> {
  const response = await fetch(`${origin}/.well-known/openid-configuration`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  const document = (await response.json()) as Discovered;
  expect(document["issuer"]).toBe(issuer);
  return document;
}

/** Every address in it is https, and ours. */
export function expectHttps(document: Discovered): void {
  const addresses = Object.entries(document).filter(([name]) => /(?:_endpoint|_uri)$/.test(name));
  expect(addresses.length).toBeGreaterThan(8);
  for (const [name, address] of addresses)
    expect(String(address).startsWith(`${String(document["issuer"])}/`), `${name} ${String(address)}`).toBe(
      true,
    );
  expect(String(document["issuer"])).toMatch(/^https:\/\/[^?#]+$/);
}

const list = (document: Discovered, name: string): readonly string[] => {
  const values = document[name];
  expect(Array.isArray(values), name).toBe(true);
  return values as readonly string[];
};

/** All that the module of the Config plan looks at. */
export async function expectDiscovery(server: TestServer): Promise<void> {
  const document = await discoveryDocument(server);
  expectHttps(document);
  expect(list(document, "response_types_supported")).toEqual(["code"]);
  expect(list(document, "grant_types_supported")).toContain("authorization_code");
  expect(list(document, "subject_types_supported")).toEqual(expect.arrayContaining(["public", "pairwise"]));
  expect(list(document, "id_token_signing_alg_values_supported")).toContain("RS256");
  expect(list(document, "userinfo_signing_alg_values_supported")).toContain("RS256");
  expect(list(document, "request_object_signing_alg_values_supported")).toContain("RS256");
  expect(list(document, "claims_supported")).toEqual(expect.arrayContaining(["sub", "iss", "name", "email"]));
  expect(list(document, "code_challenge_methods_supported")).toContain("S256");
  for (const scope of list(document, "scopes_supported"))
    expect(scope).toMatch(/^[\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(list(document, "scopes_supported")).toContain("openid");
  const locales = list(document, "ui_locales_supported");
  expect(Intl.getCanonicalLocales([...locales])).toEqual(locales);
  // Absent means true (Discovery §3): what is not there must be said.
  expect(document["request_uri_parameter_supported"]).toBe(false);
  await expectPublicKeys(server);
}

/** RFC 7517 §5, RFC 8725: named, public, each usable for what it says. Answers their kids. */
export async function expectPublicKeys({ origin }: TestServer): Promise<readonly string[]> {
  const { keys } = (await (await fetch(`${origin}/.well-known/jwks.json`)).json()) as { keys: JWK[] };
  const kids = keys.map(({ kid }) => kid ?? "");
  expect(new Set(kids).size).toBe(keys.length);
  for (const key of keys) {
    expect(key).toMatchObject({ kid: expect.stringMatching(/./) as string, use: "sig" });
    expect(key.kty).not.toBe("oct");
    for (const secret of ["d", "p", "q", "dp", "dq", "qi", "k"]) expect(key).not.toHaveProperty(secret);
    await importJWK(key, key.alg);
  }
  return kids;
}
