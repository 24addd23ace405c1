/** RFC 7523 §2.1 — a trusted issuer's assertion becomes a token for the person that it names, and for nobody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TrustedIssuer } from "../../src/oauth/trust/port.ts";
import { decodeJwt, getCode, introspect } from "../support/flow.ts";
import { clientKey, secondsOf } from "../support/proofs.ts";
import { startServer, type AppOptions, type TestApp, type TestServer } from "../support/server.ts";
import { bearer, JWT_BEARER, trustedIssuer, type TestIssuer } from "../support/trust.ts";

let server: TestServer;
/** Has the person's consent for bookings:read. */
let app: TestApp;
let issuer: TestIssuer;
/** Key sets by address. */
const published = new Map<string, { keys: readonly Record<string, unknown>[] }>();

const newApp = (more: AppOptions = {}): Promise<TestApp> =>
  server.addApp({ grant_types: ["authorization_code", JWT_BEARER], ...more });

beforeAll(async () => {
  server = await startServer({
    outbound: {
      json: async (url) => {
        const json = published.get(url);
        return json === undefined
          ? { outcome: "refused", why: "status" }
          : { outcome: "fetched", json, maxAgeMs: null };
      },
    },
  });
  app = await newApp();
  await getCode(server, app);
  issuer = await trustedIssuer(server, [app]);
});
afterAll(() => server.close());

const errorOf = async (assertion: string, as: TestApp = app): Promise<unknown> =>
  (await bearer(server, as, assertion)).json["error"];

describe("a good assertion", () => {
  test("a token for the person, with what the person allowed this app, that nobody can refresh", async () => {
    const { status, json } = await bearer(server, app, await issuer.assertion());
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String) as unknown,
      token_type: "Bearer",
      expires_in: 3600,
      scope: "bookings:read",
    });
    const { claims } = decodeJwt(String(json["access_token"]));
    expect(claims).toMatchObject({ sub: server.person.id, sub_type: "person", client_id: app.client_id });
    // It says nothing of a sign-in that nobody here has seen.
    expect(claims).not.toHaveProperty("acr");
    expect(claims).not.toHaveProperty("auth_time");
    expect(await introspect(server, String(json["access_token"]))).toMatchObject({ active: true });
  });

  test("MD-03 the metadata names the grant", async () => {
    const answer = await fetch(`${server.issuer}/.well-known/oauth-authorization-server`);
    const { grant_types_supported } = (await answer.json()) as { grant_types_supported: string[] };
    expect(grant_types_supported).toContain(JWT_BEARER);
  });

  test("people by user name or verified address; keys by address; a further audience", async () => {
    const { people } = server.gatehouse.store;
    await people.setEmail(server.person.id, "ada@example.com", server.clock.now());
    const named = async (more: Partial<TrustedIssuer>, sub: string): Promise<number> => {
      const own = await trustedIssuer(server, [app], more);
      return (await bearer(server, app, await own.assertion({ sub }))).status;
    };
    expect(await named({ subject: "username" }, "ADA")).toBe(200);
    expect(await named({ subject: "email" }, "Ada@example.com")).toBe(200);
    expect(await named({ subject: "username" }, server.person.id)).toBe(400);
    const grace = await server.addPerson("grace");
    await people.setEmail(grace.id, "grace@example.com", null);
    expect(await named({ subject: "email" }, "grace@example.com")).toBe(400);
    const jwks_uri = "https://keys.example/jwks.json";
    const remote = await trustedIssuer(server, [app], { jwks_uri });
    published.set(jwks_uri, remote.key.jwks);
    expect((await bearer(server, app, await remote.assertion())).status).toBe(200);
    const wide = await trustedIssuer(server, [app], { audience: "urn:house" });
    expect((await bearer(server, app, await wide.assertion({ aud: "urn:house" }))).status).toBe(200);
  });
});

const now = (): number => secondsOf(server);

describe("what is refused (§3)", () => {
  type Bent = readonly [string, () => Record<string, unknown>, Record<string, unknown>];
  const bent: readonly Bent[] = [
    ["expired", () => ({ exp: now() }), {}],
    ["without an end", () => ({ exp: undefined }), {}],
    ["that ends too late", () => ({ exp: now() + 301 }), {}],
    ["whose end is a text", () => ({ exp: String(now() + 60) }), {}],
    ["not valid yet", () => ({ nbf: now() + 120 }), {}],
    ["from the future", () => ({ iat: now() + 120 }), {}],
    ["without jti", () => ({ jti: undefined }), {}],
    ["with an endless jti", () => ({ jti: "x".repeat(257) }), {}],
    ["without sub", () => ({ sub: undefined }), {}],
    ["about nobody", () => ({ sub: "usr_nobody" }), {}],
    ["about the app itself", () => ({ sub: app.client_id }), {}],
    ["for somebody else", () => ({ aud: "https://other.example" }), {}],
    ["for us and somebody else", () => ({ aud: [server.issuer, "https://other.example"] }), {}],
    ["for nobody", () => ({ aud: [] }), {}],
    ["without aud", () => ({ aud: undefined }), {}],
    ["of another issuer", () => ({ iss: "https://unknown.example" }), {}],
    ["of us", () => ({ iss: server.issuer }), {}],
    ["that is an access token", () => ({}), { typ: "at+jwt" }],
    ["that is a logout token", () => ({}), { typ: "logout+jwt" }],
  ];

  test.each(bent)("CVE-2026-55669 an assertion %s", async (_, changes, header) => {
    expect(await errorOf(await issuer.assertion(changes(), header))).toBe("invalid_grant");
  });

  test("one that is signed by another key, by nobody, or with a secret", async () => {
    const other = await clientKey();
    const forged = await trustedIssuer(server, [app], { jwks: other.jwks });
    expect(await errorOf(await forged.assertion())).toBe("invalid_grant");
    const [, claims = ""] = (await issuer.assertion()).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    expect(await errorOf(`${none}.${claims}.`)).toBe("invalid_grant");
    expect(await errorOf("no.jwt.atall")).toBe("invalid_grant");
  });

  test("CAUTH-jti an assertion works once, whoever brings it, on any node", async () => {
    const assertion = await issuer.assertion();
    const answers = await Promise.all(Array.from({ length: 8 }, () => bearer(server, app, assertion)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // One that failed for another reason is not used up.
    const early = await issuer.assertion({ iat: now() });
    expect((await bearer(server, app, early, { scope: "bookings:create" })).status).toBe(400);
    expect((await bearer(server, app, early)).status).toBe(200);
  });

  test("only a client that the trust names, with the grant, that can keep a secret", async () => {
    const stranger = await newApp();
    await getCode(server, stranger);
    expect(await errorOf(await issuer.assertion(), stranger)).toBe("invalid_grant");
    const without = await server.addApp();
    expect(await errorOf(await issuer.assertion(), without)).toBe("unauthorized_client");
  });
});

describe("consent", () => {
  test("CVE-2026-79652 without a consent nothing; with one never more than it", async () => {
    const fresh = await newApp();
    const own = await trustedIssuer(server, [fresh]);
    expect(await errorOf(await own.assertion(), fresh)).toBe("invalid_grant");
    await getCode(server, fresh, { scope: "bookings:read offline_access" });
    const wider = await bearer(server, fresh, await own.assertion(), { scope: "bookings:create" });
    expect(wider.json["error"]).toBe("invalid_scope");
    const all = await bearer(server, fresh, await own.assertion());
    expect(all.json["scope"]).toBe("bookings:read");
  });

  test("a consent that is withdrawn ends what stood on it; an app that changed asks again", async () => {
    const fresh = await newApp();
    const own = await trustedIssuer(server, [fresh]);
    await getCode(server, fresh);
    const { json } = await bearer(server, fresh, await own.assertion());
    const { consents, registry } = server.gatehouse.store;
    await registry.renameApp(fresh.appId, "Other name");
    expect(await errorOf(await own.assertion(), fresh)).toBe("invalid_grant");
    const row = (await consents.list(server.person.id)).find(
      ({ client_id }) => client_id === fresh.client_id,
    );
    await consents.withdraw(row?.id ?? "", server.person.id, server.clock.now());
    expect(await introspect(server, String(json["access_token"]))).toEqual({ active: false });
  });

  test("waived by staff: assigned scopes without a consent, and all of it ends with the trust", async () => {
    const fresh = await newApp({ settings: { access_token_profile: "opaque" } });
    const own = await trustedIssuer(server, [fresh], { consent: "waived" });
    const { json } = await bearer(server, fresh, await own.assertion(), { scope: "bookings:read" });
    const token = String(json["access_token"]);
    expect(await introspect(server, token)).toMatchObject({ active: true, sub: server.person.id });
    expect(await server.gatehouse.ports.trusts.remove(own.id, server.clock.now())).toBe(true);
    expect(await introspect(server, token)).toEqual({ active: false });
    expect(await errorOf(await own.assertion(), fresh)).toBe("invalid_grant");
  });
});
