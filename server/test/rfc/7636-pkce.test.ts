/** RFC 7636 — proof key for code exchange: what is accepted as a challenge, and what as its proof. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, askAuthorize, cheapPasswords, expectAccepted, expectToClient } from "../support/answers.ts";
import { authorizeUrl, getCode, postToken, redeem, s256, verifier, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let optional: TestApp;
let plain: TestApp;
let strict: TestApp;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
  optional = await server.addApp({ settings: { pkce: "optional" } });
  plain = await server.addApp({ settings: { pkce: "plain_allowed" } });
  strict = await server.addApp({ settings: { pkce: "s256_required" } });
});
afterAll(() => server.close());

const proven = { code_challenge: s256(), code_challenge_method: "S256" };

/** Asks with these, redeems with those; the answer of the token endpoint. */
async function exchange(
  app: TestApp,
  asked: Record<string, string>,
  proof: Record<string, string>,
): ReturnType<typeof postToken> {
  const code = await getCode(server, app, asked);
  const { client_id, client_secret, redirect_uri } = app;
  const fields = { grant_type: "authorization_code", client_id, client_secret, redirect_uri, code, ...proof };
  return postToken(server, fields);
}

test("PK-01 (RFC 7636 §4.6) S256 with its verifier gives a token, for every policy", async () => {
  for (const app of [optional, plain, strict])
    expect((await exchange(app, proven, { code_verifier: verifier })).status).toBe(200);
});

test("PK-01 (RFC 7636 Appendix B) the example of the RFC", () => {
  expect(s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  );
});

test.each([
  ["PK-02 another verifier", "x".repeat(43)],
  ["PK-02 one letter in another case", verifier.replace("B", "b")],
  ["PK-02 one character more", `${verifier}x`],
  ["PK-05 the challenge itself (RFC 7636 §4.6)", s256()],
  ["PK-05 the challenge of the challenge", s256(s256())],
])("%s is invalid_grant", async (_what, code_verifier) => {
  const answer = await exchange(optional, proven, { code_verifier });
  expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
  expect(answer.json).not.toHaveProperty("access_token");
});

test("PK-03 (RFC 9700 §2.1.1) a challenge was sent and no verifier comes: no token", async () => {
  for (const proof of [{}, { code_verifier: "" }]) {
    const answer = await exchange(optional, proven, proof);
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
  }
});

test("PK-04 (RFC 9700 §4.8.2) no challenge was sent and a verifier comes: invalid_request", async () => {
  const fresh = await server.addApp();
  const answer = await exchange(fresh, {}, { code_verifier: verifier });
  expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_request"]);
});

describe("PK-06 (RFC 7636 §4.4.1) who must send a challenge", () => {
  test.each(["s256_required", "plain_allowed", "optional"] as const)(
    "PK-06 a public client always (%s)",
    async (pkce) => {
      const app = await server.addApp({ token_endpoint_auth_method: "none", settings: { pkce } });
      expectToClient(await askAuthorize(server, app), server, "invalid_request");
      expectToClient(await askAuthorize(server, app, { code_challenge: "" }), server, "invalid_request");
      expectAccepted(await askAuthorize(server, app, proven));
    },
  );

  test("PK-06 a confidential one unless it is optional", async () => {
    expectToClient(await askAuthorize(server, strict), server, "invalid_request");
    expectToClient(await askAuthorize(server, plain), server, "invalid_request");
    expectAccepted(await askAuthorize(server, await server.addApp()));
  });
});

describe("PK-07 (RFC 7636 §4.3) without a method", () => {
  test("PK-07 it is plain where plain is allowed", async () => {
    const app = await server.addApp({ settings: { pkce: "plain_allowed" } });
    expect((await exchange(app, { code_challenge: verifier }, { code_verifier: verifier })).status).toBe(200);
    expect((await exchange(app, { code_challenge: s256() }, { code_verifier: verifier })).json["error"]).toBe(
      "invalid_grant",
    );
  });

  test("PK-07 it is invalid_request where plain is not", async () => {
    expectToClient(await askAuthorize(server, strict, { code_challenge: s256() }), server, "invalid_request");
    const named = { code_challenge: verifier, code_challenge_method: "plain" };
    expectToClient(await askAuthorize(server, strict, named), server, "invalid_request");
  });
});

test.each([
  "x".repeat(42),
  "x".repeat(129),
  "",
  `${"x".repeat(43)}\n`,
  `${"x".repeat(42)}\n${"x".repeat(42)}`,
  `${"x".repeat(42)}+`,
  `${"x".repeat(42)}=`,
  `${"x".repeat(42)}é`,
  ` ${"x".repeat(43)}`,
])(
  "PK-08 (RFC 7636 §4.1) the verifier %j is refused before it is hashed, whatever its challenge",
  async (code_verifier) => {
    const app = await server.addApp();
    const asked = { code_challenge: s256(code_verifier), code_challenge_method: "S256" };
    const answer = await exchange(app, asked, { code_verifier });
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
  },
);

test("PK-08 43 and 128 unreserved characters are a verifier", async () => {
  for (const text of [verifier, "-._~".repeat(32)]) {
    const asked = { code_challenge: s256(text), code_challenge_method: "S256" };
    expect((await exchange(optional, asked, { code_verifier: text })).status).toBe(200);
  }
});

test.each([
  s256().slice(1),
  `${s256()}A`,
  `${s256()}=`,
  `+${s256().slice(1)}`,
  `/${s256().slice(1)}`,
  `.${s256().slice(1)}`,
  `${s256()}\n`,
  `${s256().slice(1)}é`,
  "x".repeat(4000),
])("PK-09 (RFC 7636 §4.2) the S256 challenge %j is invalid_request", async (code_challenge) => {
  const answer = await askAuthorize(server, optional, { code_challenge, code_challenge_method: "S256" });
  expectToClient(answer, server, "invalid_request");
});

test.each(["s256", "SHA256", "S512", "none", "PLAIN", "plain ", "plain\nS256", "S256,plain", "null"])(
  "AR-24 PK-14 (RFC 7636 §4.4.1) the method %j is invalid_request, and never counts as plain",
  async (code_challenge_method) => {
    for (const app of [strict, plain, await server.addApp()])
      expectToClient(
        await askAuthorize(server, app, { code_challenge: verifier, code_challenge_method }),
        server,
        "invalid_request",
      );
  },
);

test("AR-24 a method without a challenge is invalid_request", async () => {
  for (const code_challenge_method of ["S256", "plain"])
    expectToClient(
      await askAuthorize(server, await server.addApp(), { code_challenge_method }),
      server,
      "invalid_request",
    );
});

test("PK-11 (RFC 7636 §4.4) the challenge is in no answer, page, token or log line", async () => {
  const code_verifier = "a-verifier-that-nothing-else-in-this-file-uses.~";
  const code_challenge = s256(code_verifier);
  const asked = { ...proven, code_challenge };
  const seen: unknown[] = [];
  const good = await askAuthorize(server, optional, asked);
  seen.push(good.location, good.html, [...good.headers]);
  const bad = await askAuthorize(server, optional, { ...asked, scope: "nonsense" });
  seen.push(bad.location, bad.html);
  const misled = await askAuthorize(server, optional, { ...asked, redirect_uri: "https://evil.example/" });
  seen.push(misled.html);
  const dry = await ask(server, authorizeUrl(server, optional, asked), {
    headers: { accept: "application/json" },
  });
  expect(JSON.parse(dry.html)).toMatchObject({ valid: true });
  seen.push(dry.html);
  const wrong = await exchange(optional, asked, { code_verifier: verifier });
  seen.push(wrong.json);
  const right = await exchange(optional, asked, { code_verifier });
  expect(right.status).toBe(200);
  const tokens = right.json as unknown as Tokens;
  seen.push(
    right.json,
    Buffer.from(tokens.access_token.split(".")[1] ?? "", "base64url").toString(),
    server.lines,
  );
  for (const text of [code_challenge, code_verifier]) expect(JSON.stringify(seen)).not.toContain(text);
});

test("PK-13 (RFC 9700 §2.1.1, RFC 8414 §2) the metadata names plain exactly as long as some client may use it", async () => {
  const alone = await startServer();
  cheapPasswords(alone);
  const methods = async (): Promise<unknown> =>
    (
      (await (await fetch(`${alone.origin}/.well-known/oauth-authorization-server`)).json()) as Record<
        string,
        unknown
      >
    )["code_challenge_methods_supported"];
  try {
    const tight = await alone.addApp({ settings: { pkce: "s256_required" } });
    expect(await methods()).toEqual(["S256"]);
    const named = { code_challenge: verifier, code_challenge_method: "plain" };
    expectToClient(await askAuthorize(alone, tight, named), alone, "invalid_request");
    const loose = await alone.addApp({ settings: { pkce: "plain_allowed" } });
    expect(await methods()).toEqual(["S256", "plain"]);
    expectAccepted(await askAuthorize(alone, loose, named));
    // It has used S256 now and may not go back: nobody is left who may use plain.
    await redeem(alone, loose, await getCode(alone, loose, proven), { code_verifier: verifier });
    expect(await methods()).toEqual(["S256"]);
    expectToClient(await askAuthorize(alone, loose, named), alone, "invalid_request");
  } finally {
    await alone.close();
  }
});
