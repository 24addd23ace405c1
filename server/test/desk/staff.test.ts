/** What staff look through and end: pages with cursors that nobody can make, and acts that are written down. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Check } from "typebox/value";
import { readAudit } from "../../src/desk/operations/audit.ts";
import { listKeys, revokeKey, rotateKeys } from "../../src/desk/operations/keys.ts";
import {
  disablePerson,
  listConsents,
  readPerson,
  revokeConsent,
  searchPeople,
} from "../../src/desk/operations/people.ts";
import { searchApps, searchOrganisations, verifyOrganisation } from "../../src/desk/operations/staff.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { getCode, redeem } from "../support/flow.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());
const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

test("searching finds a part of a name, an id, and nothing by a wildcard", async () => {
  const found = async (search: string): Promise<string[]> =>
    (await perform(searchApps, desk(), world.reviewer, { search })).items.map((app) => app.client_name);
  expect(await found("OURS")).toEqual(["ours app"]);
  expect(await found(world.theirs.app.clients[0]?.client_id ?? "")).toEqual(["theirs app"]);
  expect(await found("%")).toEqual([]);
  expect(await found("o_rs")).toEqual([]);
  const all = await perform(searchOrganisations, desk(), world.reviewer, {});
  expect(Check(searchOrganisations.output, all)).toBe(true);
  expect(all.items.find(({ name }) => name === "ours")).toMatchObject({ apps: 1, members: 3 });
});

test("PO-08 pages follow each other without a gap; a cursor of another list, or one made up, is refused", async () => {
  const { people } = world.server.gatehouse.accounts;
  const like = await people.find(world.server.person.id);
  if (like === null) throw new Error("nobody");
  for (let n = 0; n < 60; n++)
    await people.create({ ...like, id: `usr_crowd_${n}`, username: `crowd${n}`, email: null });
  const first = await perform(searchPeople, desk(), world.reviewer, { search: "crowd" });
  const second = await perform(searchPeople, desk(), world.reviewer, {
    search: "crowd",
    cursor: first.next ?? "",
  });
  const names = [...first.items, ...second.items].map(({ username }) => username);
  expect([new Set(names).size, first.items.length, second.next]).toEqual([60, 50, null]);
  const forged = `${Buffer.from("usr_0").toString("base64url")}.${(first.next ?? "").split(".")[1]}`;
  for (const cursor of [forged, first.next ?? "", "x", "..", ""]) {
    const asked = perform(searchPeople, desk(), world.reviewer, {
      search: cursor === first.next ? "other" : "crowd",
      cursor,
    });
    await expect(asked).rejects.toBeInstanceOf(Problem);
  }
});

test("a person's consents are seen and ended with every token", async () => {
  const { server, reviewer } = world;
  const app = await server.addApp({ scopes: ["bookings:read", "offline_access"] });
  const code = await getCode(server, app, {
    scope: "bookings:read offline_access",
  });
  const tokens = await redeem(server, app, code);
  const { items } = await perform(listConsents, desk(), reviewer, { person: server.person.id });
  expect(items).toMatchObject([
    { client_id: app.client_id, families: 1, scope: "bookings:read offline_access" },
  ]);
  await perform(revokeConsent, desk(), reviewer, { consent: items[0]?.id ?? "" });
  const again = await fetch(`${server.origin}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: String(tokens.refresh_token),
      client_id: app.client_id,
      client_secret: app.client_secret,
    }),
  });
  expect(((await again.json()) as { error: string }).error).toBe("invalid_grant");
  const audit = await perform(readAudit, desk(), reviewer, { action: "consent.withdrawn" });
  expect(audit.items[0]?.actor).toEqual({ type: "person", id: reviewer.person?.id });
});

test("an admin disables others, never themselves; a reviewer nobody", async () => {
  const { admin, reviewer, stranger } = world;
  const person = stranger.person?.id ?? "";
  await perform(disablePerson, desk(), admin, { person, disabled: true });
  expect((await perform(readPerson, desk(), reviewer, { person })).disabled_at).not.toBeNull();
  await perform(disablePerson, desk(), admin, { person, disabled: false });
  expect((await perform(readPerson, desk(), reviewer, { person })).disabled_at).toBeNull();
  const self = perform(disablePerson, desk(), admin, { person: admin.person?.id, disabled: true });
  await expect(self).rejects.toThrow("conflict");
  await expect(perform(disablePerson, desk(), reviewer, { person, disabled: true })).rejects.toThrow(
    "staff_only",
  );
});

test("who an organisation is can be verified, and that be taken back", async () => {
  const organisation = world.ours.organisation.id;
  const yes = await perform(verifyOrganisation, desk(), world.reviewer, { organisation, verified: true });
  expect(yes.verified_at).not.toBeNull();
  const no = await perform(verifyOrganisation, desk(), world.reviewer, { organisation, verified: false });
  expect(no.verified_at).toBeNull();
});

test("PO-06 keys are listed without their private half; who rotated and revoked them is in the audit log", async () => {
  await world.server.gatehouse.ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "live" });
  const before = await perform(listKeys, desk(), world.reviewer, {});
  expect(Check(listKeys.output, before)).toBe(true);
  expect(JSON.stringify(before)).not.toContain("private");
  const { kids } = await perform(rotateKeys, desk(), world.admin, {});
  expect(kids.length).toBeGreaterThan(0);
  const after = await perform(listKeys, desk(), world.reviewer, {});
  expect(after.items.map(({ kid }) => kid)).toEqual(expect.arrayContaining([...kids]));
  await perform(revokeKey, desk(), world.admin, { kid: kids[0] ?? "" });
  const { items } = await perform(readAudit, desk(), world.reviewer, { action: "key" });
  const hers = items.filter(({ actor }) => actor.id === world.admin.person?.id);
  expect(new Set(hers.map(({ action }) => action))).toEqual(
    new Set(["key.created", "key.changed", "key.revoked"]),
  );
});

test("the audit log is read newest first, by filter", async () => {
  const { items } = await perform(readAudit, desk(), world.reviewer, { action: "organisation" });
  expect(items.length).toBeGreaterThan(2);
  expect(items.every(({ action }) => action.startsWith("organisation."))).toBe(true);
  expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted((a, b) => b.localeCompare(a)));
});
