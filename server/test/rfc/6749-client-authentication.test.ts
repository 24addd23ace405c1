/** RFC 6749 §2.3 — how a client proves itself, at every endpoint that asks it to. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newClientSecret } from "../../src/oauth/clients/register.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post, type Answer } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let other: TestApp;
let open: TestApp;
const grant = { grant_type: "client_credentials" };

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
  other = await server.addApp();
  open = await server.addApp({
    application_type: "native",
    token_endpoint_auth_method: "none",
    grant_types: ["authorization_code", "refresh_token"],
  });
});
afterAll(() => server.close());

const header = (authorization: string, fields: Record<string, string> = grant): Promise<Answer> =>
  post(server, "/oauth/token", fields, { authorization });
const raw = (text: string | Uint8Array): string => `Basic ${Buffer.from(text).toString("base64")}`;
const inBody = (fields: Record<string, string>): Promise<Answer> =>
  post(server, "/oauth/token", { ...grant, ...fields });

describe("RFC 6749 §2.3.1 header and body", () => {
  test.each(["client_secret_basic", "client_secret_post"] as const)(
    "TK-10 a client registered for %s works with both (decision 6)",
    async (token_endpoint_auth_method) => {
      const one = await server.addApp({ token_endpoint_auth_method });
      expect((await inBody(one as never)).status).toBe(200);
      expect((await header(basic(one.client_id, one.client_secret))).status).toBe(200);
    },
  );

  test.each(["Basic", "basic", "BASIC", "bAsIc"])("TK-09 the scheme is written %s", async (scheme) => {
    const { client_id, client_secret } = app;
    const authorization = basic(client_id, client_secret).replace("Basic", scheme);
    expect((await header(authorization)).status).toBe(200);
  });

  test("TK-06 header and body secret together are invalid_request, even when both are right (RFC 6749 §2.3)", async () => {
    const { client_id, client_secret } = app;
    const answer = await header(basic(client_id, client_secret), { ...grant, client_secret });
    expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });

  test("TK-07 a header for one client and a body for another is invalid_request", async () => {
    const authorization = basic(app.client_id, app.client_secret);
    const mixed = await header(authorization, { ...grant, client_id: other.client_id });
    expect(mixed).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    const same = await header(authorization, { ...grant, client_id: app.client_id });
    expect(same.status).toBe(200);
  });
});

describe("RFC 6749 §2.3.1, RFC 7617 form encoding", () => {
  test("TK-08 id and secret are form-decoded: percent, plus, UTF-8", async () => {
    const { store, ports } = server.gatehouse;
    const secret = "a b+c%d:é/ü€😀";
    await store.registry.addSecret(app.client_id, {
      id: "sec_odd",
      hash: ports.secretDigest(secret),
      last4: "odd",
      label: "odd",
    });
    expect((await header(basic(app.client_id, secret))).status).toBe(200);
    const encoded = "a%20b%2Bc%25d%3A%C3%A9%2F%c3%bc%E2%82%AC%F0%9F%98%80";
    expect((await header(raw(`${app.client_id.replaceAll("_", "%5F")}:${encoded}`))).status).toBe(200);
    // A colon needs no encoding in the secret: only the first one separates.
    expect((await header(raw(`${app.client_id}:a+b%2Bc%25d:é%2Fü€😀`))).status).toBe(200);
    expect((await header(raw(`${app.client_id}:${secret}`))).status).toBe(401);
  });

  const broken: [string, (id: string, secret: string) => string][] = [
    ["nothing after the scheme", () => "Basic"],
    ["empty base64", () => "Basic ="],
    ["not base64", () => "Basic !!!!"],
    ["base64url", () => raw("??>>:~~").replace("+", "-").replace("/", "_")],
    ["no colon", (id) => raw(id)],
    ["no id", (_id, secret) => raw(`:${secret}`)],
    ["bad percent", (id, secret) => raw(`${id}:${secret}%zz`)],
    ["cut percent", (id, secret) => raw(`${id}:${secret}%2`)],
    ["NUL", (id, secret) => raw(`${id}:${secret}\0`)],
    ["encoded NUL", (id, secret) => raw(`${id}:${secret}%00`)],
    [
      "bytes that are no UTF-8",
      (id) => raw(Buffer.concat([Buffer.from(`${id}:`), Buffer.from([0xff, 0xfe])])),
    ],
    ["overlong UTF-8", (id, secret) => raw(`${id}:${secret}%C0%AF`)],
    ["three parts", (id, secret) => `${basic(id, secret)} x`],
    ["a list", (id, secret) => `${basic(id, secret)}, ${basic(id, secret)}`],
    ["a line feed inside", (id, secret) => raw(`${id}:${secret}\n`)],
    ["an empty secret", (id) => raw(`${id}:`)],
  ];
  test.each(broken)("TK-08 Basic with %s is 401 with a challenge", async (_what, make) => {
    const answer = await header(make(app.client_id, app.client_secret));
    expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(answer.headers["www-authenticate"]).toMatch(/^Basic /);
  });

  test.each(["Bearer x", "Digest username=x", "DPoP x", "x", "Negotiate"])(
    "TK-08 the scheme of %j is refused, and good credentials in the body do not heal it",
    async (authorization) => {
      const { client_id, client_secret } = app;
      const answer = await header(authorization, { ...grant, client_id, client_secret });
      expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    },
  );
});

describe("RFC 6749 §3.2.1 who must prove what", () => {
  test("TK-05 unknown client, wrong secret, no secret, disabled app: one answer, byte by byte", async () => {
    const disabled = await server.addApp();
    await server.gatehouse.store.registry.disableClient(disabled.client_id, server.clock.now());
    const { client_id } = app;
    const answers = await Promise.all([
      inBody({ client_id: "nobody", client_secret: "x" }),
      inBody({ client_id: `live_${"0".repeat(32)}`, client_secret: app.client_secret }),
      inBody({ client_id, client_secret: "wrong" }),
      inBody({ client_id, client_secret: other.client_secret }),
      inBody({ client_id, client_secret: app.client_secret.slice(0, -1) }),
      inBody({ client_id, client_secret: `${app.client_secret}x` }),
      inBody({ client_id }),
      inBody(disabled as never),
      header(basic("nobody", "x")),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.text).toBe(answers[0]?.text);
    }
  });

  test("TK-11 TK-10 a public client that sends a secret is refused; a confidential one that sends none is 401", async () => {
    const code = { grant_type: "authorization_code", code: "x" };
    const { client_id } = open;
    for (const answer of [
      await inBody({ ...code, client_id, client_secret: "x" }),
      await header(basic(client_id, "x"), code),
      await inBody({ client_id: app.client_id }),
      await header(raw(`${app.client_id}:`)),
    ])
      expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    // By its name alone it gets as far as the code.
    expect(await inBody({ ...code, client_id })).toMatchObject({
      status: 400,
      json: { error: "invalid_grant" },
    });
  });

  test("TK-11 no client at all is 401", async () => {
    expect(await inBody({})).toMatchObject({ status: 401, json: { error: "invalid_client" } });
  });
});

describe("secrets at rest and in time", () => {
  test("TK-23 a secret has 256 bits and a checksum, and is stored only as a keyed digest", async () => {
    const { store, ports } = server.gatehouse;
    expect(app.client_secret).toMatch(/^ghs_live_[A-Za-z0-9_-]{43}[0-9a-z]{7}$/);
    const rows = await store.engine.read.selectFrom("client_secrets").selectAll().execute();
    const stored = rows.find((row) => row.client_id === app.client_id);
    expect(stored?.hash).toBe(ports.secretDigest(app.client_secret));
    expect(JSON.stringify(rows)).not.toContain(app.client_secret);
    // Keyed: the same secret under another server's pepper is another digest.
    const elsewhere = await startServer({
      settings: { secret: "another-secret-of-at-least-32-characters!" },
    });
    expect(elsewhere.gatehouse.ports.secretDigest(app.client_secret)).not.toBe(stored?.hash);
    await elsewhere.close();
  });

  test("TK-24 two secrets live side by side; the old one dies at its stated time", async () => {
    const one = await server.addApp();
    const { store, ports } = server.gatehouse;
    const { client_secret, hash, id, last4 } = newClientSecret("live", ports);
    const end = server.clock.now() + 3_600_000;
    await store.registry.addSecret(one.client_id, { id, hash, last4, label: "new" }, { othersEndAt: end });
    const status = async (secret: string): Promise<number> =>
      (await inBody({ client_id: one.client_id, client_secret: secret })).status;
    expect(await status(one.client_secret)).toBe(200);
    expect(await status(client_secret)).toBe(200);
    server.clock.advance(3_600_000 - 1);
    expect(await status(one.client_secret)).toBe(200);
    server.clock.advance(1);
    expect(await status(one.client_secret)).toBe(401);
    expect(await status(client_secret)).toBe(200);
  });
});
