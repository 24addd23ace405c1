/** RFC 8693 — token exchange: narrower, shorter, within one organisation, and dead with what it came from. */
import * as client from "openid-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCESS_TOKEN, exchange, EXCHANGE, personToken } from "../support/exchange.ts";
import { decodeJwt, getCode, introspect, postToken, redeem, refresh } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;
/** Has the person's permission. */
let front: TestApp;
/** Serves it from behind. */
let service: TestApp;
let opaque: TestApp;

beforeAll(async () => {
  server = await startServer();
  front = await server.addApp({
    scopes: ["bookings:read", "bookings:create", "openid", "profile", "offline_access"],
  });
  const grant_types = [EXCHANGE, "client_credentials"];
  service = await server.addApp({
    grant_types,
    scopes: ["bookings:read", "bookings:create", "offline_access", "openid"],
  });
  opaque = await server.addApp({ grant_types, settings: { access_token_profile: "opaque" } });
});
afterAll(() => server.close());

const all = "bookings:read bookings:create openid offline_access";
const errorOf = async (answer: ReturnType<typeof exchange>): Promise<unknown> => (await answer).json["error"];

async function ownToken(app: TestApp): Promise<string> {
  const { client_id, client_secret } = app;
  const { json } = await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
  return String(json["access_token"]);
}

const type = (name: string): string => `urn:ietf:params:oauth:token-type:${name}`;

const actor = async (app: TestApp): Promise<Record<string, string>> => ({
  actor_token: await ownToken(app),
  actor_token_type: ACCESS_TOKEN,
});

describe("what comes back (§2.2.1)", () => {
  test("a token for the same person and API, issued to who asks; its type; nothing that lasts, and no identity", async () => {
    const subject = await personToken(server, front, all);
    const { status, json, headers } = await exchange(server, service, subject);
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(json).toEqual({
      access_token: expect.any(String) as unknown,
      issued_token_type: ACCESS_TOKEN,
      token_type: "Bearer",
      expires_in: expect.any(Number) as unknown,
      scope: "bookings:read bookings:create",
    });
    const { claims } = decodeJwt(String(json["access_token"]));
    const before = decodeJwt(subject).claims;
    expect(claims).toMatchObject({ sub: before["sub"], aud: before["aud"], client_id: service.client_id });
    expect(claims).not.toHaveProperty("act");
    expect(await introspect(server, String(json["access_token"]))).toMatchObject({ active: true });
  });

  test("an independent client library does it unaided", async () => {
    const { issuer } = server.gatehouse.ports;
    const config = new client.Configuration(
      { issuer, token_endpoint: `${server.origin}/oauth/token` },
      service.client_id,
      undefined,
      client.ClientSecretPost(service.client_secret),
    );
    client.allowInsecureRequests(config);
    const answer = await client.genericGrantRequest(config, EXCHANGE, {
      subject_token: await personToken(server, front, all),
      subject_token_type: ACCESS_TOKEN,
      scope: "bookings:read",
    });
    expect([answer.scope, answer["issued_token_type"]]).toEqual(["bookings:read", ACCESS_TOKEN]);
  });

  test("it never lives longer than the subject's token (§2.2.1)", async () => {
    const subject = await personToken(server, front, all);
    const { exp } = decodeJwt(subject).claims;
    server.clock.advance(600_000);
    const { json } = await exchange(server, service, subject);
    expect(decodeJwt(String(json["access_token"])).claims["exp"]).toBeLessThanOrEqual(Number(exp));
  });

  test("MD-03 the metadata names the grant", async () => {
    const response = await fetch(`${server.origin}/.well-known/oauth-authorization-server`);
    const metadata = (await response.json()) as Record<string, string[]>;
    expect(metadata["grant_types_supported"]).toContain(EXCHANGE);
  });
});

describe("never widening (§2.1, §5)", () => {
  test("RT-04 scope: what the subject has, of what the client may have, or less", async () => {
    const subject = await personToken(server, front, "bookings:read");
    expect((await exchange(server, service, subject)).json["scope"]).toBe("bookings:read");
    expect(await errorOf(exchange(server, service, subject, { scope: "bookings:create" }))).toBe(
      "invalid_scope",
    );
    const rich = await personToken(server, front, all);
    for (const scope of ["offline_access", "openid", "bookings:delete"])
      expect(await errorOf(exchange(server, service, rich, { scope }))).toBe("invalid_scope");
    expect(await errorOf(exchange(server, service, await personToken(server, front, "openid")))).toBe(
      "invalid_scope",
    );
  });

  test("AR-28 audience and resource: the API of the subject's token, or nothing", async () => {
    const subject = await personToken(server, front, all);
    const api = "https://api.example";
    expect((await exchange(server, service, subject, { audience: api, resource: api })).status).toBe(200);
    for (const fields of [
      { audience: "https://other.example" },
      { resource: "https://other.example" },
      { resource: api, audience: "https://other.example" },
    ])
      expect(await errorOf(exchange(server, service, subject, fields))).toBe("invalid_target");
  });

  test("types: an access token in, an access token out; never a refresh token (§3)", async () => {
    const code = await getCode(server, front, { scope: all });
    const { access_token, refresh_token = "" } = await redeem(server, front, code);
    for (const name of ["refresh_token", "id_token", "jwt", "saml2"]) {
      expect(
        await errorOf(exchange(server, service, access_token, { requested_token_type: type(name) })),
      ).toBe("invalid_request");
      expect(
        await errorOf(exchange(server, service, refresh_token, { subject_token_type: type(name) })),
      ).toBe("invalid_request");
    }
    expect(await errorOf(exchange(server, service, refresh_token))).toBe("invalid_request");
  });
});

describe("who may (§2.2.2)", () => {
  test("TK-12 CC-01 only confidential clients with the grant", async () => {
    const subject = await personToken(server, front, all);
    expect(await errorOf(exchange(server, front, subject))).toBe("unauthorized_client");
    const open = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: [EXCHANGE],
    });
    expect(await errorOf(exchange(server, open, subject, { client_secret: null }))).toBe(
      "unauthorized_client",
    );
    expect((await exchange(server, service, subject, { client_secret: "wrong" })).status).toBe(401);
  });

  test("CC-06 only of the same environment", async () => {
    const tester = await server.addApp({ grant_types: [EXCHANGE], environment: "test" });
    const subject = await personToken(server, front, all);
    expect(await errorOf(exchange(server, tester, subject))).toBe("invalid_request");
  });

  test("only of the same organisation", async () => {
    await server.gatehouse.store.registry.createOrganisation({ id: "org_2", name: "Elsewhere" });
    const foreign = await server.addApp({ grant_types: [EXCHANGE], organisation: "org_2" });
    const subject = await personToken(server, front, all);
    expect(await errorOf(exchange(server, foreign, subject))).toBe("invalid_request");
  });

  test("CC-05 a machine's token is nobody's permission", async () => {
    expect(await errorOf(exchange(server, service, await ownToken(opaque)))).toBe("invalid_request");
    expect(await errorOf(exchange(server, service, await ownToken(service)))).toBe("invalid_request");
  });
});

describe("delegation (§4.1)", () => {
  test("act names who acts, and who acted before; impersonation washes nobody out", async () => {
    const subject = await personToken(server, front, all);
    const first = await exchange(server, service, subject, await actor(service));
    const token = String(first.json["access_token"]);
    const act = { sub: service.client_id, client_id: service.client_id };
    expect(decodeJwt(token).claims["act"]).toEqual(act);
    expect(await introspect(server, token)).toMatchObject({ active: true, act, sub: server.person.id });
    const silent = await exchange(server, opaque, token);
    expect(await introspect(server, String(silent.json["access_token"]))).toMatchObject({ act });
    const second = await exchange(server, opaque, token, await actor(opaque));
    const chain = { sub: opaque.client_id, client_id: opaque.client_id, act };
    expect(await introspect(server, String(second.json["access_token"]))).toMatchObject({ act: chain });
  });

  test("only a client's own token makes it an actor; token and type come together", async () => {
    const subject = await personToken(server, front, all);
    const foreign = { actor_token: await ownToken(opaque), actor_token_type: ACCESS_TOKEN };
    for (const fields of [
      foreign,
      { ...foreign, actor_token: "x" },
      { actor_token_type: ACCESS_TOKEN },
      { actor_token: await ownToken(service) },
    ])
      expect(await errorOf(exchange(server, service, subject, fields))).toBe("invalid_request");
  });

  test("a chain of more than five is a loop", async () => {
    let token = await personToken(server, front, all);
    const statuses: number[] = [];
    for (let step = 0; step < 6; step++) {
      const fields = { actor_token: await ownToken(service), actor_token_type: ACCESS_TOKEN };
      const answer = await exchange(server, service, token, fields);
      statuses.push(answer.status);
      if (answer.status === 200) token = String(answer.json["access_token"]);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 400]);
  });
});

describe.each(["JWT", "opaque"])("UI-15 RT-13 the end of it all (%s)", (kind) => {
  const who = (): TestApp => (kind === "JWT" ? service : opaque);

  test("RV-02 family revoked: the exchanged token dies with it, and nothing more is exchanged", async () => {
    const code = await getCode(server, front, { scope: all });
    const { access_token, refresh_token = "" } = await redeem(server, front, code);
    const token = String((await exchange(server, who(), access_token)).json["access_token"]);
    expect(await introspect(server, token)).toMatchObject({ active: true });
    const { client_id, client_secret } = front;
    const body = new URLSearchParams({ token: refresh_token, client_id, client_secret });
    await fetch(`${server.origin}/oauth/revoke`, { method: "POST", body });
    expect(await introspect(server, token)).toEqual({ active: false });
    expect(await errorOf(exchange(server, who(), access_token))).toBe("invalid_request");
    expect(await errorOf(exchange(server, who(), token))).toBe("invalid_request");
    expect((await refresh(server, front, refresh_token)).status).toBe(400);
  });

  test("RV-02 a subject token that is revoked takes along what was exchanged from it, however far, and nothing else", async () => {
    const revoke = (app: TestApp, token: string): Promise<unknown> =>
      post(server, "/oauth/revoke", {
        client_id: app.client_id,
        client_secret: app.client_secret,
        token,
      });
    const take = async (app: TestApp, from: string): Promise<string> =>
      String((await exchange(server, app, from)).json["access_token"]);
    const subject = await personToken(server, front, "bookings:read");
    const sibling = await personToken(server, front, "bookings:read");
    const first = await take(service, subject);
    const second = await take(opaque, first);
    const third = await take(service, second);
    const other = await take(service, sibling);
    await revoke(front, subject);
    for (const dead of [subject, first, second, third])
      expect(await introspect(server, dead)).toEqual({ active: false });
    for (const alive of [sibling, other])
      expect(await introspect(server, alive)).toMatchObject({ active: true });
    expect(await errorOf(exchange(server, service, first))).toBe("invalid_request");
    // The other way round nothing ends: a service gives back what it took, and no more.
    await revoke(service, other);
    expect(await introspect(server, sibling)).toMatchObject({ active: true });
  });

  test("RV-10 an exchange that races with the revocation leaves no living token", async () => {
    for (let round = 0; round < 5; round++) {
      const subject = await personToken(server, front, "bookings:read");
      const { client_id, client_secret } = front;
      const [answer] = await Promise.all([
        exchange(server, service, subject),
        post(server, "/oauth/revoke", { client_id, client_secret, token: subject }),
      ]);
      const { access_token } = answer.json;
      if (typeof access_token === "string")
        expect(await introspect(server, access_token)).toEqual({ active: false });
    }
  });

  test("RS-03 expired, revoked, foreign or mangled subjects are refused", async () => {
    const subject = await personToken(server, front, all);
    const { client_id, client_secret } = front;
    for (const mangled of [`${subject}x`, subject.slice(0, -5), "x", "gha_live_x"])
      expect(await errorOf(exchange(server, who(), mangled))).toBe("invalid_request");
    const body = new URLSearchParams({ token: subject, client_id, client_secret });
    await fetch(`${server.origin}/oauth/revoke`, { method: "POST", body });
    expect(await errorOf(exchange(server, who(), subject))).toBe("invalid_request");
    const other = await personToken(server, front, all);
    server.clock.advance(3_601_000);
    expect(await errorOf(exchange(server, who(), other))).toBe("invalid_request");
  });
});
