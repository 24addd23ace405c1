/** RFC 8628 §3.5 — one device code, many redemptions, two nodes on one database: one wins. And one decision. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkInvariants } from "../../src/store/invariants.ts";
import { secretHash } from "../../src/oauth/tokens/secret-token.ts";
import { Browser } from "../support/browser.ts";
import { decide, DEVICE, newCodes, poll, type } from "../support/device.ts";
import { introspect } from "../support/flow.ts";
import { caller, kindOf, many, tally, type Caller } from "../support/load.ts";
import { startNode, type ServerNode } from "../support/nodes.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;
let nodes: ServerNode[];
let callers: Caller[];

beforeAll(async () => {
  server = await startServer({ realClock: true });
  app = await server.addApp({
    grant_types: [DEVICE, "refresh_token"],
    redirect_uris: [],
    settings: { access_token_profile: "opaque", refresh_token: "always" },
  });
  nodes = await Promise.all([startNode(server), startNode(server)]);
  callers = nodes.map((node) => caller(node.port));
});

afterAll(async () => {
  for (const one of callers) one.close();
  await Promise.all(nodes.map((node) => node.end("SIGKILL")));
  await server.close();
});

test.each([2, 16, 1000])(
  "AC-05 race-device: %i redemptions of one device code over two nodes: one 200, the rest invalid_grant, one family",
  async (count) => {
    const { store } = server.gatehouse;
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, server.person);
    const answers = await many(count, 32, (n) =>
      (callers[n % 2] as Caller).post("/oauth/token", {
        grant_type: DEVICE,
        client_id: app.client_id,
        client_secret: app.client_secret,
        device_code,
      }),
    );
    expect(tally(answers.map(kindOf))).toEqual({ "200": 1, "400 invalid_grant": count - 1 });
    const device = await store.devices.find(secretHash(device_code));
    const { read } = store.engine;
    const tokens = await read
      .selectFrom("opaque_tokens")
      .selectAll()
      .where("family_id", "=", device?.familyId ?? "")
      .execute();
    expect(tokens).toHaveLength(1);
    const winner = answers.find(({ status }) => status === 200);
    expect(await introspect(server, String(winner?.json["access_token"]))).toEqual({ active: false });
    const wrong = await checkInvariants(store.engine, Date.now());
    expect(wrong.filter(({ ok }) => !ok)).toEqual([]);
    expect(nodes.flatMap((node) => node.errors())).toEqual([]);
  },
  60_000,
);

test("UI-25 race-device: six browsers decide one user code at once: one decision stands", async () => {
  const { user_code, device_code } = await newCodes(server, app);
  const ready = [];
  for (let index = 0; index < 6; index++) {
    const browser = new Browser(server.origin);
    ready.push({ browser, page: await type(server, user_code, server.person, browser) });
  }
  const pages = await Promise.all(
    ready.map(({ browser, page }, index) => browser.click(page, index % 2 === 0 ? "allow" : "deny")),
  );
  const done = pages.filter(({ status }) => status === 200);
  expect(done).toHaveLength(1);
  const { json } = await poll(server, app, device_code);
  if (done[0]?.url.endsWith("/allowed") === true) expect(json).toHaveProperty("access_token");
  else expect(json["error"]).toBe("access_denied");
});
