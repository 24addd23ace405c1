/** examples/mcp-server, as it is run, and the protocol's own client of 2026-07-28 unmodified: from a 401 to a tool, within limits. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeJwt } from "../support/flow.ts";
import { clientMetadata, decide, documentUrl, memory } from "../support/mcp-client.ts";
import { freePort, startServer, type TestServer } from "../support/server.ts";

const secret = "introspection-secret-of-tools";

let server: TestServer;
let example: ChildProcess;
let url: string;

beforeAll(async () => {
  server = await startServer({
    settings: { mcp: "on", registration_scopes: "tools:use offline_access" },
    realClock: true,
    outbound: {
      json: async (asked) =>
        asked === documentUrl
          ? { outcome: "fetched", json: { client_id: documentUrl, ...clientMetadata }, maxAgeMs: null }
          : { outcome: "refused", why: "status" },
    },
  });
  const port = await freePort();
  url = `http://127.0.0.1:${port}/mcp`;
  await server.gatehouse.store.registry.createResource({
    id: "api_tools",
    identifier: url,
    name: "Tides",
    introspectionSecretHash: server.gatehouse.ports.secretDigest(secret),
    scopes: [{ name: "tools:use", person: false, words: { en: "Use the tools" } }],
  });
  example = spawn(
    process.execPath,
    [fileURLToPath(new URL("../../../examples/mcp-server/server.mjs", import.meta.url))],
    {
      env: {
        GATEHOUSE_ISSUER: server.issuer,
        API_AUDIENCE: url,
        PORT: String(port),
        API_ID: "api_tools",
        API_SECRET: secret,
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (example.stdout === null) throw new Error("no output");
  await once(example.stdout, "data");
});
afterAll(async () => {
  example.kill();
  await server.close();
});

test.each([
  ["a metadata document", true],
  ["registration", false],
] as const)(
  "DR-01 DR-16 AG-3 a client of the protocol of 2026-07-28 comes from a 401 to ten calls of a tool, by %s",
  async (_how, documents) => {
    const provider = memory(documents);
    const open = (): [Client, StreamableHTTPClientTransport] => [
      new Client(
        { name: "editor", version: "1.0.0" },
        { versionNegotiation: { mode: { pin: "2026-07-28" } } },
      ),
      new StreamableHTTPClientTransport(new URL(url), { authProvider: provider }),
    ];
    const [first, transport] = open();
    await expect(first.connect(transport)).rejects.toThrow();
    const [to] = provider.leaves;
    expect(to?.searchParams.get("resource")).toBe(url);
    expect(to?.searchParams.get("code_challenge_method")).toBe("S256");
    const answer = await decide(server, to as URL, { limit_calls: "10" });
    expect(answer.searchParams.get("iss")).toBe(server.issuer);
    await transport.finishAuth(answer.searchParams);
    const [client, second] = open();
    await client.connect(second);
    const call = (): ReturnType<Client["callTool"]> => client.callTool({ name: "next_tide", arguments: {} });
    expect((await call()).content).toEqual([{ type: "text", text: "High tide at 14:20" }]);
    const { claims } = decodeJwt(provider.token());
    expect(claims).toMatchObject({ aud: url, iss: server.issuer });
    expect(claims["client_id"] === documentUrl).toBe(documents);
    // Connecting is a call, too.
    let made = 1;
    await expect(
      (async () => {
        for (; made < 20; made++) await call();
      })(),
    ).rejects.toThrow("403 insufficient_scope");
    expect(made).toBeLessThanOrEqual(10);
    await client.close();
  },
);
