/** RFC 8414 — metadata: where it is, what it says, and that every word of it is true. */
import { assert, asyncProperty, constantFrom, oneof, string } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metadata } from "../../src/oauth/metadata.ts";
import { authorizeUrl, getCode, redeem, s256, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { assertion as makeAssertion, assertionFields, clientKey } from "../support/proofs.ts";
import { basic, post, wire } from "../support/wire.ts";

const wellKnown = "/.well-known/oauth-authorization-server";
type Document = ReturnType<typeof metadata>;

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { refresh_token: "always" } });
});
afterAll(() => server.close());

const read = async (from: TestServer = server, path = wellKnown): Promise<Document> =>
  (await wire(from, { method: "GET", path })).json as unknown as Document;

describe("RFC 8414 §3 where and what", () => {
  test("MD-01 the document is at its well-known address, as JSON", async () => {
    const answer = await wire(server, { method: "GET", path: wellKnown });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json\b/);
    expect((await wire(server, { method: "POST", path: wellKnown })).headers.allow).toBe("GET");
  });

  test("MD-01 MD-07 an issuer with a path has it after the well-known name, its endpoints below it, all https", async () => {
    const issuer = "https://auth.example/tenant/one";
    const other = await startServer({ issuer });
    const document = await read(other, `${wellKnown}/tenant/one`);
    expect(document.issuer).toBe(issuer);
    const addresses = Object.entries(document).filter(([name]) => /_(endpoint|uri)$/.test(name));
    expect(addresses.length).toBeGreaterThanOrEqual(5);
    for (const [name, address] of addresses) {
      expect(address, name).toMatch(/^https:\/\/auth\.example\/tenant\/one\//);
      const { pathname } = new URL(String(address));
      expect((await wire(other, { method: "DELETE", path: pathname })).status, name).toBe(405);
    }
    for (const path of [wellKnown, `/tenant/one${wellKnown}`, "/oauth/token"])
      expect((await wire(other, { method: "GET", path })).status, path).toBe(404);
    await other.close();
  });

  test("MD-02 issuer is byte for byte the iss of tokens and of authorization answers (RFC 9207)", async () => {
    const { issuer } = await read();
    expect(issuer).toBe(server.issuer);
    const { access_token } = await redeem(server, app, await getCode(server, app));
    const claims = JSON.parse(
      Buffer.from(access_token.split(".")[1] ?? "", "base64url").toString(),
    ) as object;
    expect(claims).toMatchObject({ iss: issuer });
    expect(issuer).not.toMatch(/[?#]/);
  });

  test("MD-06 document and keys can be kept: Cache-Control, a strong ETag, 304", async () => {
    for (const path of [wellKnown, "/.well-known/jwks.json"]) {
      const answer = await wire(server, { method: "GET", path });
      expect(answer.headers["cache-control"]).toMatch(/^public, max-age=\d+$/);
      const etag = answer.headers.etag ?? "";
      expect(etag).toMatch(/^"[^"]+"$/);
      const again = await wire(server, { method: "GET", path, headers: { "if-none-match": etag } });
      expect(again).toMatchObject({ status: 304, text: "" });
      const other = await wire(server, { method: "GET", path, headers: { "if-none-match": '"x"' } });
      expect(other.status).toBe(200);
    }
  });

  test("MD-08 neither none nor a symmetric algorithm is named anywhere", async () => {
    const text =
      JSON.stringify(await read()) +
      (await wire(server, { method: "GET", path: "/.well-known/jwks.json" })).text;
    expect(text).not.toMatch(/HS(256|384|512)/);
    expect(text).not.toMatch(/"alg":"none"/);
  });
});

/** Whether this grant_type is one that exists: whatever else is wrong with the request. */
const grantExists = async (grant_type: string): Promise<boolean> => {
  const { client_id, client_secret } = app;
  const { json } = await post(server, "/oauth/token", { grant_type, client_id, client_secret });
  return json["error"] !== "unsupported_grant_type" && json["error"] !== "invalid_client";
};
const authorizes = async (parameters: Record<string, string>, as = app, on = server): Promise<boolean> => {
  const url = new URL(authorizeUrl(on, as, parameters));
  const answer = await wire(on, { method: "GET", path: url.pathname + url.search });
  return answer.status === 303 && (answer.headers.location ?? "").startsWith("/sign-in");
};

describe("RFC 8414 §2 every word is true", () => {
  test("MD-03 grant types: listed ⇔ there, for listed ones and for 300 other words", async () => {
    const listed = (await read()).grant_types_supported;
    for (const grant_type of listed) expect(await grantExists(grant_type), grant_type).toBe(true);
    const words = oneof(
      constantFrom(
        "password",
        "implicit",
        "refresh",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "__proto__",
        "constructor",
        "toString",
        "Authorization_Code",
        "client_credentials ",
      ),
      string({ minLength: 1, maxLength: 40, unit: "binary" }).filter((text) => !text.includes("\0")),
    );
    await assert(
      asyncProperty(words, async (grant_type) => {
        expect(await grantExists(grant_type)).toBe(listed.includes(grant_type));
      }),
      { numRuns: 300, seed: 8414 },
    );
  });

  test("MD-03 response types and modes: listed ⇔ served", async () => {
    const { response_types_supported: types, response_modes_supported: modes } = await read();
    for (const response_type of ["code", "token", "id_token", "code token", "code id_token", "none", "CODE"])
      expect(await authorizes({ response_type }), response_type).toBe(types.includes(response_type));
    for (const response_mode of ["query", "fragment", "form_post", "jwt", "query.jwt", "web_message"])
      expect(await authorizes({ response_mode }), response_mode).toBe(modes.includes(response_mode));
  });

  test("MD-03 scopes: listed ⇔ some app can be allowed it", async () => {
    const { scopes_supported } = await read();
    const all = await server.addApp({ scopes: [...scopes_supported, "unlisted"] });
    for (const scope of scopes_supported) expect(await authorizes({ scope }, all), scope).toBe(true);
    for (const scope of ["unlisted", "openid", "admin"])
      expect(await authorizes({ scope }, all), scope).toBe(scopes_supported.includes(scope));
  });

  test("MD-03 client authentication: every listed method works at its endpoint, no other does", async () => {
    const document = await read();
    const open = await server.addApp({
      application_type: "native",
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
      settings: { refresh_token: "always" },
    });
    const { client_id, client_secret } = app;
    const token = "x";
    const assertion = {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: "a.b.c",
    };
    const key = await clientKey();
    const signing = await server.addApp({
      token_endpoint_auth_method: "private_key_jwt",
      metadata: { jwks: key.jwks },
    });
    const request: Record<string, [Record<string, string>, Record<string, string>]> = {
      client_secret_basic: [{ token }, { authorization: basic(client_id, client_secret) }],
      client_secret_post: [{ token, client_id, client_secret }, {}],
      none: [{ token, client_id: open.client_id }, {}],
      client_secret_jwt: [{ token, client_id, ...assertion }, {}],
      tls_client_auth: [{ token, client_id }, {}],
    };
    const code = { grant_type: "authorization_code", code: "x" };
    for (const endpoint of ["token", "introspection", "revocation"] as const) {
      const assertedBy = assertionFields(await makeAssertion(server, signing, key));
      request["private_key_jwt"] = [{ token, ...assertedBy }, {}];
      const listed = document[`${endpoint}_endpoint_auth_methods_supported`];
      const path = new URL(document[`${endpoint}_endpoint`]).pathname;
      for (const [method, [fields, headers]] of Object.entries(request)) {
        const answer = await post(
          server,
          path,
          endpoint === "token" ? { ...fields, ...code } : fields,
          headers,
        );
        expect(answer.json["error"] !== "invalid_client", `${endpoint} ${method}`).toBe(
          listed.includes(method),
        );
      }
    }
  });

  test.each(["s256_required", "plain_allowed", "optional"] as const)(
    "MD-03 PK-13 PKCE %s: the methods that are listed are those that some client can use",
    async (pkce) => {
      const one = await startServer();
      const plain = { code_challenge: verifier, code_challenge_method: "plain" };
      const methods = [
        ["S256", { code_challenge: s256(), code_challenge_method: "S256" }],
        ["plain", plain],
        ["S512", { ...plain, code_challenge_method: "S512" }],
        ["none", { ...plain, code_challenge_method: "none" }],
      ] as const;
      // An app for each, because whoever has used S256 may not go back.
      const apps = await Promise.all(methods.map(() => one.addApp({ settings: { pkce } })));
      const listed: readonly string[] = (await read(one)).code_challenge_methods_supported;
      for (const [index, [method, parameters]] of methods.entries()) {
        const client = apps[index] ?? app;
        expect(await authorizes(parameters, client, one), method).toBe(listed.includes(method));
        if (!listed.includes(method)) continue;
        const code = await getCode(one, client, parameters);
        // The proof works, and only the proof.
        await expect(redeem(one, client, code, { code_verifier: "w".repeat(43) })).rejects.toThrow(
          "verifier",
        );
        expect(await redeem(one, client, code, { code_verifier: verifier })).toHaveProperty("access_token");
      }
      await one.close();
    },
  );

  test("MD-03 plain is listed only while some client may still use it (RFC 9700 §2.1.1)", async () => {
    const one = await startServer();
    const client = await one.addApp({ settings: { pkce: "plain_allowed" } });
    expect((await read(one)).code_challenge_methods_supported).toEqual(["S256", "plain"]);
    const code = await getCode(one, client, { code_challenge: s256(), code_challenge_method: "S256" });
    await redeem(one, client, code, { code_verifier: verifier });
    expect((await read(one)).code_challenge_methods_supported).toEqual(["S256"]);
    await one.close();
  });
});
