/** What staff approved stays what they approved: new hosts and new scopes of a live app go through test and a second look. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../src/desk/caller.ts";
import type { AppJson, ClientJson } from "../../src/desk/json.ts";
import { createApp, readApp } from "../../src/desk/operations/apps.ts";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { decideLive, readLiveRequest, requestLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());
const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

const first = "https://app.example/cb";
const of = ({ clients }: AppJson, environment: "test" | "live"): ClientJson => {
  const found = clients.find((client) => client.environment === environment);
  if (found === undefined) throw new Error(`no ${environment} client`);
  return found;
};

async function approve(app: string): Promise<AppJson> {
  await perform(requestLive, desk(), world.ours.developer, { app });
  const [request] = (await perform(readLiveRequest, desk(), world.reviewer, { app })).items;
  await perform(decideLive, desk(), world.reviewer, { app, decision: "approved", seen: request?.seen });
  return perform(readApp, desk(), world.reviewer, { app });
}

async function liveApp(client_name: string): Promise<AppJson> {
  const made = await perform(createApp, desk(), world.ours.owner, {
    organisation: world.ours.organisation.id,
    client_name,
    application_type: "web",
    redirect_uris: [first],
    scope: "bookings:read",
  });
  return approve(made.id);
}

async function change(caller: Caller, client: ClientJson, changes: object): Promise<string[] | "changed"> {
  try {
    await perform(changeClient, desk(), caller, { client_id: client.client_id, ...changes });
    return "changed";
  } catch (error) {
    if (!(error instanceof Problem) || error.problem !== "needs_review") throw error;
    return error.fields.map(({ field }) => field);
  }
}

test("PO-01 a developer gives a live app no new host and no new scope; what is not new, and less, they do", async () => {
  const app = await liveApp("Approved");
  const live = of(app, "live");
  const { developer, owner } = world.ours;
  const evil = { redirect_uris: [first, "https://evil.example/cb"] };
  expect(await change(developer, live, evil)).toEqual(["redirect_uris"]);
  expect(await change(owner, live, evil)).toEqual(["redirect_uris"]);
  for (const uri of ["https://app.example.evil.example/cb", "https://app.example:8443/cb"])
    expect(await change(owner, live, { redirect_uris: [uri] }), uri).toEqual(["redirect_uris"]);
  expect(await change(owner, live, { scope: "bookings:read bookings:delete" })).toEqual(["scope"]);
  const same = { redirect_uris: [first, "https://app.example/second", "http://127.0.0.1/cb"] };
  expect(await change(developer, live, same)).toBe("changed");
  expect(await change(developer, live, { redirect_uris: [first] })).toBe("changed");
  // In test nobody is harmed, and staff have looked at what they write themselves.
  expect(await change(developer, of(app, "test"), evil)).toBe("changed");
  expect(await change(world.admin, live, evil)).toBe("changed");
});

test("through test and a second request it goes live, and what live had alone stays", async () => {
  const app = await liveApp("Twice");
  const { developer } = world.ours;
  await expect(perform(requestLive, desk(), developer, { app: app.id })).rejects.toThrow("conflict");
  const own = ["https://app.example/live-only"];
  await change(developer, of(app, "live"), { redirect_uris: own });
  const more = { redirect_uris: ["https://second.example/cb"], scope: "bookings:read bookings:delete" };
  await change(developer, of(app, "test"), more);
  const now = await approve(app.id);
  expect(now.clients).toHaveLength(2);
  const live = of(now, "live");
  expect(live.client_id).toBe(of(app, "live").client_id);
  expect(live.redirect_uris.toSorted()).toEqual([...own, ...more.redirect_uris].toSorted());
  expect(live.scope.split(" ").toSorted()).toEqual(["bookings:delete", "bookings:read"]);
  await expect(perform(requestLive, desk(), developer, { app: app.id })).rejects.toThrow("conflict");
});

test("a second request that is declined changes nothing", async () => {
  const app = await liveApp("Declined");
  await change(world.ours.developer, of(app, "test"), { redirect_uris: ["https://new.example/cb"] });
  await perform(requestLive, desk(), world.ours.developer, { app: app.id });
  const said = { app: app.id, decision: "declined", reason: "Whose host is that?" };
  await perform(decideLive, desk(), world.reviewer, said);
  const now = await perform(readApp, desk(), world.reviewer, { app: app.id });
  expect(of(now, "live").redirect_uris).toEqual([first]);
});

test("where the setting says so, or registration is open, it is live at once", async () => {
  const app = await liveApp("Free");
  const wanted = { client_id: of(app, "live").client_id, redirect_uris: ["https://free.example/cb"] };
  for (const settings of [{ live_changes: "free" }, { app_creation: "open" }] as const) {
    const other = { ...desk(), settings: { ...desk().settings, ...settings } };
    await perform(changeClient, other, world.ours.developer, wanted);
  }
});
