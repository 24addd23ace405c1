/** A person allowed a number of calls: however many guards take from it at two nodes, they get no more, and no call is lost. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { agentSettings, letIn, markReading, registerAgent } from "../support/agents.ts";
import { decodeJwt } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { basic } from "../support/wire.ts";

let server: TestServer;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  server = await startServer({ settings: agentSettings, realClock: true });
  await markReading(server);
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port));
});
afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

const headers = (): Record<string, string> => ({
  authorization: basic(server.api.client_id, server.api.client_secret),
});

test.each([10, 100, 1000])(
  "AG-3 race-budget: %i calls, taken by three hundred questions at two nodes: granted once, and all of them",
  async (calls) => {
    const agent = await registerAgent(server);
    const { access_token } = await letIn(server, agent, { limit_calls: String(calls) });
    const budget = String(decodeJwt(access_token).claims["budget"]);
    const answers = await many(300, 32, (n) =>
      (callers[n % 2] as Caller).post("/oauth/budget", { budget }, headers()),
    );
    expect(tally(answers.map(kindOf))).toEqual({ "200": 300 });
    expect(answers.reduce((sum, { json }) => sum + Number(json["granted"]), 0)).toBe(calls);
  },
);

test("AG-4 reports of one route at two nodes at once are one line, and their sum", async () => {
  const agent = await registerAgent(server);
  const { access_token } = await letIn(server, agent);
  const { activity: permit, client_id, sub } = decodeJwt(access_token).claims;
  const line = { permit, method: "GET", path: "/bookings", scope: ["bookings:read"], calls: 3 };
  const calls = JSON.stringify([line, { ...line, path: "/bookings/:id" }]);
  const turned = JSON.stringify([{ ...line, path: "/bookings/:id" }, line]);
  const answers = await many(60, 32, (n) =>
    (callers[n % 2] as Caller).post("/oauth/budget", { calls: n % 3 === 0 ? calls : turned }, headers()),
  );
  expect(tally(answers.map(kindOf))).toEqual({ "200": 60 });
  const { consents, permits } = server.gatehouse.ports;
  const consent = await consents.find(String(sub), String(client_id), server.api.identifier);
  const { activity } = await permits.standing(consent?.id ?? "", 10);
  expect(activity.map((one) => [one.path, one.calls])).toHaveLength(2);
  expect(new Set(activity.map((one) => one.calls))).toEqual(new Set([180]));
});
