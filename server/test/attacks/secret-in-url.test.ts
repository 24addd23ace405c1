/** A client secret in a URL is lost: refused and flagged wherever it is sent, however its name is written. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { askAuthorize, expectOurPage } from "../support/answers.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
});
afterAll(() => server.close());

test.each(["client_secret", "client%5Fsecret", "%63lient_secret", "CLIENT_SECRET"])(
  "TK-01 %s in the query of the token endpoint is refused and flagged (RFC 6749 §2.3.1)",
  async (name) => {
    const before = server.lines.length;
    const path = `/oauth/token?client_id=${app.client_id}&${name}=${app.client_secret}`;
    const answer = await post(server, path, { grant_type: "client_credentials" });
    expect(answer.status).toBe(400);
    const lines = server.lines.slice(before);
    expect(lines).toContainEqual(
      expect.objectContaining({ event: "secret_in_query", client_id: app.client_id }),
    );
    expect(JSON.stringify(lines)).not.toContain(app.client_secret);
  },
);

test("TK-01 a client_secret at the authorization endpoint is refused on our page and flagged", async () => {
  const before = server.lines.length;
  expectOurPage(await askAuthorize(server, app, { client_secret: app.client_secret }), "secret_in_query");
  const lines = server.lines.slice(before);
  expect(lines).toContainEqual(
    expect.objectContaining({ event: "secret_in_query", client_id: app.client_id }),
  );
  expect(JSON.stringify(lines)).not.toContain(app.client_secret);
});
