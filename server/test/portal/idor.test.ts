/** PO-01 — every address of portal and console that Fastify knows × everybody × our own, other people's and no things, with forms whose tokens are right. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formToken } from "../../src/http/csrf.ts";
import type { HttpContext } from "../../src/http/context.ts";
import { deriveKey, hmacUnder, sha256 } from "../../src/lib/hash.ts";
import { testSecret } from "../support/server.ts";
import type { Browser } from "../support/browser.ts";
import { registered, type Registered } from "./registered.ts";
import { portalWorld, type PortalWorld } from "./world.ts";

type Ids = Readonly<Record<string, string>>;

let world: PortalWorld;
const browsers = new Map<string, Browser>();
const things = new Map<string, Ids>();
beforeAll(async () => {
  world = await portalWorld();
  const { store, desk } = world.server.gatehouse;
  for (const name of ["reviewer", "admin"] as const)
    await store.people.setStaff(world[name].person?.id ?? "", name);
  const now = desk.clock.now();
  for (const whose of ["ours", "theirs"] as const) {
    const { organisation, app, viewer, owner } = world[whose];
    const [client] = app.clients;
    const subject = world.server.person.id;
    const invitation = { id: `inv_${whose}`, organisation: organisation.id, role: "viewer" as const };
    const times = { createdAt: now, expiresAt: now + 3_600_000 };
    const email = `guest@${whose}.example`;
    await desk.organisations.invite({ ...invitation, ...times, email, hash: `hash-${whose}` }, owner.by);
    things.set(whose, {
      organisation: organisation.id,
      app: app.id,
      client_id: client?.client_id ?? "",
      secret: client?.secrets[0]?.id ?? "",
      person: viewer.person?.id ?? subject,
      invitation: invitation.id,
      environment: "test",
      simulated: `sim_${whose}`,
      program: world.programs[whose],
    });
  }
  for (const name of ["stranger", "ours-viewer", "ours-developer", "ours-owner", "theirs-owner"])
    browsers.set(name, await world.as(name));
  for (const name of ["reviewer", "admin"]) browsers.set(name, await world.as(name));
});
afterAll(() => world.server.close());

const nothing: Ids = {
  organisation: "org_0",
  app: "app_0",
  client_id: "test_0",
  secret: "sec_0",
  person: "usr_0",
  invitation: "inv_0",
  environment: "test",
  simulated: "sim_0",
  program: "app_0",
};

/** What else stands in addresses of the console; staff alone come so far. */
const others: Ids = {
  consent: "con_0",
  kid: "kid_0",
  api: "api_0",
  scope: "none",
  of: "client",
  id: "test_0",
};

/** The address of a thing. A name that is not known here fails: give the sweep one of its kind. */
function addressOf({ path }: Registered, ids: Ids): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const kind = name === "person" && path.includes("test-people") ? "simulated" : name;
    const id = ids[kind] ?? others[kind];
    if (id === undefined) throw new Error(`${path}: the sweep has no ${name}`);
    return id;
  });
}

interface Answered {
  status: number;
  location: string;
  html: string;
}

const cookieOf = (name: string): string => browsers.get(name)?.cookies.get("gatehouse") ?? "";

/** One request, no redirect followed; a form carries the token that is right for it in this browser. */
async function ask(
  name: string | null,
  method: string,
  path: string,
  fields: object = {},
): Promise<Answered> {
  const cookie = name === null ? "" : cookieOf(name);
  const keys = { formDigest: hmacUnder(deriveKey(testSecret, "forms")) } as unknown as HttpContext;
  const csrf = formToken(keys, sha256(cookie), path);
  const response = await fetch(world.server.origin + path, {
    method,
    redirect: "manual",
    headers: {
      accept: "text/html",
      origin: "null",
      ...(name === null ? {} : { cookie: `gatehouse=${cookie}` }),
    },
    ...(method === "GET" ? {} : { body: new URLSearchParams({ ...fields, csrf }) }),
  });
  const html = (await response.text()).replaceAll(/req_[\w-]+|<bdi>[0-9a-f-]{20,}<\/bdi>/g, "");
  return { status: response.status, location: response.headers.get("location") ?? "", html };
}

/** What a form of any page could want. */
const fields = {
  name: "Taken over",
  client_name: "Taken over",
  email: "thief@example.com",
  role: "owner",
  label: "theirs",
  life: "never",
  overlap: "now",
  redirect_uris: "https://evil.example/cb",
  scope: "bookings:read",
  reason: "because",
  decision: "approved",
  typed: "ours app",
  application_type: "machine",
};

const about = (place: string): Registered[] => registered(place).filter(({ path }) => path.includes(":"));
const idsOf = (whose: string): Ids => things.get(whose) ?? nothing;

/** Who did something, by the audit log. */
async function deeds(...names: string[]): Promise<string[]> {
  const { store, desk } = world.server.gatehouse;
  const all = [];
  for (const name of names) {
    const person = await store.people.findByUsername(name);
    all.push(...(await desk.directory.audit({ actor: person?.id ?? "", before: null, limit: 50 })));
  }
  // They signed up and founded their own, and joined, before all this.
  const early = new Set<string>([
    "person.created",
    "organisation.created",
    "member.set",
    "app.created",
    "invitation.sent",
    "invitation.accepted",
    "test_person.created",
  ]);
  return all.filter(({ action }) => !early.has(action)).map(({ action }) => action);
}

describe("the portal", () => {
  test("nobody who is not signed in is told anything", async () => {
    expect(about("/portal").length).toBeGreaterThan(20);
    for (const address of about("/portal")) {
      const path = addressOf(address, idsOf("ours"));
      const seen = await ask(null, "GET", path);
      expect([path, seen.status, seen.location]).toEqual([
        path,
        303,
        `/sign-in?next=${encodeURIComponent(path)}`,
      ]);
      const sent = await ask(null, "POST", path, fields);
      expect([path, [303, 405].includes(sent.status)]).toEqual([path, true]);
      if (sent.status === 303) expect(sent.location).toMatch(/^\/sign-in/);
    }
  });

  test("PO-01 whoever does not belong there sees what is there where nothing is, and changes nothing", async () => {
    for (const address of about("/portal"))
      for (const name of ["stranger", "theirs-owner"]) {
        const path = addressOf(address, idsOf("ours"));
        const none = await ask(name, "GET", addressOf(address, nothing));
        const seen = await ask(name, "GET", path);
        expect([name, path, seen.status, none.status]).toEqual([name, path, 404, 404]);
        expect([name, path, seen.html]).toEqual([name, path, none.html]);
        for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
          const sent = await ask(name, method, path, fields);
          expect([name, method, path, [404, 405].includes(sent.status)]).toEqual([name, method, path, true]);
        }
      }
    expect(await deeds("stranger", "theirs-owner")).toEqual([]);
  });

  test("PO-01 things that are not there are not there for members and staff either", async () => {
    for (const address of about("/portal"))
      for (const name of ["ours-owner", "reviewer", "admin"]) {
        const path = addressOf(address, nothing);
        expect([name, path, (await ask(name, "GET", path)).status]).toEqual([name, path, 404]);
      }
  });

  test("PO-01 ids of two organisations in one address open nothing", async () => {
    for (const address of about("/portal").filter(({ path }) => (path.match(/:/g) ?? []).length > 1)) {
      const [, first = ""] = /:(\w+)/.exec(address.path) ?? [];
      const mixed = { ...idsOf("theirs"), [first]: idsOf("ours")[first] ?? "" };
      const path = addressOf(address, mixed);
      // Environments are the same words everywhere.
      if (path === addressOf(address, idsOf("ours"))) continue;
      for (const method of ["GET", "POST"]) {
        const answer = await ask("ours-owner", method, path, fields);
        expect([method, path, [404, 405].includes(answer.status)]).toEqual([method, path, true]);
      }
    }
  });

  test("PO-01 a viewer, and a reviewer, read and change nothing", async () => {
    for (const name of ["ours-viewer", "reviewer"])
      for (const address of about("/portal")) {
        // Everybody may leave.
        if (address.path.endsWith("/leave")) continue;
        const path = addressOf(address, idsOf("ours"));
        const seen = await ask(name, "GET", path);
        expect([name, path, [200, 403].includes(seen.status)]).toEqual([name, path, true]);
        const sent = await ask(name, "POST", path, fields);
        // Refused, or led back to where nothing was begun.
        const idle = (sent.status >= 400 && sent.status < 500) || sent.location === path;
        expect([name, path, idle]).toEqual([name, path, true]);
      }
    expect(await deeds("ours-viewer", "reviewer")).toEqual([]);
  });

  test("a developer does not manage members or the organisation", async () => {
    const owners = /\/(?:members|invitations)\/|\/(?:rename|delete|service)$/;
    const chosen = about("/portal").filter(({ path }) => owners.test(path) && !path.includes("test-people"));
    expect(chosen.length).toBeGreaterThan(5);
    for (const address of chosen) {
      const path = addressOf(address, idsOf("ours"));
      expect([path, (await ask("ours-developer", "POST", path, fields)).status]).toEqual([path, 403]);
    }
    expect(await deeds("ours-developer")).toEqual([]);
  });

  test("the tokens of these forms were right: an owner's go through", async () => {
    const { paths } = world;
    const { organisation = "", app = "" } = idsOf("ours");
    for (const path of [
      paths.renameOrganisation(organisation),
      paths.testPeople(app),
      paths.testPrograms(organisation),
      paths.invite(organisation),
    ]) {
      const sent = await ask("ours-owner", "POST", path, fields);
      expect([path, sent.status]).toEqual([path, 303]);
    }
    expect((await deeds("ours-owner")).toSorted()).toContain("organisation.renamed");
  });
});

describe("the console", () => {
  test("PO-01 nobody but staff finds anything, whatever the address and the form", async () => {
    expect(registered("/console").length).toBeGreaterThan(15);
    const nowhere = await ask("stranger", "GET", "/console/nowhere");
    expect(nowhere.status).toBe(404);
    for (const address of registered("/console"))
      for (const name of ["stranger", "ours-owner"]) {
        const path = addressOf(address, idsOf("ours"));
        const seen = await ask(name, "GET", path);
        expect([name, path, seen.status, seen.html]).toEqual([name, path, 404, nowhere.html]);
        const sent = await ask(name, "POST", path, fields);
        expect([name, path, [404, 405].includes(sent.status)]).toEqual([name, path, true]);
      }
    expect(await deeds("stranger")).toEqual([]);
  });

  test("things that are not there are not there for staff", async () => {
    for (const address of about("/console")) {
      const path = addressOf(address, nothing);
      const seen = await ask("admin", "GET", path);
      expect([path, [404, 200].includes(seen.status)]).toEqual([path, true]);
      const sent = await ask("admin", "POST", path, fields);
      expect([path, sent.status >= 400 && sent.status < 500]).toEqual([path, true]);
    }
    expect(await deeds("admin")).toEqual([]);
  });
});
