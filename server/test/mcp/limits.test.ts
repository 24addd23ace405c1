/** Limits that a person sets for an agent: what is on offer, and what becomes of them in every token that follows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  agentSettings,
  allowedCode,
  consentPage,
  letIn,
  markAs,
  markReading,
  registerAgent,
} from "../support/agents.ts";
import { Browser } from "../support/browser.ts";
import { DEVICE, newCodes, poll, type } from "../support/device.ts";
import { decodeJwt, introspect, redeem, refresh, verifier } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let agent: TestApp;
const HOUR = 3_600_000;

beforeAll(async () => {
  server = await startServer({ settings: agentSettings });
});
afterAll(() => server.close());
beforeEach(async () => {
  await markReading(server);
  agent = await registerAgent(server);
});

const claims = (token: unknown): Record<string, unknown> => decodeJwt(String(token)).claims;

describe("DR-16 what is on offer", () => {
  test("consent names the agent and its host, and offers time, reading and calls, without a script", async () => {
    const { html } = await consentPage(server, agent, "bookings:read bookings:create offline_access");
    expect(html).toContain("Editor");
    expect(html).toMatch(/All we know[^.]*agent\.example/);
    for (const id of ["limit-time-3600", "limit-time-604800", "limit-read-only", "limit-calls-10"])
      expect(html).toContain(`id="${id}"`);
    expect(html).not.toContain("<script");
  });

  test("no time beyond the policy, no reading where all of it or nothing reads, nothing for a registered app", async () => {
    const brief = await consentPage(server, agent, "bookings:create");
    expect(brief.html).not.toContain("limit-time");
    expect(brief.html).not.toContain("limit-read-only");
    const own = await server.addApp();
    expect((await consentPage(server, own, "bookings:read")).html).not.toContain("limit-");
  });

  test.each([
    ["limit_time", "7200"],
    ["limit_time", "31536000"],
    ["limit_calls", "5"],
    ["limit_read_only", "no"],
  ])("a form that somebody else wrote gets no %s=%s", async (name, value) => {
    const browser = new Browser(server.origin);
    const consent = await consentPage(server, agent, "bookings:read bookings:create offline_access", browser);
    const page = await browser.click(consent, "allow", { [name]: value });
    expect([page.status, page.leaves]).toEqual([400, null]);
    expect(page.html).toContain("limit_unknown");
  });
});

describe("AG-1 a time", () => {
  test("ends access and refresh tokens; no refresh carries it further", async () => {
    const start = server.clock.now();
    const tokens = await letIn(server, agent, { limit_time: "3600" });
    const end = Math.floor((start + HOUR) / 1000);
    expect(claims(tokens.access_token)["exp"]).toBeLessThanOrEqual(end);
    server.clock.advance(HOUR - 60_000);
    const next = await refresh(server, agent, tokens.refresh_token ?? "");
    expect(next.status).toBe(200);
    expect(claims(next.json["access_token"])["exp"]).toBeLessThanOrEqual(end);
    server.clock.advance(60_000);
    const late = await refresh(server, agent, String(next.json["refresh_token"]));
    expect(late.json["error"]).toBe("invalid_grant");
    expect(await introspect(server, String(next.json["access_token"]))).toEqual({ active: false });
  });

  test("limits end what was allowed before; without them it goes on beside", async () => {
    const first = await letIn(server, agent);
    await letIn(server, agent);
    expect((await refresh(server, agent, first.refresh_token ?? "")).status).toBe(200);
    const second = await letIn(server, agent);
    await letIn(server, agent, { limit_time: "86400" });
    expect((await refresh(server, agent, second.refresh_token ?? "")).json["error"]).toBe("invalid_grant");
  });
});

describe("AG-2 reading only", () => {
  test("narrows code, tokens and every refresh to what the catalogue says reads", async () => {
    const tokens = await letIn(server, agent, { limit_read_only: "yes" });
    expect(tokens.scope).toBe("bookings:read offline_access");
    expect(claims(tokens.access_token)["scope"]).toBe("bookings:read offline_access");
    const wider = await refresh(server, agent, tokens.refresh_token ?? "", { scope: "bookings:create" });
    expect(wider.json["error"]).toBe("invalid_scope");
    const { consents } = server.gatehouse.ports;
    const consent = await consents.find(server.person.id, agent.client_id, server.api.identifier);
    expect(consent?.scope).toEqual(["bookings:read", "offline_access"]);
  });

  test("RT-12 a scope that writes since is gone at the next refresh", async () => {
    const tokens = await letIn(server, agent, { limit_read_only: "yes" });
    await markAs(server, "bookings:read", "write");
    const next = await refresh(server, agent, tokens.refresh_token ?? "");
    expect(next.json["scope"]).toBe("offline_access");
  });

  test.each(["code", "device"])(
    "what the person chose stands in the %s: no change of the catalogue before its redemption widens it",
    async (kind) => {
      const redeemed = async (change: () => Promise<void>): Promise<unknown> => {
        await markReading(server);
        if (kind === "code") {
          const code = await allowedCode(server, agent, { limit_read_only: "yes" });
          await change();
          return (await redeem(server, agent, code, { code_verifier: verifier })).scope;
        }
        const grants = ["authorization_code", "refresh_token", DEVICE];
        const device = await registerAgent(server, { grant_types: grants });
        const scope = "bookings:read bookings:create offline_access";
        const codes = await newCodes(server, device, { scope });
        const browser = new Browser(server.origin);
        const consent = await type(server, codes.user_code, server.person, browser);
        await browser.click(consent, "allow", { limit_read_only: "yes" });
        await change();
        return (await poll(server, device, codes.device_code)).json["scope"];
      };
      expect(await redeemed(() => markAs(server, "bookings:create", "read"))).toBe(
        "bookings:read offline_access",
      );
      expect(await redeemed(() => markAs(server, "bookings:read", "write"))).toBe("offline_access");
    },
  );
});

describe("AG-3 a number of calls", () => {
  test("is a counter that the tokens name; without a number its calls are only told", async () => {
    const limited = claims((await letIn(server, agent, { limit_calls: "10" })).access_token);
    expect(limited["budget"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(limited).not.toHaveProperty("activity");
    const open = await letIn(server, agent);
    expect(claims(open.access_token)["activity"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(claims(open.access_token)).not.toHaveProperty("budget");
    const next = await refresh(server, agent, open.refresh_token ?? "");
    expect(claims(next.json["access_token"])["activity"]).toBe(claims(open.access_token)["activity"]);
  });
});
