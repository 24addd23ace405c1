/** UI-11, HX-10 — what others wrote is text in the portal: names, labels, addresses, answers, reasons, invitations. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { decideLive, requestLive } from "../../src/desk/operations/live.ts";
import { perform } from "../../src/desk/perform.ts";
import { byPerson } from "../../src/lib/actor.ts";
import { expectInert, payloads } from "../support/inert.ts";
import { pagesOf, portalWorld, type PortalWorld } from "./world.ts";

let world: PortalWorld;
beforeAll(async () => void (world = await portalWorld()));
afterAll(() => world.server.close());

test.each(payloads)(
  "UI-11 %j, stored in every field that somebody writes, is text on every page",
  async (payload) => {
    const { server, ours, admin } = world;
    const { desk, store } = server.gatehouse;
    const by = byPerson("usr_evil");
    const registry = desk.registry(by);
    await desk.organisations.rename(ours.organisation.id, payload, by);
    await registry.renameApp(ours.app.id, payload);
    const client_id = ours.app.clients[0]?.client_id ?? "";
    await registry.updateClient(client_id, { redirect_uris: [`https://app.example/${payload}`] });
    await registry.addSecret(client_id, {
      id: `sec_${Math.abs(payload.length)}_${payload.codePointAt(1)}`,
      hash: "h",
      last4: "<b>x",
      label: payload,
    });
    const now = desk.clock.now();
    const simulated = {
      id: `sim_${payloads.indexOf(payload)}`,
      app: ours.app.id,
      name: payload,
      locale: null,
    };
    await store.testPeople.create({ ...simulated, claims: { email: payload }, createdAt: now }, 99, by);
    const waits = { role: "viewer", createdAt: now, expiresAt: now + 1000 } as const;
    const hash = `hash-${payload}`;
    const organisation = ours.organisation.id;
    await desk.organisations
      .invite({ ...waits, id: `inv_1`, organisation, email: payload, hash }, by)
      .catch(() => undefined);
    await registry.updateClient(client_id, { redirect_uris: ["https://app.example/cb"] });
    await perform(requestLive, desk, ours.owner, { app: ours.app.id, answers: { purpose: payload } }).catch(
      () => undefined,
    );
    const browser = await world.as("ours-owner");
    for (const path of Object.values(pagesOf(world, "ours"))) expectInert((await browser.open(path)).html);
    await perform(decideLive, desk, admin, { app: ours.app.id, decision: "declined", reason: payload });
    await registry.updateClient(client_id, { redirect_uris: [`https://app.example/${payload}`] });
    await registry.suspendApp(ours.app.id, payload, now);
    for (const path of Object.values(pagesOf(world, "ours"))) expectInert((await browser.open(path)).html);
    await registry.suspendApp(ours.app.id, null, now);
    expect((await store.registry.findApp(ours.app.id))?.name).toBe(payload);
  },
);

test.each(payloads)(
  "UI-11 HX-10 %j, typed into every form or sent in an address, comes back as text",
  async (payload) => {
    const browser = await world.as("ours-owner");
    for (const path of [world.paths.newOrganisation, ...Object.values(pagesOf(world, "ours"))]) {
      const page = await browser.open(
        `${path}?done=${encodeURIComponent(payload)}&api=${encodeURIComponent(payload)}`,
      );
      expectInert(page.html);
      const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1];
      // What ends something is sent only what it refuses.
      if (csrf === undefined || /leave|remove|service|secrets\/sec_/.test(path)) continue;
      const names = [
        "name",
        "client_name",
        "redirect_uris",
        "label",
        "email",
        "purpose",
        "people",
        "typed",
        "role",
      ];
      const typed = Object.fromEntries(names.map((name) => [name, `${payload}\u200b`]));
      expectInert((await browser.post(path, { csrf, application_type: payload, ...typed })).html);
    }
  },
);
