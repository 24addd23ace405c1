/** Every sample of the guide runs as it stands, in every language of this machine, against a real server and a guarded API. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guideFacts, type GuideFacts } from "../../src/guide/facts.ts";
import { callsOf, valuesOf, type Calls, type Values } from "../../src/guide/samples/calls.ts";
import { exampleOf } from "../../src/guide/samples/details.ts";
import type { Language, LanguageId } from "../../src/guide/samples/language.ts";
import { LANGUAGES, write } from "../../src/guide/samples/languages.ts";
import { Browser } from "../support/browser.ts";
import { declareTypes, detailed, tripType } from "../support/details.ts";
import { decide } from "../support/device.ts";
import { introspect, postToken, walk } from "../support/flow.ts";
import { startServer, testScopes, type TestApp, type TestServer } from "../support/server.ts";
import { full, printed, run, runtimeOf, start } from "./runners.ts";
import { worked, writeVerified } from "./verify.ts";

const DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
/** A program of Go or Java is compiled first, on a machine that does other things too. */
const SLOW = 120_000;

const signedOut = "https://app.example/signed-out";

let server: TestServer;
let api: Server;
let app: TestApp;
let other: TestApp;
beforeAll(async () => {
  server = await startServer({ realClock: true });
  const grant_types = ["authorization_code", "refresh_token", "client_credentials", DEVICE, EXCHANGE];
  await declareTypes(server);
  app = await server.addApp({
    grant_types,
    scopes: ["bookings:read", "bookings:create", "profile:read", "offline_access", "openid"],
    metadata: { ...detailed, post_logout_redirect_uris: [signedOut] },
  });
  other = await server.addApp({ grant_types });
  const route = { method: "GET", path: "/bookings", scopes: ["bookings:read"], person: false };
  const guard = createGuard({
    issuer: server.issuer,
    audience: server.api.identifier,
    routes: [route],
    versions: { default: "1.0", list: [{ version: "1.0", status: "stable" }] },
  });
  api = createServer(
    guarded(guard, (request, response, { version }) => {
      response.end(JSON.stringify({ bookings: request.method, version }));
    }),
  );
  await new Promise<void>((resolve) => {
    api.listen(0, "127.0.0.1", () => resolve());
  });
  await server.gatehouse.store.registry.importDocument({
    id: server.api.client_id,
    identifier: server.api.identifier,
    name: "Bookings",
    scopes: testScopes,
    document: {
      title: "Bookings",
      version: "1.0",
      server: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
      routes: [{ ...route, public: false, summary: "List", tags: [] }],
      versions: { default: "1.0", list: [{ version: "1.0", status: "stable" }] },
    },
    force: true,
  });
});
afterAll(async () => {
  writeVerified();
  api?.closeAllConnections();
  api?.close();
  await server?.close();
});

/** What the guide shows to the owner of the app, in the moment when its secret was made. */
async function facts(body: "form" | "json"): Promise<GuideFacts> {
  const { settings, ports } = server.gatehouse;
  const reader = {
    app: "Trip Planner",
    client_id: app.client_id,
    client_secret: app.client_secret,
    redirect_uri: app.redirect_uri,
    scopes: ["bookings:read", "profile:read", "offline_access"],
    resource: server.api.identifier,
  };
  return guideFacts({ ...settings, guide_token_body: body }, ports, ["en"], reader);
}

/** The address that a program printed on a line of its own. */
const addressIn = (said: string): string => /^https?:\S+$/m.exec(said)?.[0] ?? "";

const languages = LANGUAGES.map((language) => ({ language, runtime: runtimeOf(language.id) }));

/** The source of one program with these values in the place of placeholders. */
function sourceIn(language: Language, body: "form" | "json") {
  return async (name: keyof Calls, values: Partial<Values> = {}): Promise<string> => {
    const all = await facts(body);
    const call = callsOf(all, { ...valuesOf(all), ...values })[name];
    if (call === null) throw new Error(`no program ${name}`);
    return write(language, call);
  };
}

/** A test of one language, skipped where the language is not, and remembered when it passed. */
function sampleIn(id: LanguageId, runtime: string | null, body: "form" | "json") {
  return (what: string, work: () => Promise<void>): void =>
    test.skipIf(runtime === null)(
      what,
      async () => {
        await work();
        worked(id, runtime ?? "", `${body} ${what}`);
      },
      SLOW,
    );
}

describe.each(["form", "json"] as const)("the samples with a %s body", (body) => {
  describe.each(languages)("in $language.label", ({ language, runtime }) => {
    const { id } = language;
    const source = sourceIn(language, body);
    const sample = sampleIn(id, runtime, body);

    sample("a machine's token, used at the API and given back", async () => {
      const token = printed(await run(id, await source("machine")), "access_token");
      expect(await run(id, await source("call", { access_token: token }))).toContain(
        '{"bookings":"GET","version":"1.0"}',
      );
      expect(await introspect(server, token)).toMatchObject({ active: true, client_id: app.client_id });
      await run(id, await source("revoke", { access_token: token }));
      expect(await introspect(server, token)).toEqual({ active: false });
    });

    sample("the code flow: address, code, tokens, refreshed tokens, exchanged token", async () => {
      const said = await run(id, await source("authorize"));
      const answer = await walk(server, addressIn(said), server.person);
      expect(answer.searchParams.get("state")).toBe(printed(said, "state"));
      const code = answer.searchParams.get("code") ?? "";
      const code_verifier = printed(said, "code_verifier");
      const tokens = await run(id, await source("exchange", { code, code_verifier }));
      const refresh_token = printed(tokens, "refresh_token");
      const refreshed = await run(id, await source("refresh", { refresh_token }));
      expect(printed(refreshed, "refresh_token")).not.toBe(refresh_token);
      const access_token = printed(refreshed, "access_token");
      expect(await run(id, await source("call", { access_token }))).toContain('"bookings":"GET"');
      // Another app of the organisation passes the person's token on.
      const { client_id, client_secret } = other;
      const passed = await run(id, await source("tokenExchange", { client_id, client_secret, access_token }));
      const known = await introspect(server, printed(passed, "access_token"));
      expect(known).toMatchObject({ active: true, client_id, sub: server.person.id });
    });

    sample("a permission with details, and signing out", async () => {
      const browser = new Browser(server.origin);
      const said = await run(id, await source("details", { scope: "openid" }));
      const answer = await walk(server, addressIn(said), server.person, "allow", browser);
      const tokens = await postToken(server, {
        grant_type: "authorization_code",
        client_id: app.client_id,
        client_secret: app.client_secret,
        redirect_uri: app.redirect_uri,
        code: answer.searchParams.get("code"),
        code_verifier: printed(said, "code_verifier"),
      });
      expect(tokens.json["authorization_details"]).toEqual([exampleOf(tripType)]);
      const id_token = String(tokens.json["id_token"]);
      const leaving = await run(
        id,
        await source("logout", { id_token, post_logout_redirect_uri: signedOut }),
      );
      const page = await browser.open(addressIn(leaving));
      expect(page.leaves).toBe(`${signedOut}?state=${printed(leaving, "state")}`);
    });

    sample("a no is shown, and the program fails", async () => {
      const { ended } = start(id, await source("exchange", { code: "none", code_verifier: "x".repeat(43) }));
      const { code, stdout, stderr } = await ended;
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain("invalid_grant");
    });
  });
});

// They wait five seconds before they ask, so they wait together.
describe.concurrent.each(full ? (["form", "json"] as const) : (["form"] as const))(
  "a device that waits for its person, with a %s body",
  (body) => {
    for (const { language, runtime } of languages)
      sampleIn(
        language.id,
        runtime,
        body,
      )(`device in ${language.label}`, async () => {
        const { firstLine, ended } = start(language.id, await sourceIn(language, body)("device"));
        const user_code = /[?&]user_code=([A-Z-]+)/.exec(await firstLine)?.[1] ?? "";
        // One address may try five codes a minute; here every person sits at the same one.
        await server.gatehouse.store.engine.write((tx) => tx.deleteFrom("throttles").execute());
        await decide(server, user_code, server.person);
        const { code, stdout, stderr } = await ended;
        expect([code, stderr]).toEqual([0, ""]);
        expect(await introspect(server, printed(stdout, "access_token"))).toMatchObject({
          active: true,
          sub: server.person.id,
        });
      });
  },
);

test.each(languages.filter(({ runtime }) => runtime !== null))(
  "a hostile value is a value in $language.label, and never a part of the program",
  async ({ language }) => {
    const hostile = `a'b"c\\d$e\`f#{1}$(id)\${7}{8}%s\\u0041 */ \\n`;
    const all = await facts("form");
    const call = { ...callsOf(all).machine, parameters: [["grant_type", hostile]] as const };
    let heard = "";
    const echo = createServer((request, response) => {
      request.on("data", (chunk: Buffer) => (heard += chunk.toString()));
      request.on("end", () => response.end('{"access_token":"t","expires_in":1}'));
    });
    await new Promise<void>((resolve) => {
      echo.listen(0, "127.0.0.1", () => resolve());
    });
    const url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/`;
    for (const body of ["form", "json"] as const) {
      heard = "";
      await run(language.id, write(language, { ...call, body, url }));
      const got: unknown =
        body === "json"
          ? (JSON.parse(heard) as { grant_type: string }).grant_type
          : new URLSearchParams(heard).get("grant_type");
      expect(got).toBe(hostile);
    }
    await new Promise((resolve) => echo.close(resolve));
  },
  SLOW,
);

test("the server itself takes what the samples send", async () => {
  const { machine } = callsOf(await facts("form"));
  expect((await postToken(server, Object.fromEntries(machine.parameters))).status).toBe(200);
});
