/** Keys that were made elsewhere: which are taken, which are refused and why, and what becomes of them in the ring. */
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { BadKey, readKey } from "../../src/keys/material.ts";
import { createKeyRing, type KeyRing } from "../../src/keys/ring.ts";
import { sealer } from "../../src/lib/seal.ts";
import { memorySigningKeys } from "../support/signing-keys.ts";

const rsa = (modulusLength: number): KeyObject => generateKeyPairSync("rsa", { modulusLength }).privateKey;
const ec = (namedCurve: string): KeyObject => generateKeyPairSync("ec", { namedCurve }).privateKey;
const RSA = rsa(2048);
const EC = ec("P-256");
const ED = generateKeyPairSync("ed25519").privateKey;

const pem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" });
const jwk = (key: KeyObject, more: object = {}): string =>
  JSON.stringify({ ...key.export({ format: "jwk" }), ...more });

describe("RFC 7518 §3 reading", () => {
  test.each([
    ["PKCS #8", pem(RSA), null, "RS256", 2048],
    ["PKCS #1", RSA.export({ type: "pkcs1", format: "pem" }), null, "RS256", 2048],
    ["RSA-4096", pem(rsa(4096)), null, "RS256", 4096],
    ["RSA for PSS", pem(RSA), "PS256", "PS256", 2048],
    ["SEC 1", EC.export({ type: "sec1", format: "pem" }), null, "ES256", 0],
    ["Ed25519", pem(ED), null, "EdDSA", 0],
    ["a JWK with its own alg", jwk(RSA, { alg: "PS256", use: "sig" }), null, "PS256", 2048],
  ] as const)("AT-11 %s", (_, text, alg, expected, rsa_bits) => {
    expect(readKey(text, alg)).toMatchObject({ alg: expected, rsa_bits, kid: null });
  });

  test.each([
    ["a short RSA key", pem(rsa(1024)), null, "this one has 1024"],
    ["another curve", pem(ec("P-384")), null, "P-256"],
    ["an algorithm it does not fit", pem(EC), "RS256", "cannot sign as RS256"],
    ["a JWK of another algorithm", jwk(RSA, { alg: "RS256" }), "PS256", "for RS256 only"],
    ["a JWK whose alg is HMAC", jwk(RSA, { alg: "HS256" }), null, "cannot sign as HS256"],
    ["a key for encryption", jwk(RSA, { use: "enc" }), null, "not for signatures"],
    [
      "a public key",
      JSON.stringify(generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" })),
      null,
      "private",
    ],
    ["a symmetric key", JSON.stringify({ kty: "oct", k: "c2VjcmV0" }), null, "private"],
    ["a kid that does not fit a header", jwk(EC, { kid: "a\nb" }), null, "kid"],
    [
      "a passphrase",
      RSA.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
      null,
      "passphrase",
    ],
    ["no key", "{ not json", null, "neither PEM nor"],
    ["nothing", "", null, "no private key"],
  ] as const)("AT-11 refused: %s", (_, text, alg, sentence) => {
    expect(() => readKey(text, alg)).toThrow(BadKey);
    expect(() => readKey(text, alg)).toThrow(sentence);
  });
});

describe("in the ring", () => {
  const MINUTE = 60_000;
  const clock = { time: 1_800_000_000_000, now: () => clock.time };

  function ring(): { store: ReturnType<typeof memorySigningKeys>; keys: KeyRing } {
    const store = memorySigningKeys();
    const random = { bytes: (size: number) => new Uint8Array(size).fill(7) };
    const seal = sealer(new Uint8Array(32).fill(1), random);
    return { store, keys: createKeyRing({ store, sealer: seal, clock }) };
  }
  const ES256 = { alg: "ES256", rsa_bits: 0, environment: "live" } as const;
  const signed = async (keys: KeyRing): Promise<string | undefined> =>
    decodeProtectedHeader(await keys.sign(ES256, "at+jwt", { exp: clock.time / 1000 + 60 })).kid;

  test("AT-10 an imported key is published before it signs, under the name that it had, and sealed at rest", async () => {
    const { keys, store } = ring();
    await keys.ensure(ES256);
    const text = jwk(EC, { kid: "their-key-7" });
    expect(await keys.adopt(readKey(text, null), "live")).toBe("their-key-7");
    expect((await keys.jwks()).keys.map(({ kid }) => kid)).toContain("their-key-7");
    expect(await signed(keys)).not.toBe("their-key-7");
    clock.time += 10 * MINUTE;
    expect(await signed(keys)).toBe("their-key-7");
    expect(JSON.stringify(store.rows)).not.toContain(String(EC.export({ format: "jwk" }).d));
    await expect(keys.adopt(readKey(pem(EC), null), "live")).rejects.toThrow("in the ring already");
  });

  test("AT-10 with now it signs at once, and the one before is still believed", async () => {
    const { keys } = ring();
    const before = await keys.sign(ES256, "at+jwt", { exp: clock.time / 1000 + 60 });
    const kid = await keys.adopt(readKey(pem(EC), null), "live", { now: true });
    expect(await signed(keys)).toBe(kid);
    expect(await keys.verify(before, clock.time)).not.toBeNull();
  });

  test("AT-10 a key that has signed for long enough gets one successor, and only then", async () => {
    const { keys } = ring();
    await keys.ensure(ES256);
    expect(await keys.rotateDue(86_400_000)).toEqual([]);
    clock.time += 86_400_000;
    const [next] = await keys.rotateDue(86_400_000);
    expect(next).toBeDefined();
    expect(await keys.rotateDue(86_400_000)).toEqual([]);
    expect(await signed(keys)).not.toBe(next);
    clock.time += 10 * MINUTE;
    expect(await signed(keys)).toBe(next);
    expect(await keys.rotateDue(86_400_000)).toEqual([]);
  });

  test("AT-10 in an emergency every key goes, and every kind has a new one at once", async () => {
    const { keys } = ring();
    await keys.ensure({ alg: "EdDSA", rsa_bits: 0, environment: "test" });
    const old = await keys.sign(ES256, "at+jwt", { exp: clock.time / 1000 + 60 });
    const [waiting] = await keys.rotate({ kind: ES256 });
    const gone = await keys.revokeAll();
    expect(gone).toHaveLength(3);
    expect(gone).toContain(waiting);
    expect(await keys.verify(old, clock.time)).toBeNull();
    const { keys: published } = await keys.jwks();
    expect(published).toHaveLength(2);
    expect(published.filter(({ kid }) => gone.includes(kid))).toEqual([]);
    expect(published.map(({ kid }) => kid)).toContain(await signed(keys));
  });
});
