/** RFC 9449 §7 — tokens that are bound to a key: the proof, its faults, replay, nonces, and no way down to a bearer token. */
import { createHash, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createNonces, memoryReplays } from "../src/index.ts";
import type { GuardOptions, Verdict } from "../src/index.ts";
import {
  API,
  CLAIMS,
  call,
  EC,
  EC_NEXT,
  ED,
  forge,
  makeGuard,
  makeWorld,
  RSA,
  SECONDS,
  short,
  START,
  token,
} from "./support/issuer.ts";
import type { Json, Key } from "./support/issuer.ts";

/** The client's key: any key pair will do. */
const CLIENT = EC_NEXT;

const MEMBERS: Record<string, readonly string[]> = {
  EC: ["crv", "kty", "x", "y"],
  OKP: ["crv", "kty", "x"],
  RSA: ["e", "kty", "n"],
};
const publicPart = ({ jwk }: Key): Json =>
  Object.fromEntries((MEMBERS[String(jwk["kty"])] ?? []).map((name) => [name, jwk[name]]));
/** RFC 7638 §3. */
const thumbprint = (key: Key): string =>
  createHash("sha256")
    .update(JSON.stringify(publicPart(key)))
    .digest("base64url");
const ath = (text: string): string => createHash("sha256").update(text).digest("base64url");

const bound = (key: Key = CLIENT): string => token({ cnf: { jkt: thumbprint(key) } });

function proof(jwt: string, changes: Json = {}, more: Json = {}, key: Key = CLIENT): string {
  const claims = {
    jti: randomUUID(),
    htm: "GET",
    htu: `${API}/bookings`,
    iat: SECONDS,
    ath: ath(jwt),
    ...changes,
  };
  return forge({ typ: "dpop+jwt", alg: key.alg, jwk: publicPart(key), ...more }, claims, key);
}

const guardOf = (dpop?: GuardOptions["dpop"], more: Partial<GuardOptions> = {}) =>
  makeGuard(makeWorld(), { ...(dpop === undefined ? {} : { dpop }), ...more });
const guard = guardOf();
const send = (jwt: string, dpop: string | null, line = "GET /bookings", by = guard): Promise<Verdict> =>
  call(by, line, `DPoP ${jwt}`, dpop === null ? {} : { dpop });
const challenged = (verdict: Verdict): string =>
  verdict.ok ? "" : (verdict.challenge.headers["www-authenticate"] ?? "");

describe("a proof", () => {
  test("DP-01 a bound token with its proof passes, and the access says which key", async () => {
    const jwt = bound();
    const verdict = await send(jwt, proof(jwt));
    expect(verdict).toMatchObject({ ok: true, access: { jkt: thumbprint(CLIENT), person: "person-1" } });
    // The token is remembered now; each further call needs its own proof all the same.
    expect(short(await send(jwt, proof(jwt)))).toBe("pass");
    expect(short(await send(jwt, null))).toBe("401 dpop_missing");
  });

  test.each([RSA, EC, ED])("DP-01 keys of $alg work", async (key) => {
    const jwt = bound(key);
    expect(short(await send(jwt, proof(jwt, {}, {}, key)))).toBe("pass");
  });

  const faults: [string, (jwt: string) => string, string][] = [
    ["typ", (jwt) => proof(jwt, {}, { typ: "JWT" }), "dpop_malformed"],
    ["alg none", (jwt) => proof(jwt, {}, { alg: "none" }), "dpop_malformed"],
    ["alg HS256", (jwt) => proof(jwt, {}, { alg: "HS256" }), "dpop_malformed"],
    ["no key", (jwt) => proof(jwt, {}, { jwk: undefined }), "dpop_malformed"],
    ["a private key", (jwt) => proof(jwt, {}, { jwk: { ...publicPart(CLIENT), d: "x" } }), "dpop_malformed"],
    ["crit", (jwt) => proof(jwt, {}, { crit: ["x"], x: 1 }), "dpop_malformed"],
    ["another key signed", (jwt) => proof(jwt, {}, { jwk: publicPart(EC) }), "dpop_signature"],
    ["htm", (jwt) => proof(jwt, { htm: "POST" }), "dpop_target"],
    ["htu of another path", (jwt) => proof(jwt, { htu: `${API}/me` }), "dpop_target"],
    ["htu of another host", (jwt) => proof(jwt, { htu: "https://evil.example/bookings" }), "dpop_target"],
    ["iat 61 s ago", (jwt) => proof(jwt, { iat: SECONDS - 61 }), "dpop_time"],
    ["iat 61 s ahead", (jwt) => proof(jwt, { iat: SECONDS + 61 }), "dpop_time"],
    ["no jti", (jwt) => proof(jwt, { jti: undefined }), "dpop_malformed"],
    ["no ath", (jwt) => proof(jwt, { ath: undefined }), "dpop_token"],
    ["ath of another token", (jwt) => proof(jwt, { ath: ath("x") }), "dpop_token"],
    ["two proofs", (jwt) => `${proof(jwt)}, ${proof(jwt)}`, "dpop_many"],
    [
      "a good proof by a key that the token is not bound to",
      (jwt) => proof(jwt, {}, {}, EC),
      "dpop_key_differs",
    ],
  ];
  test.each(faults)(
    "DP-01 wrong %s: 401, and the challenge is DPoP's (RFC 9449 §7.1)",
    async (_what, make, reason) => {
      const jwt = bound();
      const verdict = await send(jwt, make(jwt));
      expect(short(verdict)).toBe(`401 ${reason}`);
      expect(challenged(verdict)).toMatch(/^DPoP realm=.*error="(invalid_dpop_proof|invalid_token)".*algs="/);
    },
  );

  test("DP-06 iat 10 s before and after now is accepted", async () => {
    const jwt = bound();
    for (const away of [-60, -10, 10, 60])
      expect(short(await send(jwt, proof(jwt, { iat: SECONDS + away })))).toBe("pass");
  });

  test("DP-01 the query does not count, an origin of one's own does", async () => {
    const jwt = bound();
    expect(short(await send(jwt, proof(jwt), "GET /bookings?page=2"))).toBe("pass");
    const behind = guardOf({ origin: "https://gate.example/v1/" });
    const htu = "https://gate.example/v1/bookings";
    expect(short(await send(jwt, proof(jwt, { htu }), "GET /bookings", behind))).toBe("pass");
    expect(short(await send(jwt, proof(jwt), "GET /bookings", behind))).toBe("401 dpop_target");
  });
});

describe("replay", () => {
  test("DP-02 a proof works once, until it is too old by itself (RFC 9449 §11.1)", async () => {
    const world = makeWorld();
    const own = makeGuard(world);
    const jwt = bound();
    const once = proof(jwt, { iat: SECONDS + 60 });
    expect(short(await send(jwt, once, "GET /bookings", own))).toBe("pass");
    expect(short(await send(jwt, once, "GET /bookings", own))).toBe("401 dpop_replayed");
    world.now = START + 120_000;
    expect(short(await send(jwt, once, "GET /bookings", own))).toBe("401 dpop_replayed");
    world.now = START + 121_000;
    expect(short(await send(jwt, once, "GET /bookings", own))).toBe("401 dpop_time");
  });

  test("DP-02 two nodes with one store believe a proof once; a store that is away is 503", async () => {
    const replay = memoryReplays(() => START);
    const nodes = [guardOf({ replay }), guardOf({ replay })];
    const jwt = bound();
    const once = proof(jwt);
    const verdicts = await Promise.all(nodes.map((node) => send(jwt, once, "GET /bookings", node)));
    expect(verdicts.map(short).sort()).toEqual(["401 dpop_replayed", "pass"]);
    const away = guardOf({ replay: { claim: () => Promise.reject(new Error("away")) } });
    expect(short(await send(jwt, proof(jwt), "GET /bookings", away))).toBe("503 guard_failed");
  });
});

describe("no way down", () => {
  test("DP-08 RS-08 a bound token as Bearer is refused, with its proof too (RFC 9449 §7.2)", async () => {
    const jwt = bound();
    for (const more of [{}, { dpop: proof(jwt) }]) {
      const verdict = await call(guard, "GET /bookings", `Bearer ${jwt}`, more);
      expect(short(verdict)).toBe("401 sender_constrained");
      expect(challenged(verdict)).toMatch(/^DPoP .*error="invalid_token".*algs="/);
    }
  });

  test("DP-08 a plain token under the scheme DPoP is refused; where keys are required, always", async () => {
    const jwt = token();
    expect(short(await send(jwt, proof(jwt)))).toBe("401 token_not_bound");
    const strict = guardOf({ required: true });
    expect(short(await call(strict, "GET /bookings", `Bearer ${jwt}`))).toBe("401 dpop_required");
    const good = bound();
    expect(short(await send(good, proof(good), "GET /bookings", strict))).toBe("pass");
  });

  test("RS-08 switched off, or bound in a way that cannot be proven here: refused", async () => {
    const jwt = bound();
    const off = guardOf(false);
    expect(short(await send(jwt, proof(jwt), "GET /bookings", off))).toBe("401 no_token");
    expect(short(await call(off, "GET /bookings", `Bearer ${jwt}`))).toBe("401 sender_constrained");
    for (const cnf of [
      { "x5t#S256": "x" },
      { jkt: thumbprint(CLIENT), "x5t#S256": "x" },
      {},
      "x",
      { jkt: 1 },
    ]) {
      const other = token({ cnf });
      expect(short(await send(other, proof(other)))).toBe("401 sender_constrained");
    }
  });

  test("RS-02 an API that has set DPoP up names it to newcomers, and in its metadata (RFC 9728 §2)", async () => {
    const announcing = guardOf({ algorithms: ["ES256"], required: true }, { resource: true });
    const verdict = await call(announcing, "GET /bookings", null);
    expect(challenged(verdict)).toMatch(/^Bearer realm=.*, DPoP algs="ES256"$/);
    expect(announcing.protectedResource?.document).toMatchObject({
      dpop_signing_alg_values_supported: ["ES256"],
      dpop_bound_access_tokens_required: true,
    });
    const jwt = bound(RSA);
    expect(short(await send(jwt, proof(jwt, {}, {}, RSA), "GET /bookings", announcing))).toBe(
      "401 dpop_malformed",
    );
    expect(() => guardOf({}, { audience: "bookings" })).toThrow("dpop.origin");
    expect(() => guardOf({ algorithms: ["HS256"] })).toThrow("dpop.algorithms");
  });
});

describe("opaque tokens and nonces", () => {
  test("DP-03 an introspected token is bound as well", async () => {
    const world = makeWorld();
    const { exp } = CLAIMS;
    const introspection = { client_id: "api", client_secret: "s" };
    const own = makeGuard(world, { profiles: ["opaque"], introspection });
    const cnf = { jkt: thumbprint(CLIENT) };
    world.answer = { active: true, ...CLAIMS, exp, token_type: "DPoP", cnf };
    const opaque = "gha_live_opaque";
    expect(short(await send(opaque, proof(opaque), "GET /bookings", own))).toBe("pass");
    expect(short(await send(opaque, null, "GET /bookings", own))).toBe("401 dpop_missing");
    expect(short(await call(own, "GET /bookings", `Bearer ${opaque}`))).toBe("401 sender_constrained");
  });

  test("DP-07 an API with nonces asks for one, takes it for a while, and gives the next (RFC 9449 §9)", async () => {
    const world = makeWorld();
    const nonces = createNonces(new Uint8Array(32).fill(1), () => world.now);
    const own = makeGuard(world, { dpop: { nonces } });
    const jwt = bound();
    const first = await send(jwt, proof(jwt), "GET /bookings", own);
    expect(short(first)).toBe("401 dpop_nonce");
    expect(challenged(first)).toContain('error="use_dpop_nonce"');
    const nonce = first.ok ? "" : first.challenge.headers["dpop-nonce"];
    const good = await send(jwt, proof(jwt, { nonce }), "GET /bookings", own);
    expect(good).toMatchObject({ ok: true, headers: { "dpop-nonce": nonce } });
    expect(short(await send(jwt, proof(jwt, { nonce: "mine" }), "GET /bookings", own))).toBe(
      "401 dpop_nonce",
    );
    world.now += 600_000;
    const late = token({ cnf: { jkt: thumbprint(CLIENT) }, exp: SECONDS + 3600 });
    const old = proof(late, { nonce, iat: SECONDS + 600 });
    expect(short(await send(late, old, "GET /bookings", own))).toBe("401 dpop_nonce");
    expect(() => createNonces(new Uint8Array(31), () => START)).toThrow("32 bytes");
  });
});
