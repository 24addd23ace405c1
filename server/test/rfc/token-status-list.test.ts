/** Token Status List (draft-ietf-oauth-status-list) — what a token says of its status, and that every end of it sets its bit. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sweep } from "../../src/store/sweep.ts";
import { exchange, EXCHANGE } from "../support/exchange.ts";
import { decodeJwt, getCode, redeem, refresh, type Tokens } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { bitOf, listBits, placeIn } from "../support/status.ts";
import { post, wire } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;
let bystander: string;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { refresh_token: "always" } });
  bystander = (await begin()).access_token;
});
afterAll(() => server.close());

const begin = async (as: TestApp = app, person = server.person): Promise<Tokens> =>
  redeem(server, as, await getCode(server, as, {}, person));

async function machine(as: TestApp): Promise<string> {
  const { client_id, client_secret } = as;
  const fields = { grant_type: "client_credentials", client_id, client_secret };
  return String((await post(server, "/oauth/token", fields)).json["access_token"]);
}

const give = (as: TestApp, token: string) =>
  post(server, "/oauth/revoke", { client_id: as.client_id, client_secret: as.client_secret, token });

const bits = (...tokens: string[]): Promise<number[]> =>
  Promise.all(tokens.map((token) => bitOf(server, token)));

describe("§6 what a token says", () => {
  test("a JWT of RFC 9068 names its place, no two the same; a Passport token only where that was chosen", async () => {
    const tokens = [await machine(app), await machine(app), (await begin()).access_token];
    expect(new Set(tokens.map((token) => JSON.stringify(placeIn(token)))).size).toBe(3);
    for (const [settings, says] of [
      [{ access_token_profile: "passport" }, false],
      [{ access_token_profile: "passport", status_list: "on" }, true],
      [{ status_list: "off" }, false],
    ] as const) {
      const token = await machine(await server.addApp({ settings }));
      expect("status" in decodeJwt(token).claims, JSON.stringify(settings)).toBe(says);
    }
  });
});

describe("RV-08 every end of a token sets its bit, and no other's", () => {
  test("RV-01 one access token alone: of a person, of a machine, in Passport's shape", async () => {
    const passport = await server.addApp({
      settings: { access_token_profile: "passport", status_list: "on" },
    });
    const { access_token, refresh_token = "" } = await begin();
    const sibling = String((await refresh(server, app, refresh_token)).json["access_token"]);
    const [one, two, shaped] = [await machine(app), await machine(app), await machine(passport)];
    await give(app, access_token);
    await give(app, one);
    await give(passport, shaped);
    expect(await bits(access_token, one, shaped)).toEqual([1, 1, 1]);
    expect(await bits(sibling, two, bystander)).toEqual([0, 0, 0]);
  });

  test("RV-02 a family: all that was issued from it, refreshed and exchanged ones too", async () => {
    const service = await server.addApp({ grant_types: [EXCHANGE] });
    const { access_token, refresh_token = "" } = await begin();
    const next = (await refresh(server, app, refresh_token)).json;
    const passed = String((await exchange(server, service, access_token)).json["access_token"]);
    expect(await bits(access_token, passed)).toEqual([0, 0]);
    await give(app, String(next["refresh_token"]));
    expect(await bits(access_token, String(next["access_token"]), passed)).toEqual([1, 1, 1]);
    expect(await bits(bystander)).toEqual([0]);
  });

  test("AC-03 RT-07 a replayed code and a reused refresh token", async () => {
    const code = await getCode(server, app);
    const replayed = await redeem(server, app, code);
    await expect(redeem(server, app, code)).rejects.toThrow("already used");
    const first = await begin();
    const second = (await refresh(server, app, first.refresh_token ?? "")).json;
    await refresh(server, app, String(second["refresh_token"]));
    expect((await refresh(server, app, first.refresh_token ?? "")).status).toBe(400);
    const ended = [replayed.access_token, first.access_token, String(second["access_token"])];
    expect(await bits(...ended, bystander)).toEqual([1, 1, 1, 0]);
  });

  test("UI-19 a withdrawn consent, and a person who is disabled", async () => {
    const { store } = server.gatehouse;
    const grace = await server.addPerson("grace");
    const other = await server.addApp({ settings: { refresh_token: "always" } });
    const [hers, elsewhere] = [await begin(app, grace), await begin(other, grace)];
    const consent = await store.consents.find(grace.id, app.client_id, server.api.identifier);
    await store.consents.withdraw(consent?.id ?? "", grace.id, server.clock.now());
    expect(await bits(hers.access_token, elsewhere.access_token)).toEqual([1, 0]);
    await store.people.disable(grace.id, server.clock.now());
    expect(await bits(elsewhere.access_token, bystander)).toEqual([1, 0]);
  });

  test("AC-13 a client that is disabled loses machine tokens that nobody wrote down, and starts anew when enabled", async () => {
    const { registry } = server.gatehouse.store;
    const its = await server.addApp();
    const tokens = [await machine(its), await machine(its), (await begin(its)).access_token];
    await registry.disableClient(its.client_id, server.clock.now());
    expect(await bits(...tokens, bystander)).toEqual([1, 1, 1, 0]);
    await registry.enableClient(its.client_id);
    expect(await bits(await machine(its), ...tokens)).toEqual([0, 1, 1, 1]);
    const last = await machine(its);
    await registry.suspendApp(its.appId, "abuse", server.clock.now());
    expect(await bits(last)).toEqual([1]);
    await registry.suspendApp(its.appId, null, server.clock.now());
    expect(await bits(await machine(its), last)).toEqual([0, 1]);
  });
});

describe("§8 the list", () => {
  test("its size is bounded, and it can be kept: ttl, exp, ETag, 304", async () => {
    const { uri } = placeIn(bystander);
    const path = uri.slice(server.origin.length);
    const answer = await wire(server, { method: "GET", path });
    expect(answer.headers["content-type"]).toBe("application/statuslist+jwt");
    expect(answer.text.length).toBeLessThan(4096);
    expect(await listBits(server, uri)).toHaveLength(16_384);
    const { iat, exp, ttl } = decodeJwt(answer.text).claims as Record<string, number>;
    expect([(exp ?? 0) - (iat ?? 0), ttl]).toEqual([600, 30]);
    const headers = { "if-none-match": answer.headers.etag ?? "" };
    expect(await wire(server, { method: "GET", path, headers })).toMatchObject({ status: 304, text: "" });
    await give(app, await machine(app));
    expect((await wire(server, { method: "GET", path, headers })).status).toBe(200);
  });

  test("§9 all lists are listed; what is no list is 404", async () => {
    const all = await wire(server, { method: "GET", path: "/oauth/status" });
    expect(all.json).toEqual({ status_lists: [placeIn(bystander).uri] });
    for (const name of ["1", "01", "-1", "x", "99999999999", "0.0"])
      expect((await wire(server, { method: "GET", path: `/oauth/status/${name}` })).status, name).toBe(404);
  });

  test("a place is never given twice; a list is gone when its last token has ended, and so is every row", async () => {
    const own = await startServer();
    const its = await own.addApp();
    const { engine } = own.gatehouse.store;
    const client = await own.gatehouse.ports.clients.find(its.client_id);
    const place = () => own.gatehouse.ports.status.place(client ?? { client_id: "" }, own.clock.now());
    const places = new Set<number | null>();
    for (let n = 0; n < 3000; n++) places.add(await place());
    expect(places.size).toBe(3000);
    await own.gatehouse.store.registry.disableClient(its.client_id, own.clock.now());
    own.clock.advance(27 * 3_600_000);
    await sweep(engine, own.clock.now());
    for (const table of ["status_blocks", "status_entries", "status_withdrawn"] as const)
      expect(await engine.read.selectFrom(table).selectAll().execute()).toEqual([]);
    expect((await wire(own, { method: "GET", path: "/oauth/status/0" })).status).toBe(404);
    await own.gatehouse.store.registry.enableClient(its.client_id);
    expect(places.has(await place())).toBe(false);
    await own.close();
  });
});
