/** Reliability 4.11 — SIGTERM under load: who was answered was served, the others are told, and the node ends with 0. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { report } from "../support/figures.ts";
import { caller, tally } from "../support/load.ts";
import { startNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
});

afterAll(() => server.close());

test("P3 4.11 SIGTERM under load: every 200 is stored, nothing but 200 and 503 was said, exit 0", async () => {
  const node = await startNode(server);
  const calls = caller(node.port, 32);
  const tokens: string[] = [];
  const heard: string[] = [];
  const ends: ReturnType<typeof node.end>[] = [];
  const line = async (): Promise<void> => {
    for (;;) {
      const answer = await calls
        .post("/oauth/token", {
          grant_type: "client_credentials",
          client_id: app.client_id,
          client_secret: app.client_secret,
        })
        .catch((error: { code?: string }) => error.code ?? "unknown");
      heard.push(typeof answer === "string" ? answer : String(answer.status));
      // The socket is gone, or the node says that it is going: this client goes elsewhere.
      if (typeof answer === "string" || answer.status !== 200) return;
      tokens.push(String(answer.json["access_token"]));
      if (tokens.length === 300) ends.push(node.end("SIGTERM"));
    }
  };
  await Promise.all(Array.from({ length: 32 }, line));
  calls.close();
  expect(await Promise.all(ends)).toEqual([{ code: 0, signal: null }]);
  const said = tally(heard);
  const allowed = new Set(["200", "503", "ECONNRESET", "ECONNREFUSED"]);
  expect(Object.keys(said).filter((one) => !allowed.has(one))).toEqual([]);
  const { store } = server.gatehouse;
  const rows = await Promise.all(tokens.map((token) => store.accessTokens.findOpaque(secretHash(token))));
  expect(rows.filter((row) => row === null)).toEqual([]);
  // The other way round too: what was stored was said, because a polite end lets everybody finish.
  const stored = await store.engine.read.selectFrom("opaque_tokens").select("hash").execute();
  expect(stored).toHaveLength(tokens.length);
  expect((await checkInvariants(store.engine, Date.now())).filter((one) => !one.ok)).toEqual([]);
  expect(node.errors()).toEqual([]);
  report(
    "SIGTERM under load",
    `${tokens.length} answers acknowledged, 0 lost, 0 stored but unsaid; exit code 0`,
  );
}, 120_000);
