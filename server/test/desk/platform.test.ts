/** What staff do about APIs and tokens: scopes with what hangs on them, an API that comes and goes, tokens counted and ended. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Check } from "typebox/value";
import { createApi, listApis, removeApi } from "../../src/desk/operations/apis.ts";
import { readAudit } from "../../src/desk/operations/audit.ts";
import { putScope, readScope, removeScope } from "../../src/desk/operations/scopes.ts";
import { countTokens, endTokens } from "../../src/desk/operations/tokens.ts";
import { perform } from "../../src/desk/perform.ts";
import { getCode, redeem, refresh } from "../support/flow.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
let api: string;
beforeAll(async () => {
  world = await deskWorld();
  const { items } = await perform(listApis, desk(), world.reviewer, {});
  api = items[0]?.id ?? "";
});
afterAll(() => world.server.close());
const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

const words = { en: "Move bookings", de: "Buchungen verschieben", "pt-BR": "Mover reservas" };
const plain = { words, person: false, access: null };

test("RFC 6749 §3.3 a scope is added, changed and read with what hangs on it", async () => {
  const scope = "bookings:move";
  const made = await perform(putScope, desk(), world.admin, { api, scope, ...plain });
  expect(Check(putScope.output, made)).toBe(true);
  expect(made).toMatchObject({ name: scope, words, person: false, access: null, clients: [], consents: 0 });
  const read = { api, scope, words: { en: "Move them" }, person: true, access: "read" };
  const changed = await perform(putScope, desk(), world.admin, read);
  expect(changed).toMatchObject({ words: { en: "Move them" }, person: true, access: "read" });
  const { items } = await perform(readAudit, desk(), world.reviewer, { action: "scope.set" });
  // Both stand there for the same millisecond.
  expect(items.find(({ before }) => before !== null)).toMatchObject({
    actor: { id: world.admin.person?.id },
    before: { name: scope, words, person: false },
    after: { name: scope, person: true, access: "read" },
  });
});

test("what is no scope, and words without English or with something unseen, are refused", async () => {
  const refused = async (scope: string, changes: object = {}): Promise<void> =>
    expect(perform(putScope, desk(), world.admin, { api, scope, ...plain, ...changes })).rejects.toThrow(
      "invalid",
    );
  for (const scope of ["two words", 'quo"te', "back\\slash", "offline_access", "x".repeat(129)])
    await refused(scope);
  for (const wrong of [{}, { de: "Ja" }, { en: " " }, { en: "a\u202Eb" }, { en: "x", "no tag": "y" }])
    await refused("bookings:x", { words: wrong });
  const elsewhere = perform(putScope, desk(), world.admin, { api: "api_0", scope: "a", ...plain });
  await expect(elsewhere).rejects.toThrow("not_found");
  // Our own API for management is nobody's to change here.
  const own = perform(putScope, desk(), world.admin, { api: "management", scope: "gatehouse:x", ...plain });
  await expect(own).rejects.toThrow("not_found");
});

test("a scope that apps have goes only when that is said; then it means nothing", async () => {
  const scope = "bookings:read";
  const { server } = world;
  const app = await server.addApp({ scopes: [scope, "offline_access"] });
  await redeem(server, app, await getCode(server, app, { scope: `${scope} offline_access` }));
  const seen = await perform(readScope, desk(), world.reviewer, { api, scope });
  expect(seen.consents).toBe(1);
  expect(seen.clients.map(({ client_id }) => client_id)).toEqual(
    expect.arrayContaining([app.client_id, world.ours.app.clients[0]?.client_id]),
  );
  await expect(perform(removeScope, desk(), world.admin, { api, scope })).rejects.toThrow("conflict");
  await perform(removeScope, desk(), world.admin, { api, scope, in_use: true });
  await expect(perform(readScope, desk(), world.reviewer, { api, scope })).rejects.toThrow("not_found");
  const asked = await fetch(`${server.origin}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: app.client_id,
      client_secret: app.client_secret,
      scope,
    }),
  });
  expect(await asked.json()).toMatchObject({ error: "invalid_scope" });
  await perform(putScope, desk(), world.admin, { api, scope, ...plain });
});

test("a letter that a pattern would take for any other is only itself", async () => {
  const { directory } = desk();
  expect((await directory.scopeUse(world.server.api.identifier, "bookings%")).clients).toEqual([]);
  expect((await directory.scopeUse(world.server.api.identifier, "bookings_read")).clients).toEqual([]);
});

test("an API comes, and goes while no app is registered for it", async () => {
  const identifier = "https://second.example/api";
  const made = await perform(createApi, desk(), world.admin, { identifier, name: "Second" });
  await perform(putScope, desk(), world.admin, { api: made.id, scope: "a", ...plain });
  const twice = perform(createApi, desk(), world.admin, { identifier, name: "Second" });
  await expect(twice).rejects.toThrow("conflict");
  for (const wrong of [
    "nothing",
    "ftp://x.example",
    "https://x.example/#a",
    "https://u:p@x.example",
    " https://x",
  ])
    await expect(
      perform(createApi, desk(), world.admin, { identifier: wrong, name: "X" }),
      wrong,
    ).rejects.toThrow("invalid");
  await expect(perform(removeApi, desk(), world.admin, { api })).rejects.toThrow("conflict");
  await expect(perform(removeApi, desk(), world.admin, { api: "management" })).rejects.toThrow("not_found");
  await perform(removeApi, desk(), world.admin, { api: made.id });
  const { items } = await perform(listApis, desk(), world.reviewer, {});
  expect(items.map(({ id }) => id)).toEqual([api]);
});

test("RFC 7009 §2.1 tokens are counted by kind, per app and per person, and all end at once", async () => {
  const { server, reviewer } = world;
  const scope = "bookings:read offline_access";
  const jwt = await server.addApp({ client_name: "Counted", scopes: scope.split(" ") });
  const opaque = await server.addApp({
    client_name: "Opaque",
    scopes: scope.split(" "),
    settings: { access_token_profile: "opaque" },
  });
  const held = await redeem(server, jwt, await getCode(server, jwt, { scope }));
  await redeem(server, opaque, await getCode(server, opaque, { scope }));
  const counted = await perform(countTokens, desk(), reviewer, {});
  expect(Check(countTokens.output, counted)).toBe(true);
  const of = (id: string): object | undefined => counted.items.find((one) => one.id === id);
  expect(of(opaque.client_id)).toMatchObject({ name: "Opaque", families: 1, opaque: 1, jwts: 0 });
  expect(of(jwt.client_id)).toMatchObject({ name: "Counted", families: 1, opaque: 0, jwts: 1 });
  const people = await perform(countTokens, desk(), reviewer, { of: "person" });
  const hers = people.items.find(({ id }) => id === server.person.id);
  expect(hers).toMatchObject({ name: server.person.username, environment: null });
  expect(hers?.families).toBeGreaterThanOrEqual(2);
  expect(await perform(endTokens, desk(), reviewer, { of: "client", id: jwt.client_id })).toEqual({
    families: 1,
  });
  const again = await refresh(server, jwt, String(held.refresh_token));
  expect(again.status).toBe(400);
  const left = await perform(countTokens, desk(), reviewer, {});
  expect(left.items.find(({ id }) => id === jwt.client_id)).toBeUndefined();
  await perform(endTokens, desk(), reviewer, { of: "person", id: server.person.id });
  expect((await perform(countTokens, desk(), reviewer, { of: "person" })).items).toEqual([]);
  const nobody = perform(endTokens, desk(), reviewer, { of: "person", id: "usr_0" });
  await expect(nobody).rejects.toThrow("not_found");
});
