/** The configurations that are given to the conformance suite: their scripted browser finds its way through our pages, and each module that they name exists. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importJWK, type JWK } from "jose";
import { configs, type Config } from "../../../conformance/configs.ts";
import { prepare, type Gatehouse } from "../../../conformance/prepare.ts";
import type { Run } from "../../../conformance/run.ts";
import { Browser } from "../support/browser.ts";
import { cliSecret, inProcess } from "../support/cli.ts";
import { authorizeUrl, s256 } from "../support/flow.ts";
import { assertion, assertionFields } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";
import { Automation } from "./automation.ts";
import { plans, whole } from "./plans.ts";

const suite = "https://suite.example:8443";
const redirect_uri = `${suite}/test/a/ours/callback`;

let server: TestServer;
let run: Run;
let all: ReturnType<typeof configs>;
beforeAll(async () => {
  server = await startServer({ settings: { secret: cliSecret } });
  const env = {
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_SECRET: cliSecret,
    GATEHOUSE_DATABASE: server.gatehouse.settings.database,
  };
  const gatehouse: Gatehouse = async (...argv) => {
    const heard = await inProcess([...argv, "--json"], env);
    if (heard.code !== 0) throw new Error(`gatehouse ${argv.join(" ")}: ${heard.err}`);
    return heard.json();
  };
  const resource = "https://conformance-api.example/bookings";
  run = await prepare(gatehouse, { issuer: server.issuer, suite, alias: "ours", resource });
  all = configs(run);
});
afterAll(() => server.close());

const config = (name: string): Config => {
  const found = all[name];
  if (found === undefined) throw new Error(`no configuration ${name}`);
  return found;
};

/** What the suite does with one module: its own automation, where there is one. */
const automation = (name: string, module = "", browser = new Browser(server.origin)): Automation =>
  new Automation(browser, (config(name).override[module] ?? config(name)).browser);

const url = (name: string, parameters: Record<string, string | null> = {}): string => {
  const { client_id } = config(name)["client"] as { client_id: string };
  return authorizeUrl(server, { client_id, redirect_uri }, { scope: "openid", ...parameters });
};

const planOf = (name: string): string =>
  name.startsWith("fapi2-")
    ? `fapi2-security-profile-final-${name.endsWith("client-credentials") ? "client-credentials-grant-" : ""}test-plan`
    : `${name}-certification-test-plan`;

test("each plan has a configuration, and every module that one names is in its plan", () => {
  expect(new Set(Object.keys(all).map(planOf))).toEqual(new Set(Object.keys(plans)));
  for (const [name, { override }] of Object.entries(all))
    for (const module of Object.keys(override))
      expect(plans[planOf(name)], `${name} ${module}`).toContain(module);
});

describe("sign-in", () => {
  test.each(["oidcc-basic", "oidcc-dynamic", "oidcc-backchannel-rp-initiated-logout"])(
    "%s: through sign-in and consent to the client, and through at once the second time",
    async (name) => {
      const browser = new Browser(server.origin);
      const first = automation(name, "", browser);
      const at = name === "oidcc-dynamic" ? url("oidcc-basic") : url(name);
      expect(await first.goTo(`${at}&prompt=consent`)).toContain(`${redirect_uri}?code=`);
      expect(first.done).toEqual(["Sign in", "Allow", "Verify complete"]);
      const second = automation(name, "", browser);
      expect(await second.goTo(at)).toContain(`${redirect_uri}?code=`);
      expect(second.done).toEqual(["Verify complete"]);
      server.clock.advance(1000);
      const asked = automation(name, "", browser);
      await asked.goTo(`${at}&prompt=login`);
      expect([asked.done[0], asked.pictures]).toEqual(["Sign in", ["/sign-in"]]);
    },
  );

  test("oidcc-formpost-basic: the button sends the answer where no script does", async () => {
    const by = automation("oidcc-formpost-basic");
    // The form leads to the suite, which is not here.
    await expect(
      by.goTo(url("oidcc-formpost-basic", { response_mode: "form_post", prompt: "consent" })),
    ).rejects.toThrow();
    expect(by.done).toEqual(["Sign in", "Allow", "Send the answer"]);
  });

  test("oidcc-ensure-registered-redirect-uri: a picture of our own page", async () => {
    const by = automation("oidcc-basic", "oidcc-ensure-registered-redirect-uri");
    await by.goTo(url("oidcc-basic", { redirect_uri: `${redirect_uri}x` }));
    expect(by.pictures).toEqual(["/oauth/authorize"]);
  });
});

const out = (query = ""): string => `${server.issuer}/oauth/logout?${query}`;

describe("oidcc-rp-initiated-logout", () => {
  const name = "oidcc-rp-initiated-logout";

  test.each([
    "",
    "oidcc-rp-initiated-logout-no-params",
    "oidcc-rp-initiated-logout-bad-post-logout-redirect-uri",
  ])("%s", async (module) => {
    const by = automation(name, module);
    await by.goTo(url(name));
    by.done.length = 0;
    by.pictures.length = 0;
    const leaving = by.goTo(out(module.includes("bad") ? "post_logout_redirect_uri=https://x.example" : ""));
    // Without a hint nobody is led back: the plain automation waits for that.
    if (module === "") await expect(leaving).rejects.toThrow("Back at the client");
    else await leaving;
    const pages = { "": [], params: ["/signed-out"], uri: ["/sign-out"] };
    expect(by.pictures).toEqual(pages[(module.split("-").at(-1) ?? "") as keyof typeof pages]);
  });
});

/** The authorization request that the suite pushes for its first client, with the key that it was given. */
const pushed = async (): Promise<string> => {
  const [{ client_id, scope = "", jwks }] = run.fapi.plain_oauth;
  const privateJwk = jwks?.keys[0] as JWK;
  const privateKey = (await importJWK(privateJwk, "ES256")) as CryptoKey;
  const key = { alg: "ES256", privateKey, publicJwk: {}, privateJwk, jkt: "", jwks: { keys: [] } };
  const proving = await assertion(server, { client_id }, key, {}, { kid: privateJwk.kid });
  const asked = {
    response_type: "code",
    redirect_uri,
    scope,
    code_challenge: s256(),
    code_challenge_method: "S256",
  };
  const answer = await post(server, "/oauth/par", { client_id, ...asked, ...assertionFields(proving) });
  expect(answer.status, answer.text).toBe(201);
  const query = new URLSearchParams({ client_id, request_uri: String(answer.json["request_uri"]) });
  return `${server.issuer}/oauth/authorize?${query.toString()}`;
};

describe("fapi2-security-profile-final-plain-oauth", () => {
  const name = "fapi2-security-profile-final-plain-oauth";

  test("happy-flow", async () => {
    expect(await automation(name).goTo(await pushed())).toContain(`${redirect_uri}?code=`);
  });

  test("user-rejects-authentication", async () => {
    const by = automation(name, whole("user-rejects-authentication"));
    expect(await by.goTo(await pushed())).toContain("error=access_denied");
  });

  test("par-ensure-reused-request-uri-prior-to-auth-completion-succeeds: the first visit only looks", async () => {
    const by = automation(name, whole("par-ensure-reused-request-uri-prior-to-auth-completion-succeeds"));
    const at = await pushed();
    await by.goTo(at);
    expect(by.done).toEqual([]);
    expect(await by.goTo(at)).toContain(`${redirect_uri}?code=`);
  });

  test("par-attempt-reuse-request_uri: the second visit is a picture of our own page", async () => {
    const by = automation(name, whole("par-attempt-reuse-request_uri"));
    const at = await pushed();
    await by.goTo(at);
    await by.goTo(at);
    expect(by.pictures.at(-1)).toBe("/oauth/authorize");
  });
});
