/** What a role must not become: by the secret of a program, by two requests at once, or without a name in the audit log. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../src/desk/caller.ts";
import { managementApi } from "../../src/desk/management.ts";
import { createApp, deleteApp } from "../../src/desk/operations/apps.ts";
import { addSecret } from "../../src/desk/operations/clients.ts";
import { revokeKey, rotateKeys } from "../../src/desk/operations/keys.ts";
import { requestLive } from "../../src/desk/operations/live.ts";
import { invite } from "../../src/desk/operations/organisations.ts";
import { perform } from "../../src/desk/perform.ts";
import type { Desk } from "../../src/desk/ports.ts";
import { READ, STAFF_SCOPE, WRITE } from "../../src/desk/scopes.ts";
import { byPerson } from "../../src/lib/actor.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => {
  world = await deskWorld({ management_api: "on" });
});
afterAll(() => world.server.close());

/** What comes of it: `done`, or the name of the problem. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    return (error as Error).message;
  }
}

const programOf = async (scopes: readonly string[]): Promise<string> => {
  const { store } = world.server.gatehouse;
  const client_id = `client_${scopes.length}`;
  await store.registry.createApp({
    id: `app_program_${scopes.length}`,
    organisationId: world.ours.organisation.id,
    name: "Program",
    application_type: "machine",
    serviceAccount: client_id,
    clients: [
      {
        client_id,
        environment: "live",
        resource: managementApi(world.server.issuer),
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["client_credentials"],
        redirect_uris: [],
        scopes,
      },
    ],
  });
  return client_id;
};
const add = (caller: Caller, client_id: string): Promise<string> =>
  outcome(perform(addSecret, world.server.gatehouse.desk, caller, { client_id, label: "mine" }));

describe("PO-01 PO-05 the secret of a program of /v1", () => {
  test("makes no developer an owner", async () => {
    const program = await programOf([READ, WRITE]);
    expect(await add(world.ours.developer, program)).toBe("role_too_low");
    expect(await add(world.ours.owner, program)).toBe("done");
    expect(await add(world.ours.developer, world.ours.app.clients[0]?.client_id ?? "")).toBe("done");
  });
  test("makes no member staff", async () => {
    const program = await programOf([READ, WRITE, STAFF_SCOPE]);
    expect(await add(world.ours.owner, program)).toBe("staff_only");
    expect(await add(world.reviewer, program)).toBe("role_too_low");
    expect(await add(world.admin, program)).toBe("done");
  });
});

const open = (): Desk => {
  const { desk } = world.server.gatehouse;
  return { ...desk, settings: { ...desk.settings, app_creation: "open" } };
};
const made = async (): Promise<string> => {
  const input = { organisation: world.ours.organisation.id, application_type: "machine" };
  const wanted = { ...input, client_name: "Another", scope: "bookings:read" };
  return (await perform(createApp, open(), world.ours.owner, wanted)).id;
};

describe("an app where registration is open", () => {
  test("goes live once, whoever asks at the same time", async () => {
    const app = await made();
    const both = [1, 2].map(() => outcome(perform(requestLive, open(), world.ours.developer, { app })));
    expect((await Promise.all(both)).toSorted()).toEqual(["conflict", "done"]);
  });
  test("has nothing that lives on when it is deleted meanwhile", async () => {
    const app = await made();
    const desk = open();
    const late: Desk = {
      ...desk,
      resources: async () => {
        await perform(deleteApp, desk, world.ours.owner, { app });
        return desk.resources();
      },
    };
    expect(await outcome(perform(requestLive, late, world.ours.developer, { app }))).toBe("conflict");
  });
});

let letters = 0;
const sendInvitation = async (): Promise<void> => {
  letters++;
};
const send = (caller: Caller, organisation: string, email: string): Promise<string> => {
  const desk: Desk = { ...world.server.gatehouse.desk, sendInvitation };
  return outcome(perform(invite, desk, caller, { organisation, email, role: "viewer" }));
};

describe("PO-10 letters with invitations", () => {
  test("are five in an hour for one address, whoever sends them at the same time", async () => {
    const { ours, theirs } = world;
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 2 === 0
          ? send(ours.owner, ours.organisation.id, "victim@example.com")
          : send(theirs.owner, theirs.organisation.id, "VICTIM@example.com"),
      ),
    );
    expect(all.filter((one) => one === "done")).toHaveLength(5);
    expect(new Set(all)).toEqual(new Set(["done", "too_many"]));
    expect(letters).toBe(5);
    world.server.clock.advance(3_600_000);
    expect(await send(ours.owner, ours.organisation.id, "victim@example.com")).toBe("done");
  });
  test("are fifty by one inviter", async () => {
    world.server.clock.advance(3_600_000);
    const { owner, organisation } = world.ours;
    const one = (n: number): Promise<string> => send(owner, organisation.id, `friend${n}@example.com`);
    for (let n = 0; n < 50; n++) expect(await one(n)).toBe("done");
    expect(await one(50)).toBe("too_many");
  });
});

test("PO-06 who rotates and revokes keys stands in the audit log", async () => {
  const { desk, ring } = world.server.gatehouse;
  await ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "test" });
  const since = desk.clock.now();
  const admin: Caller = {
    ...world.admin,
    by: byPerson("usr_admin", { requestId: "r1", address: "192.0.2.1" }),
  };
  const { kids } = await perform(rotateKeys, desk, admin, {});
  for (const kid of kids) await perform(revokeKey, desk, admin, { kid });
  const entries = await desk.directory.audit({ since, action: "key", before: null, limit: 50 });
  const told = entries.filter(({ target }) => kids.includes(target.id));
  expect(new Set(told.map(({ action }) => action))).toEqual(new Set(["key.created", "key.revoked"]));
  for (const entry of told)
    expect(entry).toMatchObject({ actor: { type: "person", id: "usr_admin" }, request_id: "r1" });
});
