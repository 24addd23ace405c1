/** RFC 8707 with `mcp: on` — a client that registered itself names the API; the token is for that one and no other. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  authorizeUrl,
  decodeJwt,
  postToken,
  redeem,
  refresh,
  s256,
  verifier,
  walk,
} from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire } from "../support/wire.ts";

const cb = "https://new.example/cb";
const other = "https://tools.example/mcp";
const bare = "https://bare.example";
const challenge = { code_challenge: s256(), code_challenge_method: "S256" };
let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer({
    settings: { mcp: "on", registration_scopes: "bookings:read tools:use offline_access" },
  });
  const words = { en: "Use the tools" };
  for (const [id, identifier] of [
    ["api_tools", other],
    ["api_bare", bare],
  ] as const)
    await server.gatehouse.store.registry.createResource({
      id,
      identifier,
      name: id,
      scopes: [{ name: "tools:use", person: false, words }],
    });
  const { json } = await wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({
      redirect_uris: [cb],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
    }),
    headers: { "content-type": JSON_TYPE },
  });
  app = { appId: "", client_id: String(json["client_id"]), client_secret: "", redirect_uri: cb };
});
afterAll(() => server.close());

const authorize = async (as: TestApp, parameters: Record<string, string>): Promise<URL> =>
  walk(server, authorizeUrl(server, as, { ...challenge, ...parameters }), server.person);

const codeFor = async (resource: string, scope = "tools:use"): Promise<string> =>
  (await authorize(app, { resource, scope })).searchParams.get("code") ?? "";

describe("mcp: on", () => {
  test("one switch: registration and documents are in the metadata; a document's client may be registered", async () => {
    const { json } = await wire(server, { method: "GET", path: "/.well-known/oauth-authorization-server" });
    expect(json).toMatchObject({
      registration_endpoint: `${server.issuer}/oauth/register`,
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ["S256"],
    });
  });

  test("RT-12 AR-28 RFC 8707 §2: resource at authorize and token becomes aud, and refresh stays with it", async () => {
    const code = await codeFor(other, "tools:use offline_access");
    const tokens = await redeem(server, app, code, { code_verifier: verifier, resource: other });
    expect(decodeJwt(tokens.access_token).claims).toMatchObject({
      aud: other,
      scope: "tools:use offline_access",
    });
    const refused = await refresh(server, app, tokens.refresh_token ?? "", {
      resource: "https://api.example",
    });
    expect(refused.json["error"]).toBe("invalid_target");
    const next = await refresh(server, app, tokens.refresh_token ?? "");
    expect(decodeJwt(String(next.json["access_token"])).claims).toMatchObject({ aud: other });
  });

  test("a code for one API gives no token for another, and is not spent by the attempt", async () => {
    const code = await codeFor(other);
    const fields = {
      grant_type: "authorization_code",
      code,
      client_id: app.client_id,
      redirect_uri: cb,
      code_verifier: verifier,
    };
    const wrong = await postToken(server, { ...fields, resource: "https://api.example" });
    expect(wrong.json["error"]).toBe("invalid_target");
    const right = await postToken(server, fields);
    expect(decodeJwt(String(right.json["access_token"])).claims).toMatchObject({ aud: other });
  });

  test("scopes of one API are not had at another", async () => {
    const url = new URL(authorizeUrl(server, app, { ...challenge, resource: other, scope: "bookings:read" }));
    const answer = await wire(server, { method: "GET", path: url.pathname + url.search });
    expect(answer.text).toContain("invalid_scope");
  });

  test("AR-28 an API that is not registered here is invalid_target", async () => {
    for (const resource of ["https://evil.example", `${other}/`, "tools", `${other}#x`]) {
      const url = new URL(authorizeUrl(server, app, { ...challenge, resource }));
      expect(
        (await wire(server, { method: "GET", path: url.pathname + url.search })).text,
        resource,
      ).toContain("invalid_target");
    }
  });

  test("RFC 3986 §6.2.3: the slash that URL parsers put behind a bare host is understood", async () => {
    const code = await codeFor(`${bare}/`);
    const tokens = await redeem(server, app, code, { code_verifier: verifier, resource: `${bare}/` });
    expect(decodeJwt(tokens.access_token).claims).toMatchObject({ aud: bare });
  });

  test("AR-28 an app that was registered by its owner stays with its own API", async () => {
    const own = await server.addApp();
    const url = new URL(authorizeUrl(server, own, { resource: other }));
    const answer = await wire(server, { method: "GET", path: url.pathname + url.search });
    expect(answer.headers.location).toContain("invalid_target");
  });
});
