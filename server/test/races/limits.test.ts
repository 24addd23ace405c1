/** Limits of an organisation and of a person are held where the thing is stored: of many that are made at once, no more than that are. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { addSecret } from "../../src/desk/operations/clients.ts";
import { foundOrganisation } from "../../src/desk/operations/organisations.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { deskWorld, callerOf, type DeskWorld } from "../desk/world.ts";

let world: DeskWorld;
beforeAll(async () => {
  world = await deskWorld();
});
afterAll(() => world.server.close());

/** How many of `tries` at the same time were done; what was not, was refused for the limit. */
async function done(tries: number, act: (n: number) => Promise<unknown>): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: tries }, (_, n) => act(n)));
  for (const one of all) if (one.status === "rejected") expect(one.reason).toEqual(new Problem("too_many"));
  return all.filter((one) => one.status === "fulfilled" && one.value !== false).length;
}

test("race: of 12 secrets made at the same time for a client with one, nine are made", async () => {
  const { server, ours } = world;
  const client_id = ours.app.clients[0]?.client_id ?? "";
  const { desk } = server.gatehouse;
  const made = await done(12, (n) => perform(addSecret, desk, ours.owner, { client_id, label: `${n}` }));
  expect(made).toBe(9);
  expect((await desk.registry(ours.owner.by).findApp(client_id))?.clients[0]?.secrets).toHaveLength(10);
});

test("race: of 12 organisations that somebody founds at the same time, ten are founded", async () => {
  const { server } = world;
  const { desk } = server.gatehouse;
  const founder = await callerOf(server, await server.addPerson("founder"));
  expect(await done(12, (n) => perform(foundOrganisation, desk, founder, { name: `No. ${n}` }))).toBe(10);
  expect(await desk.organisations.ofPerson(founder.person?.id ?? "")).toHaveLength(10);
});

test("race: of 12 apps made at the same time in an organisation with one, four find room for five", async () => {
  const { store, desk } = world.server.gatehouse;
  const { organisation } = world.theirs;
  const app = { organisationId: organisation.id, name: "App", application_type: "web", clients: [] } as const;
  const make = (n: number): Promise<boolean> =>
    store.registry.createApp({ ...app, id: `app_${n}`, serviceAccount: `${n}` }, 5);
  expect(await done(12, make)).toBe(4);
  expect(await desk.registry(world.admin.by).listApps(organisation.id)).toHaveLength(5);
});

test("race: of 12 invitations sent at the same time, five wait; whoever is invited again takes their own place", async () => {
  const { organisations, clock } = world.server.gatehouse.desk;
  const organisation = world.ours.organisation.id;
  const now = clock.now();
  const invite = (n: number, name = `p${n}`): Promise<boolean> =>
    organisations.invite(
      {
        id: `inv_${n}`,
        organisation,
        email: `${name}@example.com`,
        role: "viewer",
        createdAt: now,
        expiresAt: now + 1000,
        hash: `hash-${n}`,
      },
      world.ours.owner.by,
      5,
    );
  expect(await done(12, invite)).toBe(5);
  const waiting = await organisations.invitations(organisation, now);
  expect(waiting).toHaveLength(5);
  expect(await invite(99, waiting[0]?.email.split("@")[0])).toBe(true);
  expect(await organisations.invitations(organisation, now)).toHaveLength(5);
});
