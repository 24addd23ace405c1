/** HX-03, HX-05 — every credential goes through every way it can take; afterwards no log, no stored byte and no error answer holds one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, s256 } from "../support/flow.ts";
import { startServer, testSecret, type TestApp, type TestServer } from "../support/server.ts";
import { basic, form, FORM, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
/** Name → text of every credential that there was. */
const canaries = new Map<string, string>();
/** Every answer that said "no". */
const refused: Answer[] = [];
let dump: Buffer;

const verifier = "canary-verifier.0123456789~abcdefghijklmnopqrstuvwxyz_ABC";
const password = "canary password 7Qx!ü";

function note(name: string, text: unknown): string {
  expect(text, name).toEqual(expect.any(String));
  canaries.set(`${name} ${canaries.size}`, String(text));
  return String(text);
}

async function send(
  path: string,
  fields: Record<string, string | null>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await post(server, path, fields, headers);
  if (answer.status >= 400) refused.push(answer);
  return answer;
}

beforeAll(async () => {
  server = await startServer();
  note("master secret", testSecret);
  note("introspection secret", server.api.client_secret);
  const person = await server.addPerson("canary", note("password", password));
  for (const access_token_profile of ["opaque", "rfc9068", "passport"] as const) {
    const app = await server.addApp({ settings: { refresh_token: "always", access_token_profile } });
    await flows(app, person);
  }
  await goWrong(await server.addApp(), person);
  await server.gatehouse.recorder.flush();
  dump = await everythingStored();
});
afterAll(() => server.close());

/** The right ways, and for each credential the wrong ones beside it. */
async function flows(app: TestApp, person: TestServer["person"]): Promise<void> {
  const { client_id, redirect_uri } = app;
  const client_secret = note("client secret", app.client_secret);
  note("Basic header", basic(client_id, client_secret).slice("Basic ".length));
  const browser = new Browser(server.origin);
  const challenge = { code_challenge: s256(note("verifier", verifier)), code_challenge_method: "S256" };
  const signIn = await browser.open(authorizeUrl(server, app, challenge));
  for (const value of browser.cookies.values()) note("cookie before sign-in", value);
  note("form token", /name="csrf" value="([^"]+)"/.exec(signIn.html)?.[1]);
  await browser.click(signIn, "submit-login", { username: person.username, password: `${password}?` });
  await browser.click(signIn, "submit-login", { username: password, password });
  const consent = await browser.click(signIn, "submit-login", { ...person });
  for (const value of browser.cookies.values()) note("cookie", value);
  note("form token", /name="csrf" value="([^"]+)"/.exec(consent.html)?.[1]);
  const done = await browser.click(consent, "allow");
  const code = note("code", new URL(done.leaves ?? "").searchParams.get("code"));
  const as = { client_id, client_secret };
  const exchange = { ...as, grant_type: "authorization_code", code, redirect_uri };
  await send("/oauth/token", {
    ...exchange,
    code_verifier: note("wrong verifier", "w".repeat(20) + verifier),
  });
  await send("/oauth/token", { ...exchange, code_verifier: null });
  const first = await send("/oauth/token", { ...exchange, code_verifier: verifier });
  let refresh_token = note("refresh token", first.json["refresh_token"]);
  note("access token", first.json["access_token"]);
  for (let count = 0; count < 2; count++) {
    const next = await send("/oauth/token", { ...as, grant_type: "refresh_token", refresh_token });
    refresh_token = note("refresh token", next.json["refresh_token"]);
    const token = note("access token", next.json["access_token"]);
    await send(
      "/oauth/introspect",
      { token },
      { authorization: basic(server.api.client_id, server.api.client_secret) },
    );
    await send("/oauth/introspect", { ...as, token: refresh_token });
    await send("/oauth/revoke", { ...as, token });
  }
  const machine = await send("/oauth/token", { ...as, grant_type: "client_credentials" });
  note("machine token", machine.json["access_token"]);
  await send("/oauth/token", { ...exchange, code_verifier: verifier });
  await send("/oauth/token", { ...as, grant_type: "refresh_token", refresh_token });
}

/** Every credential in every place where it does not belong. */
async function goWrong(app: TestApp, person: TestServer["person"]): Promise<void> {
  const { client_id } = app;
  const client_secret = note("client secret", app.client_secret);
  const as = { client_id, client_secret };
  await send("/oauth/token", {
    client_id: client_secret,
    client_secret: client_id,
    grant_type: "client_credentials",
  });
  await send(
    "/oauth/token",
    { grant_type: "client_credentials" },
    { authorization: basic(client_secret, client_id) },
  );
  await send("/oauth/token", { ...as, grant_type: "client_credentials" }, { origin: "https://app.example" });
  await send(
    "/oauth/token",
    { client_id: client_secret, client_secret, grant_type: "x" },
    { origin: "https://x.example" },
  );
  await send(`/oauth/token?${form(as)}`, {});
  await send(`/oauth/token?client_secret=x&client_id=${client_secret}`, {});
  await send("/oauth/introspect", as, { authorization: `Bearer ${client_secret}` });
  await send("/sign-in", { username: person.username, password });
  // One of each kind.
  const kinds = new Map(
    [...canaries].map(([name, text]) => [name.replace(/ \d+$/, ""), text.slice(0, 2000)]),
  );
  for (const text of kinds.values()) {
    for (const name of [
      "grant_type",
      "scope",
      "code",
      "refresh_token",
      "resource",
      "redirect_uri",
      "code_verifier",
    ])
      await send("/oauth/token", { ...as, grant_type: "authorization_code", [name]: text });
    for (const name of ["client_id", "redirect_uri", "scope", "state", "code_challenge", "response_type"]) {
      const path = `/oauth/authorize?${form({
        client_id,
        redirect_uri: "https://evil.example",
        [name]: text,
      })}`;
      const answer = await wire(server, { method: "GET", path });
      if (answer.status >= 400) refused.push(answer);
    }
    for (const path of [`/${encodeURIComponent(text)}`, `/consent?pending=${encodeURIComponent(text)}`])
      refused.push(await wire(server, { method: "GET", path, headers: { accept: "text/html" } }));
    refused.push(await wire(server, { body: text, headers: { "content-type": "application/json" } }));
    refused.push(
      await wire(server, { body: `x=%zz${encodeURIComponent(text)}`, headers: { "content-type": FORM } }),
    );
  }
}

/** The database's files and its log, and every row of every table. */
async function everythingStored(): Promise<Buffer> {
  const files = readdirSync(server.folder).map((name) => readFileSync(join(server.folder, name)));
  const { read } = server.gatehouse.store.engine;
  const rows: Buffer[] = [];
  for (const { name } of await read.introspection.getTables())
    rows.push(Buffer.from(JSON.stringify((await sql`select * from ${sql.table(name)}`.execute(read)).rows)));
  expect(rows.length).toBeGreaterThan(10);
  return Buffer.concat([...files, ...rows]);
}

/** The ways in which a text may be written. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
    new URLSearchParams({ x: text }).toString().slice(2),
    bytes.toString("base64").replaceAll("=", ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ];
}

/** Names of the credentials that are in there. */
function found(hay: Buffer): string[] {
  return [...canaries]
    .filter(([, text]) => spellings(text).some((spelling) => hay.includes(spelling)))
    .map(([name]) => name);
}

test("HX-03 the search finds what is there: every spelling of a planted credential", () => {
  expect(canaries.size).toBeGreaterThan(40);
  for (const [name, text] of canaries)
    for (const spelling of spellings(text)) expect(found(Buffer.from(`x${spelling}x`))).toContain(name);
  // And the dump is what it should be.
  expect(dump.includes("org_1")).toBe(true);
  expect(dump.includes("canary")).toBe(true);
});

test("HX-03 AC-16 no log line holds a credential", () => {
  expect(server.lines.length).toBeGreaterThan(100);
  expect(found(Buffer.from(JSON.stringify(server.lines)))).toEqual([]);
});

test("HX-05 TK-23 no stored byte holds a credential, nor a private key in the clear", () => {
  expect(found(dump)).toEqual([]);
  expect(dump.includes("PRIVATE KEY")).toBe(false);
  expect(dump.toString("latin1")).not.toMatch(/"(?:d|p|q|dp|dq|qi)\\*":\\*"/);
});

test("HX-03 TK-29 no error answer holds a credential, in body or headers", () => {
  expect(refused.length).toBeGreaterThan(150);
  const answers = refused.map(({ text, headers }) => ({
    text,
    headers: { ...headers, "set-cookie": undefined },
  }));
  const texts = answers.flatMap(({ text, headers }) => [text, JSON.stringify(headers)]).join("\n");
  expect(found(Buffer.from(texts))).toEqual([]);
});
