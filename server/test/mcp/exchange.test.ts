/** What a person limited an agent to holds for whoever acts after it (RFC 8693), and for assertions (RFC 7523). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { parametersOf } from "../../src/oauth/checks/parameters.ts";
import type { AuthenticatedClient } from "../../src/oauth/checks/client-authentication.ts";
import { tokenExchange } from "../../src/oauth/grants/token-exchange.ts";
import { ACCESS_TOKEN_TYPE } from "../../src/oauth/words.ts";
import { agentSettings, letIn, markAs, markReading, registerAgent } from "../support/agents.ts";
import { decodeJwt } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: agentSettings });
});
afterAll(() => server.close());

test("AG-2 AG-3 an exchanged token is counted with its parent, and reads only", async () => {
  await markReading(server);
  const agent = await registerAgent(server);
  const { access_token } = await letIn(server, agent, { limit_read_only: "yes", limit_calls: "10" });
  const own = await server.addApp();
  const client = (await server.gatehouse.ports.clients.find(own.client_id)) as AuthenticatedClient;
  // The policy of exchanges is another matter: it decides who, not how much.
  const ports = { ...server.gatehouse.ports, exchangePolicy: async () => null };
  const exchange = (): ReturnType<typeof tokenExchange.decide> =>
    tokenExchange.decide(
      parametersOf([
        ["subject_token", access_token],
        ["subject_token_type", ACCESS_TOKEN_TYPE],
      ]),
      client,
      ports,
      null,
    );
  const { scope, source } = await exchange();
  expect(scope).toEqual(["bookings:read"]);
  const { budget } = decodeJwt(access_token).claims;
  expect(source).toMatchObject({ more: { budget } });
  await markAs(server, "bookings:read", "write");
  await expect(exchange()).rejects.toMatchObject({ refusal: "scope_wider" });
});
