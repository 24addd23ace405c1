/** OAuth Client ID Metadata Document — a client that is known by the address of its document (DR-16). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { createOutbound } from "../../src/outbound/fetch.ts";
import { Browser } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, postToken, redeem, s256, verifier, walk } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { wire } from "../support/wire.ts";

const challenge = { code_challenge: s256(), code_challenge_method: "S256" };
const cb = "http://127.0.0.1/cb";
let server: TestServer;
/** What is at each address now; how often each was asked. */
const web = new Map<string, () => FetchedDocument>();
const asked: string[] = [];

beforeAll(async () => {
  const guarded = createOutbound({ ownHosts: [], loopback: false, resolve: async () => ["10.0.0.1"] });
  server = await startServer({
    settings: { client_id_metadata_documents: "on", registration_scopes: "bookings:read" },
    outbound: {
      async json(url, maxBytes) {
        asked.push(url);
        expect(maxBytes).toBeLessThanOrEqual(5120);
        return web.get(url)?.() ?? guarded.json(url, maxBytes);
      },
    },
  });
});
afterAll(() => server.close());

let count = 0;
/** Publishes a document at an address of its own; the client of it. */
function publish(members: object = {}, maxAgeMs: number | null = null): TestApp {
  const client_id = `https://app${++count}.example/client.json`;
  const json = { client_id, client_name: "Editor", redirect_uris: [cb], ...members };
  web.set(client_id, () => ({ outcome: "fetched", json, maxAgeMs }));
  return { appId: "", client_id, client_secret: "", redirect_uri: cb };
}

const arrive = async (app: Pick<TestApp, "client_id" | "redirect_uri">): Promise<number> => {
  const url = new URL(authorizeUrl(server, app, challenge));
  const answer = await wire(server, { method: "GET", path: url.pathname + url.search });
  if (answer.status !== 303) expect(answer.headers.location).toBeUndefined();
  return answer.status;
};

describe("DR-16 client ID metadata documents", () => {
  test("are off by default: the address is an unknown client, and nothing is fetched", async () => {
    let fetched = 0;
    const outbound = {
      json: async (): Promise<FetchedDocument> => {
        fetched++;
        return { outcome: "refused", why: "x" };
      },
    };
    const off = await startServer({ outbound });
    const url = new URL(authorizeUrl(off, publish(), challenge));
    const answer = await wire(off, { method: "GET", path: url.pathname + url.search });
    expect([answer.status, fetched]).toEqual([400, 0]);
    const path = "/.well-known/oauth-authorization-server";
    const member = "client_id_metadata_document_supported";
    expect((await wire(off, { method: "GET", path })).json).not.toHaveProperty(member);
    expect((await wire(server, { method: "GET", path })).json[member]).toBe(true);
    await off.close();
  });

  test("work: consent names the host of the document, the token is for the API", async () => {
    const app = publish();
    const native = { ...app, redirect_uri: "http://127.0.0.1:51004/cb" };
    const browser = new Browser(server.origin);
    const signIn = await browser.open(authorizeUrl(server, native, challenge));
    const consent = await browser.click(signIn, "submit-login", server.person);
    expect(consent.html).toContain(new URL(app.client_id).host);
    expect(consent.html).toContain("has not checked who runs this app");
    const answer = new URL((await browser.click(consent, "allow")).leaves ?? "");
    const code = answer.searchParams.get("code") ?? "";
    const { access_token } = await redeem(server, native, code, { code_verifier: verifier });
    expect(decodeJwt(access_token).claims).toMatchObject({
      client_id: app.client_id,
      aud: "https://api.example",
    });
    const again = await browser.open(authorizeUrl(server, native, challenge));
    expect(again.html).toContain('id="allow"');
  });

  test("client_id in the document equals the address, byte for byte", async () => {
    for (const client_id of ["https://other.example/client.json", "", null, 1])
      expect(await arrive(publish({ client_id })), String(client_id)).toBe(400);
    const app = publish();
    const slash = { ...app, client_id: `${app.client_id}/` };
    web.set(slash.client_id, web.get(app.client_id) ?? (() => ({ outcome: "refused", why: "" })));
    expect(await arrive(slash)).toBe(400);
  });

  test("no shared secret: neither a secret nor a method that needs one", async () => {
    for (const members of [
      { client_secret: "x" },
      { client_secret_expires_at: 0 },
      { token_endpoint_auth_method: "client_secret_basic" },
      { token_endpoint_auth_method: "client_secret_post" },
      { token_endpoint_auth_method: "client_secret_jwt" },
    ])
      expect(await arrive(publish(members)), JSON.stringify(members)).toBe(400);
    expect(await arrive(publish({ token_endpoint_auth_method: "none" }))).toBe(303);
  });

  test("what else it says is judged as at registration, and grants that are not here are left out", async () => {
    for (const members of [
      { redirect_uris: [] },
      { redirect_uris: ["javascript:alert(1)"] },
      { redirect_uris: ["http://app.example/cb"] },
      { logo_uri: "http://app.example/logo" },
      { grant_types: ["client_credentials"], response_types: [] },
      { scope: "admin" },
      { client_name: { evil: 1 } },
    ])
      expect(await arrive(publish(members)), JSON.stringify(members)).toBe(400);
    const device = "urn:ietf:params:oauth:grant-type:device_code";
    expect(await arrive(publish({ grant_types: ["authorization_code", "refresh_token", device] }))).toBe(303);
  });

  test("the address is https with a path, without query, fragment or user name, in its one spelling", async () => {
    const { client_id } = publish();
    const { host } = new URL(client_id);
    for (const bad of [
      `https://${host}`,
      `https://${host}/`,
      `${client_id}?x=1`,
      `${client_id}#x`,
      `https://a@${host}/client.json`,
      `https://${host}:443/client.json`,
      `https://${host}/x/../client.json`,
      `HTTPS://${host}/client.json`,
      `https://${host.toUpperCase()}/client.json`,
    ]) {
      web.set(bad, web.get(client_id) ?? (() => ({ outcome: "refused", why: "" })));
      const before = asked.length;
      expect(await arrive({ client_id: bad, redirect_uri: cb }), bad).toBe(400);
      expect(asked.length, bad).toBe(before);
    }
  });

  test("DR-09 DR-10 a private or failing address: our own page, with nothing of the answer in it", async () => {
    const url = new URL(authorizeUrl(server, { client_id: "https://intern.example/x", redirect_uri: cb }));
    const answer = await wire(server, { method: "GET", path: url.pathname + url.search });
    expect(answer.status).toBe(400);
    expect(server.lines).toContainEqual(
      expect.objectContaining({ event: "client_document_refused", detail: "special_address" }),
    );
    expect(answer.text).not.toContain("special_address");
    const app = publish({ client_id: "TOP-SECRET-CONTENT" });
    const reflected = new URL(authorizeUrl(server, app));
    const page = await wire(server, { method: "GET", path: reflected.pathname + reflected.search });
    expect(page.text).not.toContain("TOP-SECRET");
  });

  test("errors are not cached: the next arrival asks again, and works when the document does", async () => {
    const app = publish();
    const good = web.get(app.client_id);
    web.set(app.client_id, () => ({ outcome: "refused", why: "status" }));
    expect(await arrive(app)).toBe(400);
    expect(await server.gatehouse.store.clients.find(app.client_id)).toBeNull();
    if (good !== undefined) web.set(app.client_id, good);
    expect(await arrive(app)).toBe(303);
    expect(asked.filter((url) => url === app.client_id)).toHaveLength(2);
  });

  test("a document is kept as its headers say, an hour without them, a day at most; no-store is asked each time", async () => {
    const day = 86_400_000;
    for (const [maxAgeMs, kept] of [
      [60_000, 60_000],
      [null, 3_600_000],
      [30 * day, day],
      [0, 0],
    ] as const) {
      const app = publish({}, maxAgeMs);
      const times = (): number => asked.filter((url) => url === app.client_id).length;
      await arrive(app);
      if (kept > 0) {
        server.clock.advance(kept - 1);
        await arrive(app);
        expect(times(), String(maxAgeMs)).toBe(1);
        server.clock.advance(1);
      }
      await arrive(app);
      expect(times(), String(maxAgeMs)).toBe(2);
    }
  });

  test("a changed document counts from its next fetch; a bad one takes the client away until it is good", async () => {
    const app = publish({}, 0);
    expect(await arrive(app)).toBe(303);
    const json = { client_id: app.client_id, redirect_uris: ["https://new.example/cb"] };
    web.set(app.client_id, () => ({ outcome: "fetched", json, maxAgeMs: 0 }));
    expect(await arrive(app)).toBe(400);
    expect(await arrive({ ...app, redirect_uri: "https://new.example/cb" })).toBe(303);
    web.set(app.client_id, () => ({ outcome: "refused", why: "timeout" }));
    expect(await arrive({ ...app, redirect_uri: "https://new.example/cb" })).toBe(400);
  });

  test("what an administrator disabled stays disabled, and is not fetched", async () => {
    const app = publish({}, 0);
    await arrive(app);
    await server.gatehouse.store.registry.disableClient(app.client_id, server.clock.now());
    const before = asked.length;
    expect(await arrive(app)).toBe(400);
    expect(asked.length).toBe(before);
  });

  test("many first arrivals at once make one client", async () => {
    const app = publish();
    const statuses = await Promise.all(Array.from({ length: 8 }, () => arrive(app)));
    expect(new Set(statuses)).toEqual(new Set([303]));
  });

  test("one host is asked at most so often: nobody is attacked through us", async () => {
    const before = asked.length;
    const statuses: number[] = [];
    for (let turn = 0; turn < 40; turn++)
      statuses.push(await arrive({ client_id: `https://victim.example/${turn}`, redirect_uri: cb }));
    expect(statuses.at(-1)).toBe(429);
    expect(asked.length - before).toBeLessThan(30);
  });

  test("the token endpoint fetches nothing, and a document's client proves itself with PKCE", async () => {
    const app = publish();
    const code =
      (await walk(server, authorizeUrl(server, app, challenge), server.person)).searchParams.get("code") ??
      "";
    const before = asked.length;
    const fields = { grant_type: "authorization_code", code, client_id: app.client_id, redirect_uri: cb };
    expect((await postToken(server, fields)).json["error"]).toBe("invalid_grant");
    expect((await postToken(server, { ...fields, code_verifier: verifier })).status).toBe(200);
    expect(asked.length).toBe(before);
  });
});
