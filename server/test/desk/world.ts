/** Two organisations with members of every role, staff, and an app each: who asks and what they ask about. */
import { perform } from "../../src/desk/perform.ts";
import type { Settings } from "../../src/config/settings.ts";
import type { Staff } from "../../src/accounts/ports.ts";
import type { Caller, Role } from "../../src/desk/caller.ts";
import type { AppJson, OrganisationJson } from "../../src/desk/json.ts";
import { createApp } from "../../src/desk/operations/apps.ts";
import { foundOrganisation } from "../../src/desk/operations/organisations.ts";
import { byPerson } from "../../src/lib/actor.ts";
import { startServer, type TestServer } from "../support/server.ts";

export interface Company {
  organisation: OrganisationJson;
  app: AppJson;
  owner: Caller;
  developer: Caller;
  viewer: Caller;
}

export interface DeskWorld {
  server: TestServer;
  ours: Company;
  theirs: Company;
  stranger: Caller;
  reviewer: Caller;
  admin: Caller;
}

/** A caller as its memberships are now. */
export async function callerOf(
  server: TestServer,
  person: { id: string; username: string },
  changes: { staff?: Staff; fresh?: boolean; writes?: boolean } = {},
): Promise<Caller> {
  const mine = await server.gatehouse.desk.organisations.ofPerson(person.id);
  return {
    person: { id: person.id, name: person.username, email: `${person.username}@example.com` },
    roles: new Map(mine.map(({ id, role }) => [id, role])),
    staff: changes.staff ?? null,
    fresh: changes.fresh ?? true,
    writes: changes.writes ?? true,
    by: byPerson(person.id),
  };
}

async function company(server: TestServer, name: string): Promise<Company> {
  const { desk } = server.gatehouse;
  const founder = await server.addPerson(`${name}-owner`);
  const before = await callerOf(server, founder);
  const organisation = await perform(foundOrganisation, desk, before, { name });
  const join = async (role: Role): Promise<Caller> => {
    const person = await server.addPerson(`${name}-${role}`);
    const hash = `${name}-${role}-hash`;
    const now = desk.clock.now();
    await desk.organisations.invite(
      {
        id: `inv_${name}_${role}`,
        organisation: organisation.id,
        email: `${name}-${role}@example.com`,
        role,
        createdAt: now,
        expiresAt: now + 1000,
        hash,
      },
      before.by,
    );
    await desk.organisations.accept(hash, person.id, now, byPerson(person.id));
    return callerOf(server, person);
  };
  const owner = await callerOf(server, founder);
  const app = await perform(createApp, desk, owner, {
    organisation: organisation.id,
    client_name: `${name} app`,
    application_type: "web",
    redirect_uris: ["https://app.example/cb"],
    scope: "bookings:read offline_access",
  });
  return { organisation, app, owner, developer: await join("developer"), viewer: await join("viewer") };
}

export async function deskWorld(settings: Partial<Settings> = {}): Promise<DeskWorld> {
  const server = await startServer({ settings });
  const person = (name: string): Promise<TestServer["person"]> => server.addPerson(name);
  return {
    server,
    ours: await company(server, "ours"),
    theirs: await company(server, "theirs"),
    stranger: await callerOf(server, await person("stranger")),
    reviewer: await callerOf(server, await person("reviewer"), { staff: "reviewer" }),
    admin: await callerOf(server, await person("admin"), { staff: "admin" }),
  };
}
