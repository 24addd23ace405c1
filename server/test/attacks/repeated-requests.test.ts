/** PO-01, PO-02 — `Idempotency-Key`: who sends a request again is looked at again, and what they may not have now they are not given. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/desk/caller.ts";
import { byPerson } from "../../src/lib/actor.ts";
import { READ, WRITE } from "../../src/desk/scopes.ts";
import { ALL, apiWorld, call, personToken, programOf, type ApiWorld, type Said } from "../api/world.ts";

let world: ApiWorld;
beforeAll(async () => void (world = await apiWorld()));
afterAll(() => world.server.close());

const fields = { client_name: "Again", application_type: "machine", scope: "bookings:read" };

/** A new member of our organisation with a token of just now, whose role the test changes. */
async function member(
  username: string,
  role: Role,
): Promise<{ token: string; become: (now: Role | null) => Promise<unknown> }> {
  const { server, ours } = world;
  const { organisations } = server.gatehouse.desk;
  const { id } = await server.addPerson(username);
  const now = server.clock.now();
  const invitation = { id: `inv_${username}`, organisation: ours.organisation.id, hash: username, role };
  await organisations.invite(
    { ...invitation, email: `${username}@example.com`, createdAt: now, expiresAt: now + 1000 },
    ours.owner.by,
  );
  await organisations.accept(username, id, now, byPerson(id));
  const front = await programOf(world, `front-${username}`, "org_front", ALL, ["authorization_code"]);
  return {
    token: await personToken(world, front, username, [READ, WRITE]),
    become: (other) => organisations.setRole(ours.organisation.id, id, other, ours.owner.by),
  };
}

const post = (token: string, path: string, body: object, key: string): Promise<Said> =>
  call(world, token, "POST", path, body, { "idempotency-key": key });

const nameOf = ({ status, json }: Said): string => `${status} ${String(json["type"]).split(":").at(-1)}`;

test("PO-01 PO-02 an answer with a secret is not given again to who lost the role, or left", async () => {
  const { token, become } = await member("climber", "developer");
  const path = `/organisations/${world.ours.organisation.id}/apps`;
  const first = await post(token, path, fields, "one");
  const again = await post(token, path, fields, "one");
  expect([first.status, again.json]).toEqual([201, first.json]);
  await become("viewer");
  expect(nameOf(await post(token, path, fields, "one"))).toBe("403 role_too_low");
  await become(null);
  const gone = await post(token, path, fields, "one");
  expect(nameOf(gone)).toBe("404 not_found");
  expect(JSON.stringify(gone.json)).not.toContain("client_secret");
});

test("PO-01 what depends on the thing itself is asked again, too", async () => {
  const { token, become } = await member("steward", "owner");
  const { client_id } = await programOf(world, "ours-program", world.ours.organisation.id, [READ, WRITE]);
  const again = (): Promise<Said> => post(token, `/clients/${client_id}/secrets`, { label: "next" }, "two");
  const first = await again();
  expect([first.status, (await again()).json]).toEqual([201, first.json]);
  await become("developer");
  expect(nameOf(await again())).toBe("403 role_too_low");
});

test("PO-03 a dangerous act is not answered again to who signed in long ago", async () => {
  const { token } = await member("sleeper", "developer");
  const client_id = world.ours.app.clients[0]?.client_id ?? "";
  const again = (): Promise<Said> => post(token, `/clients/${client_id}/secrets`, { label: "next" }, "three");
  expect((await again()).status).toBe(201);
  world.server.clock.advance(11 * 60_000);
  expect(nameOf(await again())).toBe("403 not_fresh");
});
