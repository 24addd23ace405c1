/** The programs of the section "In your CI" run as they stand: a person is made up, let in, and gone again. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { managementApi } from "../../src/desk/management.ts";
import { TEST_SCOPE } from "../../src/desk/scopes.ts";
import { guideFacts } from "../../src/guide/facts.ts";
import { ciPrograms } from "../../src/guide/samples/ci.ts";
import { ci } from "../../src/guide/sections/ci.ts";
import { newClientId, newClientSecret } from "../../src/oauth/clients/register.ts";
import { introspect, postToken } from "../support/flow.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { printed, run } from "./runners.ts";

let server: TestServer;
beforeAll(
  async () => void (server = await startServer({ realClock: true, settings: { management_api: "on" } })),
);
afterAll(() => server.close());

/** A token that allows tests and nothing else, of a program of the app's organisation. */
async function testToken(): Promise<string> {
  const { desk, store } = server.gatehouse;
  const client_id = newClientId("live", desk);
  const { client_secret, ...secret } = newClientSecret("live", desk);
  await store.registry.createApp({
    id: "app_ci",
    organisationId: "org_1",
    name: "CI",
    application_type: "machine",
    serviceAccount: "ci",
    clients: [
      {
        client_id,
        environment: "live",
        resource: managementApi(server.issuer),
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        scopes: [TEST_SCOPE],
        secrets: [{ ...secret, label: "CI" }],
      },
    ],
  });
  const answer = await postToken(server, { grant_type: "client_credentials", client_id, client_secret });
  return String(answer.json["access_token"]);
}

test("each runs, ends well, and leaves nobody behind", async () => {
  const app = await server.addApp({ environment: "test" });
  const { settings, ports, store } = server.gatehouse;
  const facts = await guideFacts(settings, ports, ["en"], null);
  const values = { ...app, scope: "bookings:read", management: await testToken(), app: app.appId };
  for (const { language, code } of ciPrograms(facts, values)) {
    const token = printed(await run(language, code), "access_token");
    // Its person is deleted at the end of the program.
    expect([language, await introspect(server, token)]).toEqual([language, { active: false }]);
  }
  expect(await store.testPeople.list(app.appId)).toEqual([]);
}, 60_000);

test("the section is there where /v1 and the code flow are", async () => {
  const { settings, ports } = server.gatehouse;
  const facts = await guideFacts(settings, ports, ["en"], null);
  expect(ci(facts)?.id).toBe("ci");
  expect(ci({ ...facts, settings: { ...settings, management_api: "off" } })).toBe(null);
  expect(ci({ ...facts, grants: new Set(["client_credentials"] as const) })).toBe(null);
});
