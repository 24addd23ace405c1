/** CWE-1333 — what reads somebody else's text takes time in proportion to its length, however it is written. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCredentials } from "../../src/oauth/checks/client-authentication.ts";
import { parametersOf, readForm, readJson } from "../../src/oauth/checks/parameters.ts";
import { proofTrouble } from "../../src/oauth/checks/pkce.ts";
import { matchRedirect, registrationTrouble } from "../../src/oauth/checks/redirect-uri.ts";
import { readScope } from "../../src/oauth/checks/scope.ts";
import { readBody } from "../../src/oauth/token/read-body.ts";
import { isSecret } from "../../src/oauth/tokens/secret-token.ts";
import { readRefreshToken } from "../../src/oauth/tokens/refresh-token.ts";
import type { Client } from "../../src/oauth/clients/client.ts";
import { canonicalUsername } from "../../src/accounts/username.ts";
import { addressKey } from "../../src/lib/address.ts";
import { readCookie } from "../../src/http/cookies.ts";
import { untrustedText } from "../../src/pages/parts/untrusted.tsx";
import { pickLocale } from "../../src/pages/words/index.ts";
import { ask, askAuthorize, expectOurPage } from "../support/answers.ts";
import { authorizeUrl } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const size = 65_536;
const client = {
  redirect_uris: ["https://app.example/cb", "http://127.0.0.1/cb"],
  application_type: "native",
} as unknown as Client;
const request = {
  method: "POST",
  query: "",
  body: new Uint8Array(1),
  authorization: null,
  htu: "",
  dpop: null,
  certificate: null,
  fromBrowser: false,
  address: "",
};
const quiet = { report: () => undefined };
const basic = (authorization: string): unknown =>
  readCredentials({ authorization, parameters: parametersOf([]) });

const readers: Record<string, (text: string) => unknown> = {
  readForm: (text) => readForm(text, "malformed_form"),
  "readForm, one value": (text) => readForm(`a=${text}`, "malformed_form"),
  readJson,
  "readJson, one value": (text) => readJson(`{"a":"${text}`),
  readScope,
  "readBody, media type": (text) => readBody({ ...request, contentType: `application/json${text}` }, quiet),
  "readBody, charset": (text) =>
    readBody({ ...request, contentType: `application/json; charset=utf-8${text}` }, quiet),
  "readBody, query": (text) => readBody({ ...request, contentType: "application/json", query: text }, quiet),
  "Basic, raw": (text) => basic(`Basic ${text}`),
  "Basic, decoded": (text) => basic(`Basic ${Buffer.from(`${text}:x`).toString("base64")}`),
  registrationTrouble: (text) => registrationTrouble(`https://app.example/${text}`, "native"),
  "registrationTrouble, scheme": (text) => registrationTrouble(text, "native"),
  matchRedirect: (text) => matchRedirect(client, text),
  "matchRedirect, loopback": (text) => matchRedirect(client, `http://127.0.0.1:1/${text}`),
  proofTrouble: (text) => proofTrouble({ code_challenge: "x", code_challenge_method: "S256" }, text),
  isSecret: (text) => isSecret("gha", `gha_live_${text}`),
  readRefreshToken,
  canonicalUsername,
  addressKey,
  readCookie: (text) => readCookie(text, true),
  untrustedText,
  pickLocale: (text) => pickLocale(text, text),
};

/** Texts that make a careless pattern try every way of cutting them. */
const texts = [
  "a",
  "a.",
  " ",
  "\t ",
  "=",
  "%",
  "%41",
  "+",
  "&",
  "&a=",
  ";",
  "; ",
  '"',
  "\\",
  '\\"',
  '"a":"b",',
  "[",
  "{",
  "a-",
  ",",
  "en,",
  "/",
  "../",
  ":",
  "@",
  "\u0301",
  "\u202e",
  "é",
  "ﷺ",
  "0",
  "Basic ",
  "gha_live_",
].map((piece) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size));

describe.each(Object.entries(readers))("HX-09 %s", (_name, read) => {
  /** Milliseconds of this thread, so that what else the machine does is not counted. */
  const cost = (text: string): number => {
    const before = process.threadCpuUsage();
    try {
      read(text);
    } catch {
      // A refusal is an answer; how long it took is what counts.
    }
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };

  test("HX-09 64 KiB of anything is read within 10 ms; what is quadratic would need seconds", () => {
    for (const text of texts) {
      for (const attack of [text, `${text}!`, `${text}\n`]) {
        let fastest = cost(attack);
        // The first times are slower: code is compiled, memory is taken.
        for (let tries = 0; fastest >= 10 && tries < 5; tries++) fastest = Math.min(fastest, cost(attack));
        expect(fastest, JSON.stringify(text.slice(0, 12))).toBeLessThan(10);
      }
    }
  });
});

describe("AR-29 limits at the authorization endpoint", () => {
  let server: TestServer;
  let app: TestApp;
  beforeAll(async () => {
    server = await startServer();
    app = await server.addApp();
  });
  afterAll(() => server.close());

  test.each([
    ["a query of more than 8 KiB", `&x=${"y".repeat(4000)}&z=${"y".repeat(4095)}`],
    ["more than 64 parameters", "&a=1".repeat(65)],
    ["a value of more than 4 KiB", `&x=${"y".repeat(4097)}`],
  ])("AR-29 %s gets our page, 414", async (_what, extra) => {
    expectOurPage(await askAuthorize(server, app, {}, extra), "request_too_large", 414);
    const body = new URL(authorizeUrl(server, app)).search.slice(1) + extra;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const posted = await ask(server, "/oauth/authorize", { method: "POST", body, headers });
    expectOurPage(posted, "request_too_large", 414);
  });

  test("AR-29 a body of more than 64 KiB is not even read", async () => {
    const body = new URLSearchParams({ x: "y".repeat(70_000) });
    expectOurPage(await ask(server, "/oauth/authorize", { method: "POST", body }), "body_too_large", 413);
  });

  test("AR-29 what is just within the limits is served", async () => {
    const { length } = new URL(authorizeUrl(server, app)).search.slice(1);
    const extra = `&x=${"y".repeat(4096)}&z=`;
    const answer = await askAuthorize(server, app, {}, extra + "y".repeat(8192 - length - extra.length));
    expect(answer.location).toMatch(/^\/sign-in\?pending=/);
  });
});
