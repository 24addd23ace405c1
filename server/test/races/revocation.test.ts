/** RFC 7009 §2.2, reliability P5 — revoked at one node, asked at the other: how long a dead token is still called alive. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { full, report } from "../support/figures.ts";
import { caller, many, type Answer, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const samples = full() ? 1000 : 200;

let server: TestServer;
let nodes: ServerNode[];
let callers: [Caller, Caller];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  const [a, b] = nodes.map((node) => caller(node.port));
  if (a === undefined || b === undefined) throw new Error("no nodes");
  callers = [a, b];
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

const credentials = ({ client_id, client_secret }: { client_id: string; client_secret: string }) => ({
  client_id,
  client_secret,
});

const look = (node: Caller, token: string): Promise<Answer> =>
  node.post("/oauth/introspect", { ...credentials(server.api), token });

/** Until both nodes know the key that signs for this app: it was made by whoever signed first. */
async function known(app: TestApp): Promise<void> {
  const { json } = await callers[0].post("/oauth/token", {
    ...credentials(app),
    grant_type: "client_credentials",
  });
  const began = performance.now();
  for (const node of callers)
    while ((await look(node, String(json["access_token"]))).json["active"] !== true)
      if (performance.now() - began > 5000) throw new Error("a node does not learn of the key");
}

/** Milliseconds from the answer of one node to the first "no" of the other, which knew the token before. */
async function seen(app: TestApp, from: Caller, to: Caller): Promise<number> {
  const own = credentials(app);
  const { json } = await from.post("/oauth/token", { ...own, grant_type: "client_credentials" });
  const token = String(json["access_token"]);
  expect((await look(to, token)).json["active"]).toBe(true);
  expect((await from.post("/oauth/revoke", { ...own, token })).status).toBe(200);
  const revoked = performance.now();
  while ((await look(to, token)).json["active"] === true)
    if (performance.now() - revoked > 10_000) throw new Error("the other node still calls it alive");
  return performance.now() - revoked;
}

test.each(["opaque", "rfc9068"] as const)(
  "RV-08 P5 an access token (%s) revoked at one node is dead at the other within a second, however often (RFC 7009 §2.2)",
  async (access_token_profile) => {
    const app = await server.addApp({ settings: { access_token_profile } });
    await known(app);
    const [a, b] = callers;
    const waits = await many(samples, 4, (n) => (n % 2 === 0 ? seen(app, a, b) : seen(app, b, a)));
    const slowest = Math.max(...waits);
    expect(slowest).toBeLessThanOrEqual(1000);
    report(
      `revoked at one node, asked at the other (${access_token_profile})`,
      `${samples.toLocaleString("en")} samples, slowest ${Math.ceil(slowest)} ms`,
    );
  },
  60_000,
);
