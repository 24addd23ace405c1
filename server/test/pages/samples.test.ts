/** The literal samples of the provider pages, extracted from the pages and executed over HTTPS, byte for byte but for host, id and secret. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeJwt, introspect } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { canMakeCertificates, httpsFront, type HttpsFront } from "./https.ts";
import { pageApp, send, sendRaw } from "./page.ts";
import { correctedPhp, pagesAreHere, pagesFolder, sample002, sample003, samples004 } from "./samples.ts";

/** Where tests must not be skipped, a missing program is a failure. */
const mustRun = process.env["CI"] !== undefined;

/** Says why something is skipped; a skipped test alone would go unnoticed. */
function missing(what: string, here: boolean): boolean {
  if (!here && !mustRun) console.warn(`samples: skipped, because ${what} is not here`);
  return !here && !mustRun;
}

/** What a program says of itself; empty when it is not there. */
function said(program: string, option: string): string {
  const { status, stdout } = spawnSync(program, [option], { encoding: "utf8" });
  return status === 0 ? stdout : "";
}

const has = (program: string): boolean => said(program, "--version") !== "";
const noRuby = missing("ruby", has("ruby"));
const noPhp = missing("php with curl", /^curl$/m.test(said("php", "-m")));
const noCurl = missing("curl", has("curl"));
const noTls = missing("openssl", canMakeCertificates());
const noPages = !pagesAreHere;
if (noPages) console.warn(`samples: skipped, because there are no provider pages in ${pagesFolder}`);

/** Runs a program of a reader; `input` is its source. */
async function run(
  command: string,
  args: readonly string[],
  input: string,
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

describe.skipIf(noPages || noTls)("literal samples", () => {
  let front: HttpsFront;
  let server: TestServer;
  let app002: TestApp;
  let app003: TestApp;
  let app004: TestApp;
  let trust: Record<string, string>;

  beforeAll(async () => {
    front = await httpsFront();
    server = await startServer({ issuer: `https://${front.host}` });
    front.target(server.origin);
    trust = { SSL_CERT_FILE: front.certificate, CURL_CA_BUNDLE: front.certificate };
    app002 = await pageApp(server, "provider-002");
    app003 = await pageApp(server, "provider-003");
    app004 = await pageApp(server, "provider-004");
    // Making an RSA-4096 key takes seconds, and is no part of a sample.
    await server.gatehouse.ring.ensure({ alg: "RS256", rsa_bits: 4096, environment: "live" });
  }, 120_000);
  afterAll(async () => {
    await front?.close();
    await server?.close();
  });

  /** What both scripts of page 004 print. */
  async function expectPrinted(stdout: string): Promise<void> {
    const printed = /^access_token (\S+)\nexpired in (\d+) seconds\n$/.exec(stdout);
    expect(printed).not.toBeNull();
    expect(printed?.[2]).toBe("3600");
    const known = await introspect(server, printed?.[1] ?? "");
    expect(known).toMatchObject({ active: true, client_id: app004.client_id, iss: `https://${front.host}` });
  }

  test.skipIf(noRuby)(
    "004: the Ruby sample prints a token that works, byte for byte over HTTPS",
    async () => {
      const { ruby } = samples004(front.host, app004);
      expect(ruby).toContain("https.use_ssl = true");
      const { code, stdout, stderr } = await run("ruby", ["-"], ruby, trust);
      expect([code, stderr]).toEqual([0, ""]);
      await expectPrinted(stdout);
    },
  );

  test.skipIf(noPhp)(
    "004: the PHP sample, its misspelt variable corrected, prints a token that works",
    async () => {
      const { php } = samples004(front.host, app004);
      expect(php.match(/\$response_payload\b/g)).toHaveLength(2);
      expect(php.match(/\$responsePayload\b/g)).toHaveLength(1);
      const options = ["-d", `curl.cainfo=${front.certificate}`, "-d", "display_errors=stderr"];
      const { code, stdout, stderr } = await run("php", options, correctedPhp(php), trust);
      expect([code, stderr]).toEqual([0, ""]);
      await expectPrinted(stdout);
    },
  );

  test.skipIf(noCurl)(
    "004: the curl sample answers the token as JSON, byte for byte over HTTPS",
    async () => {
      const { curl } = samples004(front.host, app004);
      const { code, stdout } = await run("sh", [], curl, trust);
      expect(code).toBe(0);
      const answer = JSON.parse(stdout) as Record<string, unknown>;
      expect(answer).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
      expect(await introspect(server, String(answer["access_token"]))).toMatchObject({ active: true });
    },
  );

  test("002: the literal request gets the literal answer's fields, and a token with the sample token's header and claims", async () => {
    const { method, path, headers, body, response } = sample002(app002);
    expect(headers).toEqual({ Accept: "application/json", "Content-Type": "application/json" });
    const answer = await send(server.origin + path, { method, headers, body });
    expect(answer.status).toBe(200);
    const { access_token: sampleToken, ...rest } = response;
    expect(answer.json).toMatchObject(rest);
    expect(Object.keys(answer.json)).toEqual([...Object.keys(response), "scope"]);
    const [ours, theirs] = [decodeJwt(String(answer.json["access_token"])), decodeJwt(String(sampleToken))];
    const { kid, ...header } = ours.header;
    expect(kid).toEqual(expect.any(String));
    expect(header).toEqual(theirs.header);
    const { iss, client_id, scope, ...claims } = ours.claims;
    expect([iss, client_id, scope]).toEqual([
      server.issuer,
      app002.client_id,
      "bookings:create bookings:delete",
    ]);
    expect(Object.keys(claims).sort()).toEqual(Object.keys(theirs.claims).sort());
    for (const [name, value] of Object.entries(theirs.claims)) expect(typeof claims[name]).toBe(typeof value);
    expect(claims).toMatchObject({
      sub: theirs.claims["sub"],
      scopes: theirs.claims["scopes"],
      is_test: false,
    });
    expect(String(claims["jti"])).toHaveLength(String(theirs.claims["jti"]).length);
    const signatures = [answer.json["access_token"], sampleToken].map((token) => String(token).split(".")[2]);
    expect(signatures[0]).toHaveLength(signatures[1]?.length ?? 0);
  });

  test("003: the literal example request 1 leads a browser to sign-in, and a program that wants JSON to a check", async () => {
    const request = sample003(front.host, app003.client_id);
    expect(request).toContain(
      `client_id=${app003.client_id}& HTTP/1.1\r\nX-VERSION: 1.7.0\r\nAccept-Language: `,
    );
    const browser = await sendRaw(server.origin, request);
    expect(browser.status).toBe(303);
    expect(browser.headers.get("location")).toMatch(/^\/sign-in\?pending=/);
    const program = await sendRaw(
      server.origin,
      sample003(front.host, app003.client_id, ["Accept: application/json"]),
    );
    expect(program.status).toBe(200);
    expect(program.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(JSON.parse(program.body)).toMatchObject({ valid: true, redirect_uri: app003.redirect_uri });
  });
});
