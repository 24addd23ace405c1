/** The MCP authorization profile end to end: the protocol's own client against this server, and a guarded MCP server. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createGuard } from "@gatehouse/guard";
import { guarded } from "@gatehouse/guard/node";
import type { OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeJwt, walk } from "../support/flow.ts";
import { freePort, startServer, type TestServer } from "../support/server.ts";

const documentUrl = "https://editor.example/client.json";
const redirectUrl = "http://127.0.0.1:51004/callback";
const metadata = {
  client_name: "Editor",
  redirect_uris: [redirectUrl],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
};

let server: TestServer;
let tools: Server;
let url: string;

beforeAll(async () => {
  server = await startServer({
    settings: { mcp: "on", registration_scopes: "tools:use offline_access" },
    realClock: true,
    outbound: {
      json: async (asked) =>
        asked === documentUrl
          ? { outcome: "fetched", json: { client_id: documentUrl, ...metadata }, maxAgeMs: null }
          : { outcome: "refused", why: "status" },
    },
  });
  const port = await freePort();
  url = `http://127.0.0.1:${port}/mcp`;
  await server.gatehouse.store.registry.createResource({
    id: "api_tools",
    identifier: url,
    name: "Tools",
    scopes: [{ name: "tools:use", person: false, words: { en: "Use the tools" } }],
  });
  const scopes = ["tools:use"];
  const guard = createGuard({
    issuer: server.issuer,
    audience: url,
    resource: true,
    routes: [
      { method: "POST", path: "/mcp", scopes, person: true },
      { method: "GET", path: "/mcp", scopes, person: true },
    ],
  });
  tools = createServer(
    guarded(guard, async (request: IncomingMessage, response: ServerResponse) => {
      if (request.url === guard.protectedResource?.path) {
        response.setHeader("content-type", "application/json");
        return void response.end(JSON.stringify(guard.protectedResource?.document));
      }
      const mcp = new McpServer({ name: "tools", version: "1.0.0" });
      mcp.registerTool("hello", { description: "Says hello" }, () => ({
        content: [{ type: "text", text: "hello" }],
      }));
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      await mcp.connect(transport);
      await transport.handleRequest(request, response);
    }),
  );
  tools.listen(port, "127.0.0.1");
  await once(tools, "listening");
});
afterAll(async () => {
  tools.closeAllConnections();
  tools.close();
  await server.close();
});

interface Seen {
  provider: OAuthClientProvider;
  leaves: URL[];
  tokens(): { access_token: string; refresh_token?: string };
  client_id(): string;
}

/** A client's memory; where it would send a browser is in `leaves`. */
function memory(documents: boolean): Seen {
  const kept = new Map<string, unknown>();
  const leaves: URL[] = [];
  const provider: OAuthClientProvider = {
    redirectUrl,
    clientMetadata: metadata,
    ...(documents ? { clientMetadataUrl: documentUrl } : {}),
    state: () => "a-state",
    clientInformation: () => kept.get("client") as { client_id: string } | undefined,
    saveClientInformation: (client) => void kept.set("client", client),
    tokens: () => kept.get("tokens") as { access_token: string; token_type: string } | undefined,
    saveTokens: (tokens) => void kept.set("tokens", tokens),
    redirectToAuthorization: (to) => void leaves.push(to),
    saveCodeVerifier: (verifier) => void kept.set("verifier", verifier),
    codeVerifier: () => String(kept.get("verifier")),
  };
  return {
    provider,
    leaves,
    tokens: () => kept.get("tokens") as ReturnType<Seen["tokens"]>,
    client_id: () => (kept.get("client") as { client_id: string }).client_id,
  };
}

async function connect(seen: Seen): Promise<Client> {
  const client = new Client({ name: "editor", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: seen.provider });
  await expect(client.connect(transport)).rejects.toThrow("Unauthorized");
  const [to] = seen.leaves;
  if (to === undefined) throw new Error("the client did not ask for authorization");
  expect(to.searchParams.get("resource")).toBe(url);
  expect(to.searchParams.get("code_challenge_method")).toBe("S256");
  const answer = await walk(server, to.href, server.person);
  expect(answer.searchParams.get("iss")).toBe(server.issuer);
  await transport.finishAuth(answer.searchParams.get("code") ?? "");
  const again = new Client({ name: "editor", version: "1.0.0" });
  const second = new StreamableHTTPClientTransport(new URL(url), { authProvider: seen.provider });
  await again.connect(second);
  return again;
}

test.each([
  ["a metadata document", true],
  ["registration", false],
] as const)(
  "DR-01 DR-16 RFC 9728, RFC 8414, RFC 8707: the MCP client finds its way from a 401 to a tool, by %s",
  async (_how, documents) => {
    const seen = memory(documents);
    const client = await connect(seen);
    const result = await client.callTool({ name: "hello", arguments: {} });
    expect(result.content).toEqual([{ type: "text", text: "hello" }]);
    expect(seen.client_id() === documentUrl).toBe(documents);
    const { claims } = decodeJwt(seen.tokens().access_token);
    expect(claims).toMatchObject({ aud: url, client_id: seen.client_id(), iss: server.issuer });
    await client.close();
  },
);
