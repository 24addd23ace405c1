/** TK-30 — a request whose length can be read in two ways is refused and the connection closed: nothing rides along behind it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
import { form, rawBytes } from "../support/wire.ts";

let server: TestServer;
let body: string;

beforeAll(async () => {
  server = await startServer();
  const { client_id, client_secret } = await server.addApp();
  body = form({ grant_type: "client_credentials", client_id, client_secret });
});
afterAll(() => server.close());

const type = "Content-Type: application/x-www-form-urlencoded";
const head = (...lines: string[]): string =>
  ["POST /oauth/token HTTP/1.1", "Host: x", type, ...lines, "", ""].join("\r\n");
const second = "GET /smuggled HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const chunked = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

test("the harness: a good request gives a token, and a second one behind it is answered", async () => {
  const answer = await rawBytes(server, head(`Content-Length: ${body.length}`) + body + second);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain("access_token");
  expect(answer).toMatch(/HTTP\/1\.1 404 /);
});

const twoLengths: [string, () => string][] = [
  ["two Content-Length", () => head(`Content-Length: ${body.length}`, "Content-Length: 0") + body],
  [
    "two equal Content-Length",
    () => head(`Content-Length: ${body.length}`, `Content-Length: ${body.length}`) + body,
  ],
  ["a list of lengths", () => head(`Content-Length: ${body.length}, ${body.length}`) + body],
  [
    "Content-Length and chunked",
    () => head(`Content-Length: ${body.length}`, "Transfer-Encoding: chunked") + chunked(body),
  ],
  [
    "chunked and Content-Length",
    () => head("Transfer-Encoding: chunked", "Content-Length: 4") + chunked(body),
  ],
  ["chunked that is not last", () => head("Transfer-Encoding: chunked, identity") + chunked(body)],
  ["another coding", () => head("Transfer-Encoding: xchunked") + chunked(body)],
  ["chunked by tab", () => head("Transfer-Encoding:\vchunked") + chunked(body)],
  ["a space before the colon", () => head(`Content-Length : ${body.length}`) + body],
  ["a folded header", () => head(`Content-Length: ${body.length}`, "X: a", " b") + body],
  ["a negative length", () => head("Content-Length: -1") + body],
  ["a signed length", () => head(`Content-Length: +${body.length}`) + body],
  ["a hexadecimal length", () => head("Content-Length: 0x10") + body],
  ["a length beyond 64 bits", () => head("Content-Length: 99999999999999999999") + body],
  ["NUL in a header", () => head(`Content-Length: ${body.length}`, "X: a\0b") + body],
  ["a bare line feed between chunks", () => head("Transfer-Encoding: chunked") + `2\n${body}\r\n0\r\n\r\n`],
  ["a chunk longer than it says", () => `${head("Transfer-Encoding: chunked")}1\r\n${body}\r\n0\r\n\r\n`],
];

test.each(twoLengths)(
  "TK-30 %s: no token, the connection ends, what follows is not answered",
  async (_name, make) => {
    const answer = await rawBytes(server, make() + second);
    expect(answer).not.toContain("access_token");
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).not.toContain("404");
    expect(answer.toLowerCase()).toContain("connection: close");
  },
);

test("TK-29 HX-02 even such an answer is our JSON with our headers", async () => {
  const answer = await rawBytes(server, "NONSENSE\r\n\r\n");
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"error":"invalid_request"');
  expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
  expect(answer.toLowerCase()).toContain("cache-control: no-store");
});

test("AR-29 TK-21 a head of 64 kB is refused without being kept", async () => {
  const answer = await rawBytes(server, head(`X: ${"a".repeat(65_536)}`));
  expect(answer).toMatch(/^HTTP\/1\.1 414 /);
});
