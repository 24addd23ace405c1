/** RFC 6749 §3.2, §5 — the token endpoint: methods, media types, parameters, the form of its answers. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grants } from "../../src/oauth/grants/index.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, form, FORM, JSON_TYPE, post, rawBytes, wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let fields: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
  const { client_id, client_secret } = app;
  fields = { grant_type: "client_credentials", client_id, client_secret, scope: "bookings:read" };
});
afterAll(() => server.close());

const json = (body: string, type = JSON_TYPE) => wire(server, { body, headers: { "content-type": type } });
const typed = (type: string, body = form(fields)) =>
  wire(server, { body, headers: { "content-type": type } });

describe("RFC 6749 §3.2 method and place of the parameters", () => {
  test.each(["GET", "PUT", "HEAD", "DELETE", "PATCH"])("TK-01 %s is 405 with Allow: POST", async (method) => {
    const answer = await wire(server, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("POST");
    if (method !== "HEAD") expect(answer.json["error"]).toBe("invalid_request");
  });

  test("TK-01 GET with good credentials in the query or the header gives no token (RFC 6749 §2.3.1)", async () => {
    const inQuery = await wire(server, { method: "GET", path: `/oauth/token?${form(fields)}` });
    expect(inQuery.status).toBe(400);
    expect(inQuery.json).not.toHaveProperty("access_token");
    const authorization = basic(app.client_id, app.client_secret);
    const inHeader = await wire(server, {
      method: "GET",
      path: "/oauth/token?grant_type=client_credentials",
      headers: { authorization },
    });
    expect(inHeader.status).toBe(405);
    expect(inHeader.headers.allow).toBe("POST");
  });

  test.each(["client_secret", "code", "refresh_token", "code_verifier"])(
    "TK-01 POST with %s in the query is refused although the body is right",
    async (name) => {
      const answer = await post(server, `/oauth/token?${name}=x`, fields);
      expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    },
  );

  test("TK-01 a parameter in the query is never read", async () => {
    const { scope: _, ...without } = fields;
    const answer = await post(server, "/oauth/token?scope=unknown&grant_type=password", without);
    expect(answer.status).toBe(200);
    const { grant_type: __, ...rest } = fields;
    const missing = await post(server, "/oauth/token?grant_type=client_credentials", rest);
    expect(missing).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });
});

describe("RFC 6749 §5 answers", () => {
  test("TK-02 success is JSON that nobody stores (RFC 6749 §5.1)", async () => {
    const answer = await post(server, "/oauth/token", fields);
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toMatch(/^application\/json\b/);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.headers["pragma"]).toBe("no-cache");
  });

  test("TK-03 TK-04 errors are JSON with the same cache headers, 401 with a Basic challenge (RFC 6749 §5.2)", async () => {
    const wrong = { authorization: basic(app.client_id, "wrong") };
    const refused = await post(server, "/oauth/token", { grant_type: "client_credentials" }, wrong);
    expect(refused.status).toBe(401);
    expect(refused.headers["www-authenticate"]).toMatch(/^Basic realm=/);
    const malformed = await post(server, "/oauth/token", { ...fields, grant_type: "" });
    expect(malformed.status).toBe(400);
    for (const [answer, error] of [
      [refused, "invalid_client"],
      [malformed, "invalid_request"],
    ] as const) {
      expect(answer.headers["content-type"]).toMatch(/^application\/json\b/);
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(answer.headers["pragma"]).toBe("no-cache");
      expect(answer.json["error"]).toBe(error);
      expect(Object.keys(answer.json)).toEqual(["error", "error_description"]);
    }
  });
});

describe("RFC 6749 §5.2 grant_type", () => {
  test("TK-12 missing, unknown, and known but not allowed are three errors", async () => {
    const { grant_type: _, ...without } = fields;
    const limited = await server.addApp({ grant_types: ["authorization_code"] });
    const ask = async (changes: Record<string, string>) =>
      (await post(server, "/oauth/token", { ...without, ...changes })).json["error"];
    expect(await ask({})).toBe("invalid_request");
    expect(await ask({ grant_type: "x" })).toBe("unsupported_grant_type");
    expect(await ask({ ...limited, grant_type: "client_credentials" })).toBe("unauthorized_client");
  });

  test("TK-13 password and implicit do not exist (RFC 9700 §2.4)", async () => {
    const names: readonly string[] = grants.map((grant) => grant.grant_type);
    expect(names).toContain("authorization_code");
    for (const never of ["password", "implicit", "token"]) expect(names).not.toContain(never);
    const { username, password } = server.person;
    for (const grant_type of [
      "password",
      "implicit",
      "token",
      "PASSWORD",
      "Client_Credentials",
      " password",
    ]) {
      const answer = await post(server, "/oauth/token", { ...fields, grant_type, username, password });
      expect(answer).toMatchObject({ status: 400, json: { error: "unsupported_grant_type" } });
    }
  });
});

describe("RFC 6749 §3.2 parameters", () => {
  test.each([
    "grant_type",
    "client_id",
    "client_secret",
    "scope",
    "code",
    "redirect_uri",
    "refresh_token",
    "resource",
  ])("TK-14 %s twice is invalid_request, as a form and as JSON", async (name) => {
    const value = fields[name] ?? "x";
    const twice = new URLSearchParams(form(fields));
    twice.delete(name);
    const rest = Object.entries(fields).filter(([key]) => key !== name);
    const again = `${name}=${encodeURIComponent(value)}`;
    const asForm = await post(server, "/oauth/token", `${twice.toString()}&${again}&${again}`);
    expect(asForm).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    const members = [...rest, [name, value], [name, value]].map(
      ([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`,
    );
    expect(await json(`{${members.join()}}`)).toMatchObject({
      status: 400,
      json: { error: "invalid_request" },
    });
  });

  test("TK-14 a JSON key that is repeated under an escape, or behind a value of another type, does not hide", async () => {
    const rest = JSON.stringify(fields).slice(1, -1);
    for (const text of [
      `{"grant\\u005ftype":"x",${rest}}`,
      `{"grant_type":1,${rest}}`,
      `{"z":1,"grant_type":2,"z":"x",${rest}}`,
      `{"scope":null,${rest}}`,
      `{"x":{"a":"b"},"x":"y",${rest}}`,
      `{"x":["a","b"],"x":"y",${rest}}`,
    ])
      expect(await json(text), text).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  });

  test("TK-15 unknown parameters are ignored, even twice", async () => {
    expect((await post(server, "/oauth/token", `${form(fields)}&extra=1&extra=2`)).status).toBe(200);
    expect((await json(JSON.stringify({ ...fields, extra: "1" }))).status).toBe(200);
    expect((await json(`{"extra":"1","extra":"2",${JSON.stringify(fields).slice(1)}`)).status).toBe(200);
  });

  test("TK-16 an empty value counts as missing", async () => {
    const answer = await post(server, "/oauth/token", { ...fields, resource: "", code: "", grant_type: "" });
    expect(answer).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    expect((await post(server, "/oauth/token", { ...fields, resource: "" })).status).toBe(200);
    const { scope: _, ...without } = fields;
    const absent = await post(server, "/oauth/token", without);
    const empty = await post(server, "/oauth/token", { ...fields, scope: "" });
    expect(empty.json["scope"]).toBe(absent.json["scope"]);
  });
});

describe("media types", () => {
  test.each([
    FORM,
    `${FORM};charset=utf-8`,
    `${FORM}; charset=UTF-8`,
    `${FORM} ; charset="utf-8"`,
    "Application/X-WWW-Form-URLencoded",
  ])("TK-17 a form as %s is read", async (type) => {
    expect((await typed(type)).status).toBe(200);
  });

  test.each([JSON_TYPE, "application/json; charset=utf-8", "APPLICATION/JSON"])(
    "TK-17 JSON as %s is read",
    async (type) => {
      expect((await json(JSON.stringify(fields), type)).status).toBe(200);
    },
  );

  test.each([
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json, application/x-www-form-urlencoded",
    `${FORM}, application/json`,
    `${FORM}; charset=utf-7`,
    `${FORM}; charset=utf-16`,
    "application/json; charset=iso-8859-1",
    "application/jsonp",
    "application/vnd.api+json",
    `${FORM}; boundary=x`,
    "application/",
    "/",
    "",
    "x",
    "*/*",
  ])("TK-17 %j is refused and never an error of ours", async (type) => {
    const answer = await typed(type);
    expect(answer).toMatchObject({ status: 415, json: { error: "invalid_request" } });
  });

  test("TK-17 no Content-Type at all is refused", async () => {
    const answer = await wire(server, { body: form(fields) });
    expect(answer).toMatchObject({ status: 415, json: { error: "invalid_request" } });
  });

  test("TK-18 a form that is called JSON and JSON that is called a form are refused", async () => {
    expect(await typed(JSON_TYPE)).toMatchObject({ status: 400, json: { error: "invalid_request" } });
    const answer = await typed(FORM, JSON.stringify(fields));
    expect([400, 401]).toContain(answer.status);
    expect(answer.json).not.toHaveProperty("access_token");
  });
});

describe("limits", () => {
  test("TK-21 a body over 64 KiB is 413", async () => {
    const answer = await post(server, "/oauth/token", `${form(fields)}&x=${"y".repeat(66_000)}`);
    expect(answer).toMatchObject({ status: 413, json: { error: "invalid_request" } });
  });

  test("TK-21 a body that announces too much is refused before it is sent", async () => {
    const answer = await rawBytes(
      server,
      `POST /oauth/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${FORM}\r\nContent-Length: 10000000\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test.each(["gzip", "deflate", "br", "compress", "gzip, gzip"])(
    "TK-21 a body in %s is refused",
    async (coding) => {
      const answer = await post(server, "/oauth/token", fields, { "content-encoding": coding });
      expect(answer).toMatchObject({ status: 415, json: { error: "invalid_request" } });
    },
  );

  test("TK-21 a request may take ten seconds, its head eight, and no longer (structure; the 408 itself is in house/refusals)", () => {
    const { server: listening } = server.fastify;
    expect(listening.requestTimeout).toBe(10_000);
    expect(listening.headersTimeout).toBe(8000);
  });

  test("TK-21 more than 64 parameters or a value over 4 KiB is refused, as a form and as JSON", async () => {
    const many = Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`p${index}`, "1"]));
    const long = { ...fields, scope: "s".repeat(4097) };
    for (const body of [{ ...fields, ...many }, long]) {
      expect(await post(server, "/oauth/token", body)).toMatchObject({ status: 414 });
      expect(await json(JSON.stringify(body))).toMatchObject({ status: 414 });
    }
  });
});
