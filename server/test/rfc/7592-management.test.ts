/** RFC 7592 — a registered client looks after itself, with its own token, within the same policy. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authorizeUrl,
  introspect,
  postToken,
  redeem,
  refresh,
  s256,
  verifier,
  walk,
} from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire, type Answer } from "../support/wire.ts";

const cb = "https://new.example/cb";
const challenge = { code_challenge: s256(), code_challenge_method: "S256" };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    settings: {
      registration: "open",
      registration_scopes: "bookings:read offline_access",
      access_token_profile: "opaque",
    },
  });
});
afterAll(() => server.close());

interface Registered {
  json: Record<string, unknown>;
  path: string;
  token: string;
  app: TestApp;
}

let from = 0;
async function register(members: object = {}): Promise<Registered> {
  const { json } = await wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris: [cb], ...members }),
    headers: { "content-type": JSON_TYPE },
    from: `127.0.2.${1 + from++}`,
  });
  return {
    json,
    path: new URL(String(json["registration_client_uri"])).pathname,
    token: String(json["registration_access_token"]),
    app: {
      appId: "",
      client_id: String(json["client_id"]),
      client_secret: String(json["client_secret"]),
      redirect_uri: cb,
    },
  };
}

const manage = (method: string, path: string, token: string, body?: object): Promise<Answer> =>
  wire(server, {
    method,
    path,
    headers: { authorization: `Bearer ${token}`, "content-type": JSON_TYPE },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe("RFC 7592 §2", () => {
  test("DR-11 GET answers what is registered, without the secret", async () => {
    const one = await register({ client_name: "One", software_id: "s" });
    const { client_secret: _, client_secret_expires_at: __, ...rest } = one.json;
    const answer = await manage("GET", one.path, one.token);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual(rest);
  });

  test("DR-11 another client's token, a mangled one, none, and a client that is not there: 401, all alike", async () => {
    const [one, two] = [await register(), await register()];
    const texts = new Set<string>();
    for (const method of ["GET", "PUT", "DELETE"])
      for (const [path, token] of [
        [one.path, two.token],
        [one.path, `${one.token.slice(0, -1)}${one.token.endsWith("x") ? "y" : "x"}`],
        ["/oauth/register/live_nobody", one.token],
        [one.path, one.app.client_secret],
      ] as const) {
        const answer = await manage(method, path, token, {
          client_id: one.app.client_id,
          redirect_uris: [cb],
        });
        expect(answer.status, `${method} ${path}`).toBe(401);
        expect(answer.headers["www-authenticate"]).toMatch(/^Bearer /);
        texts.add(answer.text);
      }
    expect(texts.size).toBe(1);
    expect((await wire(server, { method: "GET", path: one.path })).status).toBe(401);
    expect((await manage("GET", one.path, one.token)).status).toBe(200);
  });

  test("DR-11 an app that was registered by its owner has no such address", async () => {
    const own = await server.addApp();
    const { token } = await register();
    expect((await manage("GET", `/oauth/register/${own.client_id}`, token)).status).toBe(401);
  });

  test("DR-12 PUT replaces: what is left out is gone", async () => {
    const one = await register({
      client_name: "One",
      logo_uri: "https://new.example/logo",
      scope: "bookings:read",
    });
    const { client_id } = one.app;
    const answer = await manage("PUT", one.path, one.token, {
      client_id,
      redirect_uris: ["https://new.example/two"],
    });
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty("logo_uri");
    expect(answer.json).toMatchObject({
      client_id,
      client_name: "new.example",
      redirect_uris: ["https://new.example/two"],
      scope: "bookings:read offline_access",
    });
    const client = await server.gatehouse.store.clients.find(client_id);
    expect(client).toMatchObject({ client_name: "new.example", redirect_uris: ["https://new.example/two"] });
  });

  test("DR-12 the client cannot choose its secret, its id, or what this server chose", async () => {
    const one = await register();
    const { client_id, client_secret } = one.app;
    const good = { client_id, redirect_uris: [cb] };
    for (const members of [
      { client_id: undefined },
      { client_id: "another" },
      { client_secret: "chosen" },
      { registration_access_token: one.token },
      { registration_client_uri: "https://new.example/" },
      { client_id_issued_at: 1 },
      { client_secret_expires_at: 1 },
    ]) {
      const answer = await manage("PUT", one.path, one.token, { ...good, ...members });
      expect(answer.status, JSON.stringify(members)).toBe(400);
    }
    expect((await manage("PUT", one.path, one.token, { ...good, client_secret })).status).toBe(200);
    const answer = await postToken(server, {
      grant_type: "authorization_code",
      code: "x",
      client_id,
      client_secret,
    });
    expect(answer.json["error"]).toBe("invalid_grant");
  });

  test("DR-12 a client that becomes public loses its secret, and gets a new one when it comes back", async () => {
    const one = await register();
    const { client_id, client_secret } = one.app;
    const good = { client_id, redirect_uris: [cb] };
    await manage("PUT", one.path, one.token, { ...good, token_endpoint_auth_method: "none" });
    const back = await manage("PUT", one.path, one.token, good);
    expect(back.json["client_secret"]).toMatch(/^ghs_live_/);
    expect(back.json["client_secret"]).not.toBe(client_secret);
    const old = await postToken(server, {
      grant_type: "authorization_code",
      code: "x",
      client_id,
      client_secret,
    });
    expect(old.json["error"]).toBe("invalid_client");
  });

  test("DR-14 the policy judges what results: no wider scope, no other grant, no bad address by an update", async () => {
    const one = await register({ scope: "bookings:read" });
    const { client_id } = one.app;
    const put = (members: object): Promise<Answer> =>
      manage("PUT", one.path, one.token, { client_id, redirect_uris: [cb], ...members });
    expect((await put({ scope: "bookings:delete" })).json["error"]).toBe("invalid_client_metadata");
    expect((await put({ scope: "bookings:read bookings:delete" })).json["scope"]).toBe("bookings:read");
    expect((await put({ grant_types: ["client_credentials"] })).json["error"]).toBe(
      "invalid_client_metadata",
    );
    expect((await put({ redirect_uris: ["javascript:alert(1)"] })).json["error"]).toBe(
      "invalid_redirect_uri",
    );
    expect((await put({ initiate_login_uri: "http://new.example/x" })).json["error"]).toBe(
      "invalid_client_metadata",
    );
  });

  test("DR-13 DELETE: 204, and every grant, token and the management address are dead", async () => {
    const one = await register({
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "client_secret_post",
    });
    const url = authorizeUrl(server, one.app, { ...challenge, scope: "bookings:read offline_access" });
    const code = (await walk(server, url, server.person)).searchParams.get("code") ?? "";
    const tokens = await redeem(server, one.app, code, { code_verifier: verifier });
    expect(await introspect(server, tokens.access_token)).toMatchObject({ active: true });
    const answer = await manage("DELETE", one.path, one.token);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await introspect(server, tokens.access_token)).toEqual({ active: false });
    expect((await refresh(server, one.app, tokens.refresh_token ?? "")).json["error"]).toBe("invalid_client");
    expect((await manage("GET", one.path, one.token)).status).toBe(401);
    expect((await manage("DELETE", one.path, one.token)).status).toBe(401);
    const gone = await wire(server, { method: "GET", path: url.slice(server.origin.length) });
    expect(gone.status).toBe(400);
    expect(gone.headers.location).toBeUndefined();
  });
});
