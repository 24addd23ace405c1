/** RS-06 — the hostile JOSE corpus: every forged or foreign token is refused, quickly, and none of them is a 500. */
import { createHmac, createPublicKey, generateKeyPairSync } from "node:crypto";
import { CompactEncrypt, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import * as issuer from "./support/issuer.ts";
import {
  API,
  b64,
  CLAIMS,
  EC,
  ED,
  forge,
  header,
  ISSUER,
  passport,
  PASSPORT,
  RSA,
  SECONDS,
  token,
} from "./support/issuer.ts";

const world = issuer.makeWorld();
const guard = issuer.makeGuard(world, { profiles: ["rfc9068", "passport"] });
const say = async (jwt: string): Promise<string> =>
  issuer.short(await issuer.call(guard, "GET /bookings", `Bearer ${jwt}`));

const [h = "", p = "", s = ""] = token().split(".");
const text = (changes: issuer.Json): string => JSON.stringify({ ...CLAIMS, ...changes });
const publicPem = createPublicKey(RSA.secret).export({ format: "pem", type: "spki" });
function hmac(secret: string, alg: string, kid: string): string {
  const input = `${b64(JSON.stringify({ typ: "at+jwt", alg, kid }))}.${p}`;
  return `${input}.${b64(createHmac("sha256", secret).update(input).digest())}`;
}
const stranger = { ...EC, secret: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey };
const strangerJwk = { ...EC.jwk };

const CORPUS: [string, string, string][] = [
  ["alg none, no signature", `${b64('{"typ":"at+jwt","alg":"none","kid":"ec-1"}')}.${p}.`, "malformed_token"],
  [
    "alg none, any signature",
    `${b64('{"typ":"at+jwt","alg":"none","kid":"ec-1"}')}.${p}.${s}`,
    "algorithm_refused",
  ],
  ["alg nOnE", `${b64('{"typ":"at+jwt","alg":"nOnE","kid":"ec-1"}')}.${p}.${s}`, "algorithm_refused"],
  ["HS256 with the RSA key's PEM", hmac(publicPem, "HS256", "rsa-1"), "algorithm_refused"],
  ["HS256 with the JWK text", hmac(JSON.stringify(RSA.jwk), "HS256", "rsa-1"), "algorithm_refused"],
  ["RS256 named over an HMAC", hmac(publicPem, "RS256", "rsa-1"), "untrusted_signature"],
  ["RS256 header over the EC key", forge(header(EC, { alg: "RS256" }), CLAIMS), "untrusted_signature"],
  ["ES256 header over the RSA key", forge(header(RSA, { alg: "ES256" }), CLAIMS, RSA), "untrusted_signature"],
  ["an algorithm not configured", forge(header(RSA, { alg: "PS384" }), CLAIMS, RSA), "algorithm_refused"],
  ["alg is an array", forge(header(EC, { alg: ["ES256"] }), CLAIMS), "algorithm_refused"],
  ["alg missing", forge({ typ: "at+jwt", kid: "ec-1" }, CLAIMS), "algorithm_refused"],
  ["crit unknown", forge(header(EC, { crit: ["exp"] }), CLAIMS), "header_refused"],
  ["crit empty", forge(header(EC, { crit: [] }), CLAIMS), "header_refused"],
  ["b64 false", forge(header(EC, { b64: false, crit: ["b64"] }), CLAIMS), "header_refused"],
  ["b64 false without crit", forge(header(EC, { b64: false }), CLAIMS), "header_refused"],
  ["zip", forge(header(EC, { zip: "DEF" }), CLAIMS), "header_refused"],
  ["own key in jwk", forge(header(EC, { jwk: strangerJwk }), CLAIMS, stranger), "header_refused"],
  [
    "own keys in jku",
    forge(header(EC, { jku: "https://evil.example/jwks" }), CLAIMS, stranger),
    "header_refused",
  ],
  [
    "own chain in x5u",
    forge(header(EC, { x5u: "https://evil.example/x" }), CLAIMS, stranger),
    "header_refused",
  ],
  ["own chain in x5c", forge(header(EC, { x5c: ["AAAA"] }), CLAIMS, stranger), "header_refused"],
  ["kid missing", forge({ typ: "at+jwt", alg: "ES256" }, CLAIMS), "header_refused"],
  ["kid a number", forge(header(EC, { kid: 1 }), CLAIMS), "header_refused"],
  ["kid empty", forge(header(EC, { kid: "" }), CLAIMS), "header_refused"],
  ["kid huge", forge(header(EC, { kid: "k".repeat(5000) }), CLAIMS), "header_refused"],
  ["kid path traversal", forge(header(EC, { kid: "../../../dev/null" }), CLAIMS), "unknown_key"],
  ["kid SQL", forge(header(EC, { kid: "' UNION SELECT 'x" }), CLAIMS), "unknown_key"],
  ["kid URL", forge(header(EC, { kid: "https://evil.example/jwks.json" }), CLAIMS), "unknown_key"],
  ["kid __proto__", forge(`{"typ":"at+jwt","alg":"ES256","kid":"__proto__"}`, CLAIMS), "unknown_key"],
  ["kid constructor", forge(header(EC, { kid: "constructor" }), CLAIMS), "unknown_key"],
  ["another key under our kid", forge(header(EC), CLAIMS, stranger), "untrusted_signature"],
  ["zero signature (psychic)", `${h}.${p}.${b64(new Uint8Array(64))}`, "untrusted_signature"],
  ["no signature", `${h}.${p}.`, "malformed_token"],
  ["no signature part", `${h}.${p}`, "malformed_token"],
  ["four parts", `${h}.${p}.${s}.${s}`, "malformed_token"],
  ["truncated", token().slice(0, -1), "malformed_token"],
  ["extended", `${token()}A`, "untrusted_signature"],
  ["padding", `${token()}==`, "malformed_token"],
  ["payload exchanged", `${h}.${b64(text({ scope: "bookings:delete" }))}.${s}`, "untrusted_signature"],
  ["header exchanged", `${b64(JSON.stringify(header(EC, { x: 1 })))}.${p}.${s}`, "untrusted_signature"],
  ["typ missing", forge({ alg: "ES256", kid: "ec-1" }, CLAIMS), "token_type_refused"],
  ["typ of an ID token over our claims", forge(header(EC, { typ: "JWT" }), CLAIMS), "bad_claims"],
  ["typ logout+jwt", forge(header(EC, { typ: "logout+jwt" }), CLAIMS), "token_type_refused"],
  ["typ an array", forge(header(EC, { typ: ["at+jwt"] }), CLAIMS), "token_type_refused"],
  [
    "duplicate header name",
    forge('{"typ":"at+jwt","alg":"ES256","kid":"x","kid":"ec-1"}', CLAIMS),
    "malformed_token",
  ],
  ["duplicate claim", forge(header(EC), text({}).replace("{", '{"sub":"person-2",')), "bad_claims"],
  [
    "duplicate claim, escaped",
    forge(header(EC), text({}).replace("{", String.raw`{"\u0073ub":"p",`)),
    "bad_claims",
  ],
  [
    "duplicate __proto__",
    forge(header(EC), text({}).replace("{", '{"__proto__":1,"__proto__":2,')),
    "bad_claims",
  ],
  ["payload an array", forge(header(EC), "[]"), "bad_claims"],
  ["payload null", forge(header(EC), "null"), "bad_claims"],
  ["payload empty object", forge(header(EC), "{}"), "wrong_issuer"],
  ["payload not UTF-8", forge(header(EC), new Uint8Array([0x7b, 0xff, 0x7d])), "bad_claims"],
  ["payload with BOM", forge(header(EC), `\uFEFF${text({})}`), "bad_claims"],
  ["payload deep", forge(header(EC), `${"[".repeat(5000)}${"]".repeat(5000)}`), "bad_claims"],
  ["claims through __proto__", forge(header(EC), `{"__proto__":${text({})}}`), "wrong_issuer"],
  ["exp missing", token({ exp: undefined }), "bad_claims"],
  ["exp a string", token({ exp: String(SECONDS + 600) }), "bad_claims"],
  ["exp null (NaN)", token({ exp: Number.NaN }), "bad_claims"],
  ["exp NaN spelled", forge(header(EC), text({}).replace(/"exp":\d+/, '"exp":NaN')), "bad_claims"],
  ["exp 1e308", forge(header(EC), text({}).replace(/"exp":\d+/, '"exp":1e308')), "bad_claims"],
  ["exp 1e400", forge(header(EC), text({}).replace(/"exp":\d+/, '"exp":1e400')), "bad_claims"],
  ["exp a fraction", token({ exp: SECONDS + 0.5 }), "bad_claims"],
  ["exp negative", token({ exp: -1 }), "bad_claims"],
  ["exp an array", token({ exp: [SECONDS + 600] }), "bad_claims"],
  ["exp now", token({ exp: SECONDS }), "token_expired"],
  ["exp a second ago", token({ exp: SECONDS - 1 }), "token_expired"],
  ["nbf beyond the tolerance", token({ nbf: SECONDS + 6 }), "token_not_yet_valid"],
  ["nbf a string", token({ nbf: "0" }), "bad_claims"],
  ["iat missing", token({ iat: undefined }), "bad_claims"],
  ["iat a string", token({ iat: "1" }), "bad_claims"],
  ["jti missing", token({ jti: undefined }), "bad_claims"],
  ["iss missing", token({ iss: undefined }), "wrong_issuer"],
  ["iss with a slash", token({ iss: `${ISSUER}/` }), "wrong_issuer"],
  ["iss an array", token({ iss: [ISSUER] }), "wrong_issuer"],
  ["aud missing", token({ aud: undefined }), "wrong_audience"],
  ["aud another API", token({ aud: "https://other.example" }), "wrong_audience"],
  ["aud with a slash", token({ aud: `${API}/` }), "wrong_audience"],
  ["aud a prefix", token({ aud: `${API}.evil.example` }), "wrong_audience"],
  ["aud the client", token({ aud: "app-1" }), "wrong_audience"],
  ["aud array, foreign first", token({ aud: ["https://other.example", API] }), "wrong_audience"],
  ["aud array, ours first", token({ aud: [API, "https://other.example"] }), "wrong_audience"],
  ["sub missing", token({ sub: undefined }), "bad_claims"],
  ["sub empty", token({ sub: "" }), "bad_claims"],
  ["sub an object", token({ sub: {} }), "bad_claims"],
  ["sub_type missing", token({ sub_type: undefined }), "bad_claims"],
  ["sub_type invented", token({ sub_type: "admin" }), "bad_claims"],
  ["a machine that names a person", token({ sub_type: "client", sub: "person-1" }), "bad_claims"],
  ["client_id missing", token({ client_id: undefined }), "bad_claims"],
  ["scope an array", token({ scope: ["bookings:read"] }), "bad_claims"],
  ["scope missing", token({ scope: undefined }), "bad_claims"],
  ["env missing", token({ env: undefined }), "bad_claims"],
  ["RS-08 bound to a DPoP key", token({ cnf: { jkt: "x" } }), "sender_constrained"],
  ["RS-08 bound to a certificate", token({ cnf: { "x5t#S256": "x" } }), "sender_constrained"],
  ["passport: aud is not the client", passport({ aud: API }), "wrong_audience"],
  ["passport: client_id missing", passport({ client_id: undefined }), "bad_claims"],
  ["passport: scopes a string", passport({ scopes: "bookings:read" }), "bad_claims"],
  ["passport: is_test missing", passport({ is_test: undefined }), "bad_claims"],
  ["passport: iss missing (as on page 002)", passport({ iss: undefined }), "wrong_issuer"],
  ["passport: cnf", passport({ cnf: {} }), "sender_constrained"],
  ["passport: expired by a fraction", passport({ exp: SECONDS - 0.5 }), "token_expired"],
  ["passport claims in at+jwt", forge(header(EC), PASSPORT), "bad_claims"],
  [
    "AT-06 an ID token",
    forge(header(EC, { typ: "JWT" }), {
      iss: ISSUER,
      aud: "app-1",
      sub: "person-1",
      iat: SECONDS,
      exp: SECONDS + 9,
    }),
    "bad_claims",
  ],
  ["a refresh token", "fam_1.3.bWFj", "malformed_token"],
  ["an opaque token", "gh_at_0123456789", "malformed_token"],
  ["dots", "...", "malformed_token"],
  ["many dots", ".".repeat(9000), "malformed_token"],
  ["zeros", "A".repeat(16_000), "malformed_token"],
];

describe("hostile tokens", () => {
  test.each(CORPUS)("RS-06 %s: 401", async (_name, jwt, reason) => {
    expect(await say(jwt)).toBe(`401 ${reason}`);
  });

  test("RS-06 100 kB: refused by its size, before anything is decoded", async () => {
    expect(await say(forge(header(EC), text({ pad: "x".repeat(75_000) })))).toBe("401 token_too_long");
  });

  test("RS-06 a JWE, also one that unpacks to much", async () => {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, [
      "encrypt",
      "decrypt",
    ]);
    const jwe = await new CompactEncrypt(Buffer.from("x".repeat(9000)))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(key);
    expect(await say(jwe.slice(0, 15_000))).toBe("401 malformed_token");
    const bomb = `${b64('{"alg":"dir","enc":"A256GCM","zip":"DEF"}')}..AAAA.${"A".repeat(12_000)}.AAAA`;
    expect(await say(bomb)).toBe("401 malformed_token");
  });

  test("RS-06 a spelling with spare bits is another token, and is refused", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const jwt = token();
    const twin = jwt.slice(0, -1) + (alphabet[alphabet.indexOf(jwt.at(-1) ?? "") ^ 1] ?? "");
    expect(Buffer.from(twin.split(".")[2] ?? "", "base64url")).toEqual(
      Buffer.from(jwt.split(".")[2] ?? "", "base64url"),
    );
    expect(await say(twin)).toBe("401 malformed_token");
  });

  test("RS-06 every one is refused in less than 5 ms of CPU", async () => {
    await say(token());
    const begin = process.cpuUsage();
    for (const [, jwt] of CORPUS) await say(jwt);
    const { user, system } = process.cpuUsage(begin);
    expect((user + system) / CORPUS.length).toBeLessThan(5000);
  });
});

describe("good tokens", () => {
  test.each([
    ["RS256", RSA],
    ["ES256", EC],
    ["EdDSA", ED],
  ])("RS-01 %s", async (_alg, key) => {
    expect(await say(token({}, key))).toBe("pass");
  });

  test("signed by jose, with the media type written out", async () => {
    const jwt = await new SignJWT(CLAIMS)
      .setProtectedHeader({ typ: "application/at+JWT", alg: "ES256", kid: "ec-1" })
      .sign(EC.secret);
    expect(await say(jwt)).toBe("pass");
  });

  test("nbf within the tolerance, exp in the last second, a lone audience in an array", async () => {
    expect(await say(token({ nbf: SECONDS + 5, exp: SECONDS + 1, aud: [API] }))).toBe("pass");
  });

  test("the Passport shape, also with the fractions of page 002", async () => {
    expect(await say(passport({ iat: SECONDS - 0.4, nbf: SECONDS - 0.4, exp: SECONDS + 0.5 }))).toBe("pass");
  });

  test("a profile that is not named is refused", async () => {
    const only = issuer.makeGuard(world);
    expect(issuer.short(await issuer.call(only, "GET /bookings", `Bearer ${passport()}`))).toBe(
      "401 token_type_refused",
    );
  });
});
