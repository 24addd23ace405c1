/** What other languages' clients do differently (RFC 6749 §2.3.1, §3.2), written out byte for byte, each under the name of who does it. */
import { createGuard } from "@gatehouse/guard";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authorizeUrl, getCode, introspect, postToken, redeem, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp();
});
afterAll(() => server.close());

interface Answer {
  status: number;
  json: Record<string, unknown>;
}

/** A request as it stands on the wire. */
async function send(headers: Record<string, string>, body: string, path = "/oauth/token"): Promise<Answer> {
  const response = await fetch(server.origin + path, { method: "POST", headers, body });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

const formType = "application/x-www-form-urlencoded";

/** HTTP Basic. `encode`: what the client does with id and secret first. */
function basic(one: TestApp, secret = one.client_secret, encode = (text: string): string => text): string {
  return `Basic ${Buffer.from(`${encode(one.client_id)}:${encode(secret)}`).toString("base64")}`;
}

/** Every byte but letters and digits as %XX, as the strictest encoders write it. */
function encodeAll(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCodePoint(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

test("AC-04 Go x/oauth2: Basic fails, and the same code works with the secret in the body", async () => {
  const code = await getCode(server, app);
  const grant = { grant_type: "authorization_code", code, redirect_uri: app.redirect_uri };
  // Its probe: any error to the header makes it try the body. Here the header is wrong; to others it is unknown.
  for (const authorization of [basic(app, "wrong"), "Basic !!!", "Bearer something"]) {
    const first = await postToken(server, grant, { authorization });
    expect(first).toMatchObject({ status: 401, json: { error: "invalid_client" } });
  }
  const { client_id, client_secret } = app;
  const second = await postToken(server, { ...grant, client_id, client_secret });
  expect(second.status).toBe(200);
  // And the failures before it did not count as replays: what was issued lives.
  expect(await introspect(server, String(second.json["access_token"]))).toMatchObject({ active: true });
});

test("TK-08 Go x/oauth2: id and secret are form-encoded before Basic", async () => {
  const authorization = basic(app, app.client_secret, encodeAll);
  const answer = await send({ authorization, "content-type": formType }, "grant_type=client_credentials");
  expect(answer.status).toBe(200);
});

test("AC-10 Java google-oauth-client: scope in the code exchange is ignored", async () => {
  const code = await getCode(server, app);
  const tokens = await redeem(server, app, code, { scope: "bookings:read bookings:create" });
  expect(tokens.scope).toBe("bookings:read");
});

test("AR-04 AR-05 AR-15 Perl Net::OAuth2: an empty state and an unknown hd", async () => {
  const url = `${authorizeUrl(server, app, { state: null })}&state=&hd=&approval_prompt=auto`;
  const answer = await walk(server, url, server.person);
  expect([...answer.searchParams.keys()]).toEqual(["code", "iss"]);
  const code = answer.searchParams.get("code");
  expect((await redeem(server, app, code ?? "", { state: "", hd: "" })).token_type).toBe("Bearer");
});

test("TK-17 Python requests-oauthlib: charset=UTF-8, and everything percent-encoded", async () => {
  const code = await getCode(server, app);
  const fields = {
    grant_type: "authorization_code",
    code,
    redirect_uri: app.redirect_uri,
    client_id: app.client_id,
    client_secret: app.client_secret,
  };
  const body = Object.entries(fields)
    .map(([name, value]) => `${encodeAll(name)}=${encodeAll(value)}`)
    .join("&");
  const headers = { "content-type": `${formType};charset=UTF-8`, accept: "application/json" };
  expect((await send(headers, body)).status).toBe(200);
});

test("TK-17 Ruby, PHP, .NET: other spellings of the content type", async () => {
  const { client_id, client_secret } = app;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  const formBody = new URLSearchParams(fields).toString();
  for (const type of [`${formType}; charset=utf-8`, `${formType} ; charset="UTF-8"`, formType.toUpperCase()])
    expect((await send({ "content-type": type }, formBody)).status, type).toBe(200);
  for (const type of ["application/json; charset=utf-8", "application/json;charset=UTF-8"])
    expect((await send({ "content-type": type }, JSON.stringify(fields))).status, type).toBe(200);
});

test("AC-01 passport-oauth2: no PKCE, client_secret in the body, type=web_server beside it", async () => {
  const code = await getCode(server, app, { scope: "bookings:read offline_access" });
  const tokens = await redeem(server, app, code, { type: "web_server" });
  expect(tokens.refresh_token).toBeTypeOf("string");
});

test("TK-09 a client that lower-cases schemes: basic at our endpoints, bearer at the API (RFC 9110 §11.1)", async () => {
  const authorization = basic(app).replace("Basic", "basic");
  const answer = await send({ authorization, "content-type": formType }, "grant_type=client_credentials");
  expect(answer.status).toBe(200);
  const guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [{ method: "GET", path: "/bookings", scopes: ["bookings:read"] }],
  });
  const headers = new Headers({ authorization: `bearer ${String(answer.json["access_token"])}` });
  expect(await guard.check({ method: "GET", url: "/bookings", headers })).toMatchObject({ ok: true });
});

test("TK-02 a client that sends Accept: application/json, text or anything gets JSON", async () => {
  const { client_id, client_secret } = app;
  const body = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret }).toString();
  for (const accept of ["application/json", "text/html", "*/*", "text/plain;q=0.1"]) {
    const answer = await send({ "content-type": formType, accept }, body);
    expect(answer.json["token_type"], accept).toBe("Bearer");
  }
});

test("AR-04 clients that send Google's and Microsoft's extras: access_type, prompt, nonce are no obstacle", async () => {
  const extras = { access_type: "offline", include_granted_scopes: "true", nonce: "n", display: "popup" };
  const answer = await walk(server, authorizeUrl(server, app, extras), server.person);
  expect(answer.searchParams.get("code")).toBeTypeOf("string");
});

test("RT-10 a client that loses the answer, or refreshes twice at once, gets the same successor", async () => {
  const code = await getCode(server, app, { scope: "bookings:read offline_access" });
  const { refresh_token = "" } = await redeem(server, app, code);
  const { client_id, client_secret } = app;
  const fields = { grant_type: "refresh_token", refresh_token, client_id, client_secret };
  const answers = await Promise.all([postToken(server, fields), postToken(server, fields)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]?.json["refresh_token"]).toBe(answers[1]?.json["refresh_token"]);
});

test("AR-02 a client that posts its authorization request (OpenID Connect Core §3.1.2.1)", async () => {
  const { search } = new URL(authorizeUrl(server, app));
  const response = await fetch(`${server.origin}/oauth/authorize`, {
    method: "POST",
    headers: { "content-type": formType },
    body: search.slice(1),
    redirect: "manual",
  });
  expect(response.status).toBe(303);
  // Without our cookie it is led to GET, where a browser sends it, and then to the person.
  const next = await fetch(new URL(response.headers.get("location") ?? "", server.origin), {
    redirect: "manual",
  });
  expect(next.headers.get("location")).toMatch(/^\/sign-in\?pending=/);
});
