/** RFC 7591 §5 — clients that registered themselves and were never used do not stay for ever; whoever was used stays. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { upkeep } from "../../src/cli/serve/upkeep.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

const DAY = 86_400_000;
let server: TestServer;
beforeAll(async () => void (server = await startServer({ settings: { registration: "open" } })));
afterAll(() => server.close());

const callback = "https://client.example/callback";

async function registered(more: Record<string, unknown> = {}): Promise<string> {
  const answer = await fetch(`${server.origin}/oauth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ redirect_uris: [callback], token_endpoint_auth_method: "none", ...more }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { client_id: string }).client_id;
}

const statusOf = async (client_id: string): Promise<string | undefined> =>
  (await server.gatehouse.store.clients.find(client_id))?.status;

test("after registration_unused_days what was never used is disabled, and nobody else", async () => {
  const [unused, used, ours] = [await registered(), await registered(), (await server.addApp()).client_id];
  const browser = new Browser(server.origin);
  const query = new URLSearchParams({
    response_type: "code",
    client_id: used,
    redirect_uri: callback,
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  const page = await browser.open(`/oauth/authorize?${query.toString()}`);
  await browser.click(await browser.click(page, "submit-login", server.person), "allow");
  server.clock.advance(29 * DAY);
  const young = await registered();
  await upkeep(server.gatehouse);
  expect(await statusOf(unused)).toBe("active");
  server.clock.advance(DAY);
  await upkeep({
    ...server.gatehouse,
    settings: { ...server.gatehouse.settings, registration_unused_days: 0 },
  });
  expect(await statusOf(unused)).toBe("active");
  await upkeep(server.gatehouse);
  const statuses = await Promise.all([unused, used, ours, young].map(statusOf));
  expect(statuses).toEqual(["disabled", "active", "active", "active"]);
  const said = server.lines.filter(({ event }) => event === "unused_clients_removed");
  expect(said.map(({ detail }) => detail)).toEqual(["1"]);
});
