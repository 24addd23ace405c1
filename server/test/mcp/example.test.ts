/** examples/mcp-server, as it is run, and the protocol's own client of 2026-07-28 unmodified: from a 401 to a tool, within limits. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  Client,
  StreamableHTTPClientTransport,
  type OAuthClientProvider,
} from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { decodeJwt } from "../support/flow.ts";
import { freePort, startServer, type TestServer } from "../support/server.ts";

const documentUrl = "https://editor.example/client.json";
const redirectUrl = "http://127.0.0.1:51004/callback";
const clientMetadata = {
  client_name: "Editor",
  redirect_uris: [redirectUrl],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "none",
};
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

interface Memory extends OAuthClientProvider {
  leaves: URL[];
  token(): string;
}

/** A client's memory; where it would send a browser is in `leaves`. */
function memory(documents: boolean): Memory {
  const kept: {
    client?: Awaited<ReturnType<OAuthClientProvider["clientInformation"]>>;
    tokens?: Awaited<ReturnType<OAuthClientProvider["tokens"]>>;
    verifier?: string;
  } = {};
  const leaves: URL[] = [];
  return {
    redirectUrl,
    clientMetadata,
    ...(documents ? { clientMetadataUrl: documentUrl } : {}),
    state: () => "a-state",
    clientInformation: () => kept.client,
    saveClientInformation: (client) => void (kept.client = client),
    tokens: () => kept.tokens,
    saveTokens: (tokens) => void (kept.tokens = tokens),
    redirectToAuthorization: (to) => void leaves.push(to),
    saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
    codeVerifier: () => kept.verifier ?? "",
    leaves,
    token: () => kept.tokens?.access_token ?? "",
  };
}

/** Lets it in as a person in a browser does, with these choices; answers where the browser is sent. */
async function decide(to: URL, choices: Record<string, string>): Promise<URL> {
  const browser = new Browser(server.origin);
  const consent = await browser.click(await browser.open(to.href), "submit-login", server.person);
  return new URL((await browser.click(consent, "allow", choices)).leaves ?? "");
}

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
    const answer = await decide(to as URL, { limit_calls: "10" });
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
