/** The corpus of hostile types, encodings and names at the token endpoint: nothing is guessed, nothing leaks into objects, nothing is a 500. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
import { form, FORM, JSON_TYPE, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let fields: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  const { client_id, client_secret } = await server.addApp();
  fields = { grant_type: "client_credentials", client_id, client_secret, scope: "bookings:read" };
});
afterAll(() => server.close());

const send = (body: string | Uint8Array, type = FORM): Promise<Answer> =>
  wire(server, { body, headers: { "content-type": type } });
const invalid = { status: 400, json: { error: "invalid_request" } };
/** The good fields as JSON members, without braces. */
const members = (): string => JSON.stringify(fields).slice(1, -1);
/** The good fields as a form, without one. */
const without = (name: string): string =>
  form(Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name)));

const notStrings = [
  "1",
  "0",
  "1e400",
  "true",
  "false",
  "null",
  "[]",
  '["a"]',
  '["a","b"]',
  "{}",
  '{"a":"b"}',
  "[[]]",
];

describe("TK-19 a value that is no string", () => {
  test.each([
    "grant_type",
    "client_id",
    "client_secret",
    "scope",
    "code",
    "redirect_uri",
    "refresh_token",
    "resource",
  ])("TK-19 %s of every other JSON type is invalid_request", async (name) => {
    for (const value of notStrings) {
      const rest = Object.entries(fields).filter(([key]) => key !== name);
      const text = rest.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`);
      const answer = await send(`{${[...text, `"${name}":${value}`].join()}}`, JSON_TYPE);
      expect(answer, value).toMatchObject(invalid);
    }
  });

  test.each(["scope[]=bookings:read", "scope[0]=bookings:read", "scope[a]=x", "scope.a=x", "scope%5B%5D=x"])(
    "TK-19 %s in a form is an unknown name, and no scope",
    async (pair) => {
      const answer = await send(`${without("scope")}&${pair}`);
      expect(answer).toMatchObject({ status: 200, json: { scope: "bookings:read bookings:create" } });
    },
  );

  test.each(["grant_type", "client_id", "client_secret"])("TK-19 %s[] never counts as %s", async (name) => {
    const answer = await send(`${without(name)}&${name}[]=${encodeURIComponent(fields[name] ?? "")}`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.json).not.toHaveProperty("access_token");
  });
});

describe("TK-20 names that mean something to JavaScript", () => {
  const names = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "__defineGetter__",
  ];

  test.each(names)("TK-20 %s as a name changes nothing, as a form and as JSON", async (name) => {
    expect((await send(`${form(fields)}&${name}=x&${name}[polluted]=x&${name}.polluted=x`)).status).toBe(200);
    expect((await send(`{${members()},"${name}":"x"}`, JSON_TYPE)).status).toBe(200);
    expect(await send(`{${members()},"${name}":{"polluted":"x"}}`, JSON_TYPE)).toMatchObject(invalid);
    expect({}).not.toHaveProperty("polluted");
  });

  test.each(names)("TK-20 %s as a value is an unknown value like any other", async (value) => {
    const answers: [string, string][] = [
      ["grant_type", "unsupported_grant_type"],
      ["client_id", "invalid_client"],
      ["scope", "invalid_scope"],
    ];
    for (const [name, error] of answers)
      expect((await send(`${without(name)}&${name}=${value}`)).json["error"]).toBe(error);
  });

  test("TK-20 a member of the prototype does not stand in for a missing parameter", async () => {
    expect(await send(`{"__proto__":{${members()}}}`, JSON_TYPE)).toMatchObject(invalid);
    expect((await send(`{"constructor":{"prototype":{${members()}}}}`, JSON_TYPE)).status).toBe(400);
  });
});

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

describe("TK-21 bytes", () => {
  const broken: [string, number[]][] = [
    ["invalid UTF-8", [0xff]],
    ["a lone continuation", [0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong NUL", [0xc0, 0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["beyond Unicode", [0xf5, 0x80, 0x80, 0x80]],
    ["a cut character", [0xe2, 0x82]],
    ["NUL", [0]],
  ];

  test.each(broken)(
    "TK-21 %s is refused: raw, percent-encoded, in JSON, in name and value",
    async (_name, codes) => {
      const encoded = codes.map((code) => `%${code.toString(16).padStart(2, "0")}`).join("");
      for (const body of [
        bytes(`${form(fields)}&x=`, codes),
        bytes(form(fields), "&", codes, "=x"),
        bytes(`${form(fields)}&x=${encoded}`),
        bytes(`${form(fields)}&${encoded}=x`),
      ])
        expect(await send(body)).toMatchObject(invalid);
      expect(await send(bytes(`{${members()},"x":"`, codes, '"}'), JSON_TYPE)).toMatchObject(invalid);
    },
  );

  test.each(['"\\ud800"', '"\\udfff"', '"a\\u0000b"'])(
    "TK-21 the JSON string %s is refused",
    async (text) => {
      expect(await send(`{${members()},"x":${text}}`, JSON_TYPE)).toMatchObject(invalid);
      expect(await send(`{${members()},${text}:"x"}`, JSON_TYPE)).toMatchObject(invalid);
    },
  );

  test("TK-21 a byte order mark is no white space", async () => {
    expect(await send(`\u{feff}{${members()}}`, JSON_TYPE)).toMatchObject(invalid);
    expect(await send(`\u{feff}${form(fields)}`)).toMatchObject(invalid);
  });

  test("TK-21 plus and %20 are spaces, %2B is a plus", async () => {
    for (const scope of ["bookings:read+bookings:create", "bookings:read%20bookings:create"])
      expect((await send(`${without("scope")}&scope=${scope}`)).json["scope"]).toBe(
        "bookings:read bookings:create",
      );
    const plus = await send(`${without("scope")}&scope=bookings:read%2Bbookings:create`);
    expect(plus.json["error"]).toBe("invalid_scope");
  });

  test.each(["%", "%z", "%0", "%0g", "%%41", "%u0041"])("TK-21 %j is no percent-encoding", async (text) => {
    expect(await send(`${form(fields)}&x=${text}`)).toMatchObject(invalid);
    expect(await send(`${form(fields)}&${text}=x`)).toMatchObject(invalid);
  });
});

describe("TK-21 size and depth", () => {
  test("TK-21 ten thousand keys, depth ten thousand, endless strings: refused at once", async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => index.toString(36));
    expect((await send(keys.map((key) => `${key}=`).join("&"))).status).toBe(414);
    expect(
      (
        await send(
          `{${keys
            .slice(0, 5000)
            .map((key) => `"${key}":""`)
            .join()}}`,
          JSON_TYPE,
        )
      ).status,
    ).toBe(414);
    for (const text of ["[", '{"a":'])
      expect(await send(text.repeat(10_000), JSON_TYPE)).toMatchObject(invalid);
    expect(await send(`${"[".repeat(10_000)}${"]".repeat(10_000)}`, JSON_TYPE)).toMatchObject(invalid);
    expect(await send(`{"a":"${"\\".repeat(60_001)}"}`, JSON_TYPE)).toMatchObject(invalid);
    expect((await send(`{"a":"${"\\\\".repeat(30_000)}"}`, JSON_TYPE)).status).toBe(414);
  });

  test.each([
    "{",
    "}",
    '{"a"}',
    '{"a":}',
    '{"a":"b",}',
    "{'a':'b'}",
    '{"a":"b"}x',
    '{"a":"b"}{}',
    "",
    " ",
    "//",
    "NaN",
  ])("TK-18 %j is no JSON object", async (text) => {
    const answer = await send(text, JSON_TYPE);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(402);
    expect(answer.json["error"]).toBe(answer.status === 401 ? "invalid_client" : "invalid_request");
  });

  test.each(["[]", '"x"', "1", "null", "true", "[{}]"])(
    "TK-19 the JSON value %s is no object",
    async (text) => {
      expect(await send(text, JSON_TYPE)).toMatchObject(invalid);
    },
  );
});
