/** HX-08 — structured fuzz over every route: no 500, no crash, memory that does not grow. FUZZ=100000 runs the long form. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, getCode, redeem, s256, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic } from "../support/wire.ts";
import { makeRequest, seeded, type Material } from "./fuzz-requests.ts";

const total = Number(process.env["FUZZ"] ?? 4000);
const parallel = 16;
/** What is compiled, cached and pooled once is there by then. */
const warm = Math.min(Math.floor(total / 2), 10_000);

let server: TestServer;
let material: Material;

beforeAll(async () => {
  server = await startServer();
  const app = await server.addApp({
    settings: { refresh_token: "always", token_endpoint_get: "basic_only" },
  });
  const opaque = await server.addApp({
    settings: { access_token_profile: "opaque", refresh_token: "always" },
  });
  const open = await server.addApp({ application_type: "native", token_endpoint_auth_method: "none" });
  material = await materialOf([app, opaque, open]);
});
afterAll(() => server.close());

const field = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"|value="([^"]*)" name="${name}"`)
    .exec(html)
    ?.slice(1)
    .find(Boolean) ?? "";

async function materialOf(apps: readonly TestApp[]): Promise<Material> {
  const [app] = apps as [TestApp];
  const tokens = await redeem(server, app, await getCode(server, app));
  const browser = new Browser(server.origin);
  const signIn = await browser.open(authorizeUrl(server, app));
  const anonymous = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const inside = new Browser(server.origin);
  const consent = await inside.click(
    await inside.open(authorizeUrl(server, await server.addApp())),
    "submit-login",
    server.person,
  );
  const codes = await Promise.all([1, 2, 3, 4].map(() => getCode(server, app)));
  return {
    values: {
      grant_type: ["authorization_code", "refresh_token", "client_credentials", "password"],
      client_id: [...apps.map((one) => one.client_id), server.api.client_id],
      client_secret: [...apps.map((one) => one.client_secret), server.api.client_secret],
      redirect_uri: [app.redirect_uri, "https://evil.example/cb"],
      code: codes,
      code_verifier: [verifier],
      refresh_token: [tokens.refresh_token ?? ""],
      scope: ["bookings:read", "bookings:read profile:read offline_access", "unknown"],
      resource: [server.api.identifier],
      token: [tokens.access_token, tokens.refresh_token ?? "", ...codes],
      token_type_hint: ["access_token", "refresh_token"],
      response_type: ["code", "token"],
      state: ["a-state"],
      code_challenge: [s256(), verifier],
      code_challenge_method: ["S256", "plain"],
      pending: [field(signIn.html, "pending"), field(consent.html, "pending")],
      csrf: [field(signIn.html, "csrf"), field(consent.html, "csrf")],
      username: [server.person.username],
      // Right ones cost a password hash each; a few are enough.
      password: ["wrong"],
      decision: ["allow", "deny"],
    },
    authorizations: [...apps, server.api].map((one) => basic(one.client_id, one.client_secret)),
    cookies: [anonymous, [...inside.cookies].map(([name, value]) => `${name}=${value}`).join("; ")],
  };
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Resident memory after a collection. */
function resident(): number {
  collect();
  return process.memoryUsage().rss;
}

test(
  `HX-08 TK-17 ${total} hostile requests: no 500, no crash, memory that does not grow`,
  { timeout: 120_000 + total * 10 },
  async () => {
    const random = seeded(20_260_101);
    const statuses = new Map<number, number>();
    const bad: string[] = [];
    const started = performance.now();
    let sent = 0;
    let before = 0;
    const worker = async (): Promise<void> => {
      while (sent < total) {
        sent += 1;
        if (sent === warm) before = resident();
        if (sent % 500 === 0) {
          // Without this the throttles would answer most of it.
          server.clock.advance(60_000);
          server.lines.length = 0;
        }
        const { method, url, headers, payload } = makeRequest(random, material);
        const answer = await server.fastify.inject({
          method,
          url,
          headers,
          ...(payload === undefined ? {} : { payload }),
          remoteAddress: `127.0.0.${1 + (sent % 250)}`,
        });
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        if (answer.statusCode >= 500)
          bad.push(`${answer.statusCode} ${method} ${url} ${JSON.stringify(headers)} ${String(payload)}`);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    const grown = (resident() - before) / 2 ** 20;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const spread = [...statuses]
      .sort(([left], [right]) => left - right)
      .map(([status, count]) => `${status}×${count}`);
    console.info(`fuzz: ${total} requests in ${seconds} s, RSS ${grown.toFixed(1)} MB, ${spread.join(" ")}`);
    expect(bad.slice(0, 5)).toEqual([]);
    expect(server.lines.filter((line) => line["event"] === "internal")).toEqual([]);
    expect(grown).toBeLessThan(50);
    // It went deep, and not only into walls.
    for (const status of [200, 303, 400, 401, 404, 405, 415])
      expect(statuses.get(status), `${status}`).toBeGreaterThan(0);
    // And it still works.
    const app = await server.addApp();
    expect(await redeem(server, app, await getCode(server, app))).toHaveProperty("access_token");
  },
);
