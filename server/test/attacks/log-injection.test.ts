/** HX-04 — nothing that a caller sends writes a log line of its own or moves a terminal's cursor. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { escapeLine, jsonLog } from "../../src/cli/log.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { basic, FORM, post, wire } from "../support/wire.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const hostile = [
  'x\n{"level":"info","event":"token_issued"}',
  "x\r\nSet-Cookie: a=b",
  "\u{1b}[2J\u{1b}[31mroot",
  "\u{9b}31m",
  "\u{202e}gnp.exe",
  "\u{2066}a\u{2069}",
  "a\u{2028}b\u{2029}c",
  "\u{200b}\u{200f}\u{feff}\u{ad}",
  "\0\b\u{7f}",
  '"},{"x":"',
  "%0d%0aX: y",
];

/** Only what a terminal shows as it is. */
const harmless = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;

/** What the log writes for these events. */
function written(lines: readonly Record<string, unknown>[]): string[] {
  const out: string[] = [];
  const log = jsonLog("trace", { write: (line) => void out.push(line) });
  for (const { level, ...line } of lines) log(level as "info", line);
  return out;
}

test("HX-04 any text in any field becomes one line of harmless JSON that reads back as it was", () => {
  for (const text of hostile) {
    const [line = "", ...more] = written([
      { level: "warn", event: text, [text]: text, nested: { list: [text] } },
    ]);
    expect(more).toEqual([]);
    expect(line.endsWith("\n")).toBe(true);
    expect(line.slice(0, -1)).toMatch(harmless);
    expect(JSON.parse(line)).toMatchObject({ event: text, nested: { list: [text] } });
  }
  expect(escapeLine("plain ä 日本 😀")).toBe("plain ä 日本 😀");
});

test("HX-04 requests full of such texts leave whole, harmless lines", async () => {
  const app = await server.addApp();
  const before = server.lines.length;
  for (const text of hostile) {
    const encoded = encodeURIComponent(text);
    await post(server, "/oauth/token", { grant_type: text, client_id: text, client_secret: text });
    await post(
      server,
      "/oauth/token",
      { client_id: text, client_secret: "x" },
      { origin: "https://x.example" },
    );
    await post(
      server,
      "/oauth/token",
      { grant_type: "client_credentials" },
      { authorization: basic(text, text) },
    );
    await post(server, "/oauth/token", {
      client_id: app.client_id,
      client_secret: app.client_secret,
      grant_type: text,
    });
    await post(server, `/oauth/token?client_secret=x&client_id=${encoded}`, {});
    await post(server, "/sign-in", { username: text, password: text });
    await wire(server, { method: "GET", path: `/${encoded}`, headers: { "user-agent": encoded } });
    await wire(server, { method: "GET", path: `/oauth/authorize?client_id=${encoded}&state=${encoded}` });
    await wire(server, {
      method: "GET",
      path: `/oauth/authorize?client_id=${app.client_id}&redirect_uri=${encoded}`,
    });
    await wire(server, {
      body: "x",
      headers: { "content-type": FORM, "x-request-id": encoded, traceparent: encoded },
    });
  }
  const lines = server.lines.slice(before);
  expect(lines.length).toBeGreaterThanOrEqual(hostile.length * 9);
  for (const line of written(lines)) {
    expect(line.slice(0, -1)).toMatch(harmless);
    const read = JSON.parse(line) as Record<string, unknown>;
    expect(["request", "refused", "authorize_refused", "secret_in_query", "secret_in_browser"]).toContain(
      read["event"],
    );
    // Ids and paths of the log are ours, not the caller's.
    for (const text of hostile) expect(line).not.toContain(JSON.stringify(text).slice(1, -1));
  }
});
