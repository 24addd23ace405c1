/** What a person limited an agent to holds for every token that follows, by whichever grant it comes and however it is written. */
import { createGuard } from "@gatehouse/guard";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOBODY } from "../../src/oauth/registration/register.ts";
import { agentSettings, letIn, markAs, markReading, registerAgent } from "../support/agents.ts";
import { Browser } from "../support/browser.ts";
import { DEVICE, newCodes, poll, type } from "../support/device.ts";
import { exchange, EXCHANGE } from "../support/exchange.ts";
import { introspect, refresh } from "../support/flow.ts";
import { secondsOf } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { bearer, JWT_BEARER, trustedIssuer } from "../support/trust.ts";
import type { Answer } from "../support/wire.ts";

const HALF = 1_800_000;
const choices = { limit_time: "3600", limit_read_only: "yes", limit_calls: "10" };
const scope = "bookings:read bookings:create offline_access";

function textOf({ json }: Pick<Answer, "json">): string {
  const { access_token } = json;
  if (typeof access_token !== "string") throw new Error(JSON.stringify(json));
  return access_token;
}

describe.each(["rfc9068", "passport", "opaque"] as const)("access tokens written as %s", (profile) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({
      // Longer than what the person allows: it is not the lifetime of a token that ends it.
      settings: { ...agentSettings, access_token_profile: profile, access_token_seconds: 7200 },
    });
    await markReading(server);
  });
  afterAll(() => server.close());

  /** An agent with every grant that can act for a person: staff may give more than it could ask for itself. */
  async function newAgent(): Promise<TestApp> {
    const agent = await registerAgent(server, { token_endpoint_auth_method: "client_secret_post" });
    const grant_types = ["authorization_code", "refresh_token", DEVICE, JWT_BEARER];
    await server.gatehouse.store.registry.updateClient(agent.client_id, { grant_types });
    return agent;
  }

  const service = (): Promise<TestApp> =>
    server.addApp({ grant_types: [EXCHANGE], organisation: NOBODY, scopes: scope.split(" ") });

  async function allowDevice(agent: TestApp): Promise<Answer> {
    const codes = await newCodes(server, agent, { scope });
    const browser = new Browser(server.origin);
    const consent = await type(server, codes.user_code, server.person, browser);
    await browser.click(consent, "allow", choices);
    return poll(server, agent, codes.device_code);
  }

  /** By grant: the token that is handed half an hour after the person allowed an hour. */
  const ways: Record<string, (agent: TestApp) => Promise<string>> = {
    async authorization_code(agent) {
      const { access_token } = await letIn(server, agent, choices, scope);
      server.clock.advance(HALF);
      return access_token;
    },
    async refresh_token(agent) {
      const { refresh_token } = await letIn(server, agent, choices, scope);
      server.clock.advance(HALF);
      return textOf(await refresh(server, agent, refresh_token ?? ""));
    },
    async device_code(agent) {
      const first = await allowDevice(agent);
      server.clock.advance(HALF);
      return textOf(first);
    },
    async "refresh_token of a device"(agent) {
      const first = await allowDevice(agent);
      server.clock.advance(HALF);
      return textOf(await refresh(server, agent, String(first.json["refresh_token"])));
    },
    async "token-exchange"(agent) {
      const { access_token } = await letIn(server, agent, choices, scope);
      server.clock.advance(HALF);
      return textOf(await exchange(server, await service(), access_token));
    },
    async "jwt-bearer"(agent) {
      await letIn(server, agent, choices, scope);
      server.clock.advance(HALF);
      const issuer = await trustedIssuer(server, [agent]);
      return textOf(await bearer(server, agent, await issuer.assertion()));
    },
  };

  test.each(Object.entries(ways))(
    "AG-1 AG-2 AG-3 by %s: it ends in time, reads only, and counts its calls",
    async (_grant, hand) => {
      const allowedAt = secondsOf(server);
      const token = await hand(await newAgent());
      const says = await introspect(server, token);
      expect(says).toMatchObject({ active: true, budget: expect.any(String) as unknown });
      expect(Number(says["exp"])).toBeLessThanOrEqual(allowedAt + 3600);
      expect(String(says["scope"]).replace(" offline_access", "")).toBe("bookings:read");

      const rule = { method: "GET", path: "/bookings", scopes: ["bookings:read"] };
      const { identifier, client_id, client_secret } = server.api;
      const guard = createGuard({
        issuer: server.issuer,
        audience: identifier,
        profiles: ["rfc9068", "passport", "opaque"],
        routes: [rule, { ...rule, method: "POST", scopes: ["bookings:create"] }],
        introspection: { client_id, client_secret },
        budgets: true,
        now: () => server.clock.now(),
      });
      const reasonOf = async (method: string): Promise<string | null> => {
        const headers = new Headers({ authorization: `Bearer ${token}` });
        const verdict = await guard.check({ method, url: "/bookings", headers });
        return verdict.ok ? null : verdict.challenge.body.reason;
      };
      expect(await reasonOf("POST")).toBe("insufficient_scope");
      const reasons = [];
      for (let n = 0; n < 11; n++) reasons.push(await reasonOf("GET"));
      expect(reasons).toEqual([...Array.from({ length: 10 }, () => null), "budget_spent"]);
      guard.close();
      server.clock.advance(HALF);
      expect(await introspect(server, token)).toEqual({ active: false });
    },
  );

  test("AG-1 after the time no grant hands another token", async () => {
    const agent = await newAgent();
    const { access_token, refresh_token } = await letIn(server, agent, choices, scope);
    server.clock.advance(2 * HALF);
    const issuer = await trustedIssuer(server, [agent]);
    const answers = [
      await refresh(server, agent, refresh_token ?? ""),
      await exchange(server, await service(), access_token),
      await bearer(server, agent, await issuer.assertion()),
    ];
    expect(answers.map(({ status, json }) => [status, json["access_token"]])).toEqual(
      answers.map(() => [400, undefined]),
    );
  });

  test("AG-2 what writes since is handed by no grant", async () => {
    const agent = await newAgent();
    const { access_token, refresh_token } = await letIn(server, agent, { limit_read_only: "yes" }, scope);
    await markAs(server, "bookings:read", "write");
    const issuer = await trustedIssuer(server, [agent]);
    const answers = [
      await refresh(server, agent, refresh_token ?? ""),
      await exchange(server, await service(), access_token),
      await bearer(server, agent, await issuer.assertion()),
    ];
    await markReading(server);
    for (const { json } of answers) expect(json["scope"] ?? "").not.toContain("bookings");
  });
});
