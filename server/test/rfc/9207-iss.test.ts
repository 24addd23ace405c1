/** RFC 9207 §2 — every answer of the authorization endpoint names its issuer, byte for byte as the metadata does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { askAuthorize } from "../support/answers.ts";
import { authorizeUrl, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const issuers = ["https://auth.example", "https://login.example/tenant/a"];
const servers: { server: TestServer; app: TestApp }[] = [];
beforeAll(async () => {
  for (const issuer of issuers) {
    const server = await startServer({ issuer });
    servers.push({ server, app: await server.addApp() });
  }
});
afterAll(async () => {
  for (const { server } of servers) await server.close();
});

test.each([0, 1])(
  "AR-16 (RFC 9207 §2) success, denial and every error carry iss (issuer %i)",
  async (index) => {
    const { server, app } = servers[index] ?? expect.fail();
    const path = new URL(server.issuer).pathname.replace(/\/$/, "");
    const url = (parameters: Record<string, string | null>): string =>
      authorizeUrl({ origin: server.origin + path }, app, parameters);
    const document = `${server.origin}/.well-known/oauth-authorization-server${path}`;
    const metadata = (await (await fetch(document)).json()) as Record<string, unknown>;
    expect(metadata["issuer"]).toBe(server.issuer);
    expect(metadata["authorization_response_iss_parameter_supported"]).toBe(true);
    const spoofed = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };

    const answers: string[] = [
      (await walk(server, url({}), server.person)).href,
      (await walk(server, url({ scope: "profile:read" }), server.person, "deny")).href,
    ];
    for (const wrong of [
      { response_type: null },
      { response_type: "token" },
      { scope: "nonsense" },
      { resource: "x" },
      { state: "x".repeat(3000) },
      { request: "x" },
      { response_mode: "fragment" },
      { code_challenge_method: "S256" },
    ]) {
      const response = await fetch(url(wrong), { redirect: "manual", headers: spoofed });
      answers.push(response.headers.get("location") ?? "");
    }
    for (const answer of answers) {
      expect(new URL(answer).searchParams.getAll("iss"), answer).toEqual([metadata["issuer"]]);
      expect(answer).toContain(`iss=${encodeURIComponent(server.issuer)}#_`);
    }
    expect((await askAuthorize(server, app, { redirect_uri: "https://evil.example/" })).location).toBeNull();
  },
);
