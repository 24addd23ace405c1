/** A reviewer approves what they saw: whatever moved since is named, and nothing is decided. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp, renameApp } from "../../src/desk/operations/apps.ts";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { decideLive, readLiveRequest, requestLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import type { Seen } from "../../src/desk/reviewed.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());
const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

async function waiting(client_name: string): Promise<{ app: string; client_id: string; seen: Seen }> {
  const made = await perform(createApp, desk(), world.ours.owner, {
    organisation: world.ours.organisation.id,
    client_name,
    application_type: "web",
    redirect_uris: ["https://app.example/cb"],
    scope: "bookings:read",
  });
  await perform(requestLive, desk(), world.ours.developer, { app: made.id });
  const [request] = (await perform(readLiveRequest, desk(), world.reviewer, { app: made.id })).items;
  if (request?.seen === undefined) throw new Error("nothing was seen");
  return { app: made.id, client_id: made.clients[0]?.client_id ?? "", seen: request.seen };
}

async function moved(app: string, seen: Seen): Promise<string[]> {
  const error: unknown = await perform(decideLive, desk(), world.reviewer, {
    app,
    decision: "approved",
    seen,
  }).catch((reason: unknown) => reason);
  if (!(error instanceof Problem)) throw new Error("it was decided");
  expect(error.problem).toBe("changed");
  return error.fields.map(({ field }) => field);
}

test("PO-01 what changed since the reviewer looked is named, and the app is not live", async () => {
  const { app, client_id, seen } = await waiting("Swapped");
  const { developer } = world.ours;
  await perform(changeClient, desk(), developer, { client_id, redirect_uris: ["https://evil.example/cb"] });
  expect(await moved(app, seen)).toEqual(["redirect_uris"]);
  await perform(renameApp, desk(), developer, { app, client_name: "Bookings Inc. official" });
  await perform(changeClient, desk(), developer, { client_id, scope: "bookings:read bookings:delete" });
  expect(await moved(app, seen)).toEqual(["client_name", "redirect_uris", "scope"]);
  const found = await desk().registry(world.reviewer.by).findApp(app);
  expect(found?.clients.map(({ environment }) => environment)).toEqual(["test"]);
  const [again] = (await perform(readLiveRequest, desk(), world.reviewer, { app })).items;
  await perform(decideLive, desk(), world.reviewer, { app, decision: "approved", seen: again?.seen });
});

test("a decision as it was seen is taken, and one that is made up is not", async () => {
  const { app, seen } = await waiting("Honest");
  expect(await moved(app, { ...seen, request: "x" })).toEqual(["request"]);
  await perform(decideLive, desk(), world.reviewer, { app, decision: "approved", seen });
});

test("what moves between the reading and the decision decides nothing", async () => {
  const { app, client_id } = await waiting("Raced");
  const { liveRequests } = desk();
  const request = await liveRequests.newest(app);
  const client = {
    client_id: "live_raced",
    environment: "live" as const,
    resource: world.server.api.identifier,
    token_endpoint_auth_method: "client_secret_basic" as const,
    grant_types: ["authorization_code"],
    redirect_uris: ["https://app.example/cb"],
    scopes: ["bookings:read"],
  };
  const decide = (name: string): Promise<boolean> =>
    liveRequests.decide(
      request?.id ?? "",
      { client, name, reason: null, decidedBy: "usr_1", decidedAt: desk().clock.now() },
      world.reviewer.by,
    );
  expect(await decide("Another name")).toBe(false);
  const changes = { redirect_uris: ["https://evil.example/cb"] };
  await perform(changeClient, desk(), world.ours.developer, { client_id, ...changes });
  expect(await decide("Raced")).toBe(false);
  expect((await liveRequests.newest(app))?.decision).toBeNull();
});
