/** RFC 8628 §5 — what was done to device grants: any session approves (CVE-2026-45337), codes are guessed, codes outlive people. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { decide, DEVICE, newCodes, poll, type } from "../support/device.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ grant_types: [DEVICE], redirect_uris: [] });
});
afterAll(() => server.close());

const nextMinute = (): void => server.clock.advance(61_000);

const pendingOf = (html: string): string => /name="pending" value="([^"]+)"/.exec(html)?.[1] ?? "";
const csrfOf = (html: string): string =>
  /name="csrf" value="([^"]+)"(?:(?!<\/form>).)*id="allow"/s.exec(html)?.[1] ?? "";

test("UI-02 device-bind: only the browser that typed the code decides, whoever else is signed in (CVE-2026-45337)", async () => {
  const { user_code, device_code } = await newCodes(server, app);
  const victim = new Browser(server.origin);
  const page = await type(server, user_code, server.person, victim);
  const attacker = new Browser(server.origin);
  const mallory = await server.addPerson("mallory");
  await attacker.click(await attacker.open("/sign-in"), "submit-login", mallory);
  const fields = { pending: pendingOf(page.html), csrf: csrfOf(page.html), decision: "allow" };
  expect(fields.pending).not.toBe("");
  expect((await attacker.open(`/consent?pending=${fields.pending}`)).status).toBe(400);
  expect((await attacker.post("/consent", fields)).status).toBe(400);
  expect((await poll(server, app, device_code)).json["error"]).toBe("authorization_pending");
  expect((await victim.click(page, "allow")).status).toBe(200);
  expect((await poll(server, app, device_code)).status).toBe(200);
});

test("UI-01 a form of another site, or without the token of this browser, types and decides nothing", async () => {
  const { user_code, device_code } = await newCodes(server, app);
  const browser = new Browser(server.origin);
  const page = await browser.open("/device");
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
  const foreign = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  expect((await browser.post("/device", { csrf, user_code }, foreign)).status).toBe(403);
  expect((await browser.post("/device", { user_code })).status).toBe(403);
  const other = new Browser(server.origin);
  await other.open("/device");
  expect((await other.post("/device", { csrf, user_code })).status).toBe(403);
  const asked = await type(server, user_code, server.person, browser);
  const decision = { pending: pendingOf(asked.html), decision: "allow" };
  expect((await browser.post("/consent", decision)).status).toBe(403);
  expect((await browser.post("/consent", { ...decision, csrf })).status).toBe(403);
  expect((await poll(server, app, device_code)).json["error"]).toBe("authorization_pending");
});

test("UI-25 a user code is decided once: of two browsers that typed it the second comes too late", async () => {
  nextMinute();
  const { user_code, device_code } = await newCodes(server, app);
  const [one, two] = [new Browser(server.origin), new Browser(server.origin)];
  const other = await server.addPerson("second");
  const first = await type(server, user_code, server.person, one);
  const second = await type(server, user_code, other, two);
  expect((await one.click(first, "deny")).html).toContain("not connected");
  expect((await two.click(second, "allow")).status).toBe(400);
  expect((await one.click(first, "allow")).status).toBe(400);
  expect((await type(server, user_code, other)).status).toBe(400);
  expect((await poll(server, app, device_code)).json["error"]).toBe("access_denied");
});

test("UI-14 §5.1 ten codes a minute from one network, right or wrong; the right one works afterwards", async () => {
  nextMinute();
  const { user_code } = await newCodes(server, app);
  const browser = new Browser(server.origin);
  const form = await browser.open("/device");
  const statuses = await Promise.all(
    Array.from(
      { length: 10 },
      async () => (await browser.click(form, "submit-code", { user_code: "BBBB-BBBB" })).status,
    ),
  );
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 400));
  const late = await browser.click(form, "submit-code", { user_code });
  expect(late.status).toBe(429);
  expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
  // Another browser of the same network is the same guesser.
  expect((await type(server, user_code, server.person)).status).toBe(429);
  nextMinute();
  expect((await type(server, user_code, server.person)).html).toContain('id="allow"');
});

test.each(["before", "after"])(
  "UI-15 AC-13 what ends %s the tokens leaves none (lifecycle-disabled)",
  async (when) => {
    nextMinute();
    const person = await server.addPerson(`ended-${when}`);
    const { store } = server.gatehouse;
    const { user_code, device_code } = await newCodes(server, app);
    await decide(server, user_code, person);
    if (when === "after") expect((await poll(server, app, device_code)).status).toBe(200);
    await store.people.disable(person.id, server.clock.now());
    await store.people.enable(person.id);
    const answer = await poll(server, app, device_code);
    expect(answer.status).toBe(400);
    expect(answer.json).not.toHaveProperty("access_token");
  },
);

test("UI-19 AC-13 consent withdrawn, client disabled, scope taken between the decision and the question", async () => {
  nextMinute();
  const { store } = server.gatehouse;
  const gone = await newCodes(server, app);
  await decide(server, gone.user_code, server.person);
  const consent = (await store.consents.list(server.person.id)).find(
    (one) => one.client_id === app.client_id,
  );
  await store.consents.withdraw(consent?.id ?? "", server.person.id, server.clock.now());
  expect((await poll(server, app, gone.device_code)).json["error"]).toBe("access_denied");
  const other = await server.addApp({ grant_types: [DEVICE], redirect_uris: [] });
  const codes = await newCodes(server, other);
  await decide(server, codes.user_code, server.person);
  await store.registry.disableClient(other.client_id, server.clock.now());
  expect((await poll(server, other, codes.device_code)).status).toBe(401);
  await store.registry.enableClient(other.client_id);
  expect((await poll(server, other, codes.device_code)).json["error"]).toBe("access_denied");
});

test("HX-03 HX-05 neither code is in the log, and the database holds only digests", async () => {
  nextMinute();
  const { user_code, device_code } = await newCodes(server, app);
  await new Browser(server.origin).open(`/device?user_code=${user_code}`);
  await decide(server, user_code, server.person);
  await poll(server, app, device_code);
  const rows = await server.gatehouse.store.engine.read.selectFrom("devices").selectAll().execute();
  const everything = JSON.stringify([server.lines, rows]);
  for (const secret of [device_code, user_code, user_code.replace("-", "")])
    expect(everything).not.toContain(secret);
});
