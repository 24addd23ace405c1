/** Signing and reading back: every kind against an independent library, and what strangers may send. */
import { createHmac } from "node:crypto";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeProtectedHeader,
  importJWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import type { JWK } from "jose";
import { describe, expect, test } from "vitest";
import { createKeyRing } from "../../src/keys/ring.ts";
import type { KeyRing } from "../../src/keys/ring.ts";
import { sealer } from "../../src/lib/seal.ts";
import { memorySigningKeys } from "../support/signing-keys.ts";

const NOW = 1_800_000_000_000;
const EXP = NOW / 1000 + 60;
const LIVE = { rsa_bits: 2048, environment: "live" } as const;

function ring(): KeyRing {
  const random = { bytes: (size: number) => new Uint8Array(size).fill(7) };
  return createKeyRing({
    store: memorySigningKeys(),
    sealer: sealer(new Uint8Array(32).fill(1), random),
    clock: { now: () => NOW },
  });
}

const shared = ring();

function text(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function header(value: unknown): string {
  return `${text(value)}.e30.AA`;
}

test.each([
  ["RS256", 2048, 342],
  ["RS256", 3072, 512],
  ["RS256", 4096, 683],
  ["ES256", 2048, 86],
  ["EdDSA", 2048, 86],
] as const)("%s (%i) is read by jose, header and claims unchanged", async (alg, rsa_bits, length) => {
  const claims = { iss: "https://a.example", sub: "ü", exp: EXP };
  const token = await shared.sign({ alg, rsa_bits, environment: "live" }, "at+jwt", claims);
  const keys = createLocalJWKSet(await shared.jwks());
  const read = await jwtVerify(token, keys, { currentDate: new Date(NOW), algorithms: [alg] });
  expect(read.payload).toEqual(claims);
  expect(Object.keys(read.protectedHeader)).toEqual(["typ", "alg", "kid"]);
  expect(read.protectedHeader).toMatchObject({ typ: "at+jwt", alg });
  expect(token.split(".")[2]).toHaveLength(length);
  expect(await shared.verify(token, NOW)).toEqual({ typ: "at+jwt", claims });
});

test("MD-05 the published set has public members only, use, alg and the thumbprint as kid", async () => {
  const own = ring();
  for (const alg of ["RS256", "ES256", "EdDSA"] as const) await own.ensure({ ...LIVE, alg });
  const { keys } = await own.jwks();
  expect(keys.map((key) => Object.keys(key).sort().join(" "))).toEqual([
    "alg e kid kty n use",
    "alg crv kid kty use x y",
    "alg crv kid kty use x",
  ]);
  for (const key of keys) {
    expect(key.use).toBe("sig");
    expect(key.kid).toBe(await calculateJwkThumbprint(key));
  }
});

test("AT-11 no RSA key below 2048 bits is made", async () => {
  for (const rsa_bits of [512, 1024, 2047, 8192, Number.NaN]) {
    await expect(shared.sign({ alg: "RS256", rsa_bits, environment: "live" }, "JWT", {})).rejects.toThrow(
      RangeError,
    );
  }
});

test("an RSA signature does not block the event loop", async () => {
  const kind = { alg: "RS256", rsa_bits: 4096, environment: "live" } as const;
  await shared.ensure(kind);
  const state = { turns: 0, done: false };
  const token = shared.sign(kind, "JWT", { exp: EXP }).finally(() => (state.done = true));
  while (!state.done) {
    await new Promise(setImmediate);
    state.turns++;
  }
  await token;
  expect(state.turns).toBeGreaterThan(1);
});

describe("verify", () => {
  const kind = { ...LIVE, alg: "ES256" } as const;

  test("exp and nbf are judged by the given time", async () => {
    const token = await shared.sign(kind, "JWT", { nbf: NOW / 1000, exp: EXP });
    expect(await shared.verify(token, NOW)).not.toBeNull();
    expect(await shared.verify(token, NOW - 1000)).toBeNull();
    expect(await shared.verify(token, EXP * 1000 - 1)).not.toBeNull();
    expect(await shared.verify(token, EXP * 1000)).toBeNull();
    expect(await shared.verify(await shared.sign(kind, "JWT", {}), NOW)).toBeNull();
  });

  test("another server's token is nothing", async () => {
    expect(await shared.verify(await ring().sign(kind, "JWT", { exp: EXP }), NOW)).toBeNull();
  });

  test("a changed part is nothing", async () => {
    const [head = "", body = "", signature = ""] = (await shared.sign(kind, "JWT", { exp: EXP })).split(".");
    const other = Buffer.from(JSON.stringify({ exp: EXP, sub: "admin" })).toString("base64url");
    expect(await shared.verify(`${head}.${body}.${signature}`, NOW)).not.toBeNull();
    expect(await shared.verify(`${head}.${other}.${signature}`, NOW)).toBeNull();
    expect(await shared.verify(`${head}.${body}.${signature.slice(0, -4)}AAAA`, NOW)).toBeNull();
  });

  test("alg none, HS256 with the public key, and another algorithm under our kid are nothing", async () => {
    const token = await shared.sign({ ...LIVE, alg: "RS256" }, "JWT", { exp: EXP });
    const { kid } = decodeProtectedHeader(token);
    const key = (await shared.jwks()).keys.find((one) => one.kid === kid);
    const none = new UnsecuredJWT({ exp: EXP }).encode();
    const unsigned = `${text({ alg: "none", kid, typ: "JWT" })}.${text({ exp: EXP })}.`;
    const input = `${text({ alg: "HS256", kid, typ: "JWT" })}.${text({ exp: EXP })}`;
    const confused = `${input}.${createHmac("sha256", JSON.stringify(key)).update(input).digest("base64url")}`;
    const symmetric = await new SignJWT({ exp: EXP })
      .setProtectedHeader({ alg: "HS256", kid: kid ?? "", typ: "JWT" })
      .sign(Buffer.from(key?.n ?? "", "base64url"));
    const other = `${text({ alg: "PS256", kid, typ: "JWT" })}.${token.split(".").slice(1).join(".")}`;
    for (const bad of [none, unsigned, confused, symmetric, other])
      expect(await shared.verify(bad, NOW)).toBeNull();
  });

  test("a true PS256 signature by our own RSA key is nothing: a key has one algorithm", async () => {
    const store = memorySigningKeys();
    const random = { bytes: (size: number) => new Uint8Array(size) };
    const seal = sealer(new Uint8Array(32), random);
    const own = createKeyRing({ store, sealer: seal, clock: { now: () => NOW } });
    await own.ensure({ ...LIVE, alg: "RS256" });
    const { kid = "", private_sealed = "" } = store.rows[0] ?? {};
    const key = await importJWK(JSON.parse(seal.open(private_sealed, `signing-key:${kid}`)) as JWK, "PS256");
    const sign = (alg: string, by: typeof key): Promise<string> =>
      new SignJWT({ exp: EXP }).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(by);
    expect(await own.verify(await sign("PS256", key), NOW)).toBeNull();
    const right = await importJWK(
      JSON.parse(seal.open(private_sealed, `signing-key:${kid}`)) as JWK,
      "RS256",
    );
    expect(await own.verify(await sign("RS256", right), NOW)).not.toBeNull();
  });

  test("hostile input is null and never throws", async () => {
    const hostile: unknown[] = [
      "",
      ".",
      "..",
      "....",
      "a.b.c",
      "\0",
      "é.é.é",
      header({}),
      header(null),
      header([]),
      header({ kid: 7 }),
      header({ kid: {} }),
      header({ kid: "__proto__" }),
      header({ kid: "../../etc/passwd", alg: "ES256" }),
      `${header({ kid: "x" })}${"A".repeat(100_000)}`,
      undefined,
      null,
      7,
      {},
    ];
    for (const bad of hostile) expect(await shared.verify(bad as string, NOW)).toBeNull();
  });

  test("unknown kids make the store be read at most twenty times a second", async () => {
    let reads = 0;
    let now = NOW;
    const store = memorySigningKeys();
    const list = store.list.bind(store);
    store.list = () => (reads++, list());
    const random = { bytes: (size: number) => new Uint8Array(size) };
    const own = createKeyRing({
      store,
      sealer: sealer(new Uint8Array(32), random),
      clock: { now: () => now },
    });
    const stranger = await shared.sign(kind, "JWT", { exp: EXP });
    for (let index = 0; index < 1000; index++) await own.verify(stranger, NOW);
    expect(reads).toBe(1);
    now += 1000;
    for (let index = 0; index < 1000; index++) await own.verify(stranger, NOW);
    expect(reads).toBe(2);
  });
});
