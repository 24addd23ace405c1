/** RFC 9396 §2 with RFC 8628 — a device asks for a permission with values; the person reads every value, and finds it again among the connected apps. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { asText, declareTypes, detailed, trip, tripType } from "../support/details.ts";
import { askCodes, decide, DEVICE, newCodes, poll, type } from "../support/device.ts";
import { decodeJwt, getCode, refresh } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  await declareTypes(server);
  app = await server.addApp({
    grant_types: [DEVICE, "refresh_token"],
    settings: { refresh_token: "always" },
    metadata: detailed,
  });
});
afterAll(() => server.close());

const asked = { authorization_details: asText(trip, { type: "trip", actions: ["cancel"] }) };

test("UI-11 the consent page shows every value, and the tokens carry them, refreshed ones too", async () => {
  const codes = await newCodes(server, app, asked);
  const browser = new Browser(server.origin);
  const page = await type(server, codes.user_code, server.person, browser);
  for (const value of ["book", "cancel", "500", "EUR"]) expect(page.html).toContain(value);
  await browser.click(page, "allow");
  const answer = await poll(server, app, codes.device_code, { authorization_details: asText(trip) });
  expect(answer.json["authorization_details"]).toEqual([trip]);
  const { claims } = decodeJwt(String(answer.json["access_token"]));
  expect(claims["authorization_details"]).toEqual([trip]);
  const again = await refresh(server, app, String(answer.json["refresh_token"]));
  expect(again.json["authorization_details"]).toHaveLength(2);
});

test("what is not declared is refused at once; more than was allowed is refused at the end (§5, §6)", async () => {
  const unknown = await askCodes(server, app, { authorization_details: asText({ type: "payment" }) });
  expect([unknown.status, unknown.json["error"]]).toEqual([400, "invalid_authorization_details"]);
  const codes = await newCodes(server, app, { authorization_details: asText(trip) });
  await decide(server, codes.user_code, server.person);
  const wider = asText({ ...trip, budget: { amount: 501, currency: "EUR" } });
  const answer = await poll(server, app, codes.device_code, { authorization_details: wider });
  expect(answer.json["error"]).toBe("invalid_authorization_details");
});

test("connected apps: the details that an app still holds, each once; not those of ended tokens or taken types", async () => {
  const browser = new Browser(server.origin);
  await decide(server, (await newCodes(server, app)).user_code, server.person, "allow", browser);
  const shown = async (): Promise<string> => (await browser.open("/connected-apps")).html;
  const before = await shown();
  expect(before.match(/500/g)).toHaveLength(1);
  const { registry } = server.gatehouse.store;
  await registry.putDetailType(server.api.client_id, {
    ...tripType,
    fields: { actions: { kind: "list", values: ["cancel"], required: true } },
    words: { en: "Trips: {actions}" },
  });
  const narrower = await shown();
  expect(narrower).not.toContain("500");
  expect(narrower).toContain("cancel");
  await registry.putDetailType(server.api.client_id, tripType);
  await server.gatehouse.store.engine.write((tx) =>
    tx.updateTable("families").set({ revoked_at: 1 }).execute(),
  );
  expect(await shown()).not.toContain("500");
});

test("4.14 a damaged consent blocks neither the page nor its own end; a damaged client hides itself alone", async () => {
  const { store } = server.gatehouse;
  const [well, gone] = [await server.addApp(), await server.addApp()];
  for (const one of [well, gone]) await getCode(server, one);
  const browser = new Browser(server.origin);
  await decide(server, (await newCodes(server, app)).user_code, server.person, "allow", browser);
  const ids = new Map(
    (await store.consents.list(server.person.id)).map(({ client_id, id }) => [client_id, `disconnect-${id}`]),
  );
  const button = (one: TestApp): string => `id="${ids.get(one.client_id) ?? ""}"`;
  await store.engine.write(async (tx) => {
    const cut = '["cut';
    await tx.updateTable("consents").set({ scope: cut }).where("client_id", "=", app.client_id).execute();
    await tx.updateTable("clients").set({ scopes: cut }).where("client_id", "=", gone.client_id).execute();
  });
  store.cache.forget();
  const page = await browser.open("/connected-apps");
  expect([well, app, gone].map((one) => page.html.includes(button(one)))).toEqual([true, true, false]);
  expect(server.lines.filter(({ event }) => event === "row_damaged")).toHaveLength(2);
  const left = await browser.click(page, ids.get(app.client_id) ?? "");
  expect(left.html).not.toContain(button(app));
  const views = await store.registry.listApps("org_1");
  expect(views.flatMap(({ damaged }) => damaged)).toEqual([gone.client_id]);
  expect(views.flatMap(({ clients }) => clients.map(({ client_id }) => client_id))).toContain(well.client_id);
});
