/** UI-11 — what outsiders wrote is text wherever staff read it: names, labels, addresses, answers, what their programs sent, what their APIs told. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPerson } from "../../src/accounts/people.ts";
import { requestLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { byPerson } from "../../src/lib/actor.ts";
import type { Browser } from "../support/browser.ts";
import { expectInert, payloads } from "../support/inert.ts";
import { registered } from "../portal/registered.ts";
import { portalWorld, type PortalWorld } from "../portal/world.ts";

let world: PortalWorld;
let admin: Browser;
let owner: Browser;
beforeAll(async () => {
  world = await portalWorld();
  await world.server.gatehouse.store.people.setStaff(world.admin.person?.id ?? "", "admin");
  [admin, owner] = [await world.as("admin"), await world.as("ours-owner")];
});
afterAll(() => world.server.close());

/** Every page of the console that is about our organisation, or about everything; what it saves as a file is none. */
function pages(): string[] {
  const { organisation, app } = world.ours;
  const ids: Record<string, string> = {
    organisation: organisation.id,
    app: app.id,
    person: world.ours.owner.person?.id ?? "",
    client_id: app.clients[0]?.client_id ?? "",
    environment: "test",
    api: "api_bookings",
    scope: "bookings:read",
    of: "client",
    id: app.clients[0]?.client_id ?? "",
    consent: "con_0",
    kid: "kid_0",
  };
  return registered("/console")
    .filter(({ path, methods }) => methods.includes("GET") && !path.includes("/export."))
    .map(({ path }) =>
      path.replaceAll(/:(\w+)/g, (_, name: string) => {
        const id = ids[name];
        if (id === undefined) throw new Error(`${path}: no ${name} here`);
        return id;
      }),
    );
}

async function writeEverywhere(payload: string): Promise<void> {
  const { server, ours } = world;
  const { desk, recorder } = server.gatehouse;
  const by = byPerson(ours.owner.person?.id ?? "");
  const registry = desk.registry(by);
  const client_id = ours.app.clients[0]?.client_id ?? "";
  const n = payloads.findIndex((one) => payload === `zq7${one}`);
  await desk.organisations.rename(ours.organisation.id, payload, by);
  await registry.renameApp(ours.app.id, payload);
  await registry.addSecret(client_id, { id: `sec_${n}`, hash: `h${n}`, last4: "<b>x", label: payload });
  await registry.updateClient(client_id, { redirect_uris: ["https://app.example/cb"] });
  await perform(requestLive, desk, ours.owner, { app: ours.app.id, answers: { purpose: payload } }).catch(
    () => undefined,
  );
  await registry.updateClient(client_id, { redirect_uris: [`https://app.example/${payload}`] });
  await createPerson(
    { username: `named-${n}`, password: "correct horse battery", name: payload },
    server.gatehouse.accounts,
  );
  const hostile = new URLSearchParams({ client_id, redirect_uri: payload, scope: payload, state: payload });
  const response_type = encodeURIComponent(payload);
  await fetch(`${server.origin}/oauth/authorize?response_type=${response_type}&${hostile}`);
  await fetch(`${server.origin}/oauth/token`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": payload },
    body: JSON.stringify({ grant_type: payload, client_id, client_secret: payload, scope: payload }),
  });
  const told = { at: desk.clock.now(), client_id, kind: "guard", outcome: "refused", refusal: null } as const;
  const facts = { version: payload, needs: [payload], method: payload, scope_asked: payload, count: 2 };
  recorder.told([
    { ...told, api: server.api.identifier, grant_type: null, route: payload, facts, request_id: null },
  ]);
  await recorder.flush();
}

test.each(payloads)(
  "UI-11 %j, written by outsiders wherever they can, is text on every page of the console",
  async (written) => {
    // Its own mark shows where it stands.
    const payload = `zq7${written}`;
    await writeEverywhere(payload);
    let shown = 0;
    for (const path of pages()) {
      const asked = `${path}?q=${encodeURIComponent(payload)}&cursor=${encodeURIComponent(payload)}`;
      for (const one of [path, asked]) {
        const { html } = await admin.open(one);
        expectInert(html, one);
        if (html.includes("zq7")) shown += 1;
      }
    }
    // Words that are nowhere prove nothing.
    expect(shown).toBeGreaterThan(5);
    for (const path of [world.paths.inspector(world.ours.app.id), world.paths.usage(world.ours.app.id)])
      expectInert((await owner.open(path)).html, path);
  },
);
