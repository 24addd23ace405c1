/** RFC 6749 §2, RFC 7591 §2 — registered apps, their clients and secrets, and the APIs. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import { API, begun, opaqueRow, options, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const BROWSER_APP = {
  id: "app_2",
  organisationId: "org_1",
  name: "Shop",
  application_type: "browser" as const,
  serviceAccount: "00000000-0000-4000-8000-000000000002",
  clients: [
    {
      client_id: "client_2",
      environment: "test" as const,
      token_endpoint_auth_method: "none" as const,
      grant_types: ["authorization_code"],
      redirect_uris: ["https://shop.example/a", "https://shop.example/b", "http://localhost:3000/"],
      scopes: ["bookings:read"],
      resource: API,
      settings: { pkce: "plain_allowed" },
    },
  ],
};

export function registryTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("registry", () => {
    test(
      "a client is found whole, with its policy settled",
      on(async (store) => {
        const client = await store.clients.find("client_1");
        expect(client).toEqual({
          client_id: "client_1",
          client_name: "Planner",
          appId: "app_1",
          serviceAccount: "00000000-0000-4000-8000-000000000001",
          organisation: { id: "org_1", name: "Guests Ltd", verified: true },
          environment: "live",
          status: "active",
          application_type: "web",
          token_endpoint_auth_method: "client_secret_basic",
          grant_types: ["authorization_code", "refresh_token"],
          redirect_uris: ["https://app.example/back"],
          scopes: ["bookings:read", "offline_access"],
          resource: API,
          metadata: {},
          registration: null,
          preset: null,
          apiVersion: null,
          s256SeenAt: null,
          consentVersion: expect.stringMatching(/^.{43}$/),
          secrets: [{ id: "sec_1", hash: sha256("first"), expiresAt: null }],
          policy: options.resolvePolicy({}, "rfc9068"),
        });
        expect(await store.clients.find("unknown")).toBeNull();
      }),
    );

    test(
      "browser origins and plain PKCE are known only while the client is enabled",
      on(async (store) => {
        expect(await store.clients.plainServed()).toBe(false);
        await store.registry.createApp(BROWSER_APP);
        expect(await store.clients.originRegistered("https://shop.example")).toBe(true);
        expect(await store.clients.originRegistered("http://localhost:3000")).toBe(true);
        expect(await store.clients.originRegistered("https://app.example")).toBe(false);
        expect(await store.clients.originRegistered("null")).toBe(false);
        expect(await store.clients.plainServed()).toBe(true);
        await store.clients.sawS256("client_2", T0 + 1);
        await store.clients.sawS256("client_2", T0 + 2);
        expect(await store.clients.find("client_2")).toMatchObject({ s256SeenAt: T0 + 1 });
        expect(await store.clients.plainServed()).toBe(false);
        await store.registry.updateClient("client_2", { redirect_uris: ["https://new.example/"] });
        expect(await store.clients.originRegistered("https://shop.example")).toBe(false);
        expect(await store.clients.originRegistered("https://new.example")).toBe(true);
        await store.registry.disableClient("client_2", T0);
        expect(await store.clients.originRegistered("https://new.example")).toBe(false);
      }),
    );

    test(
      "an app is created whole or not at all",
      on(async (store) => {
        const [client] = BROWSER_APP.clients;
        if (!client) throw new Error("no client");
        const wrong = { ...client, client_id: "client_3", resource: "https://unknown.example" };
        const create = (...clients: typeof BROWSER_APP.clients) =>
          store.registry.createApp({ ...BROWSER_APP, clients });
        await expect(create(client, wrong)).rejects.toMatchObject({ name: "StoreConflict", kind: "taken" });
        const lost = { ...client, resource: "https://unknown.example" };
        await expect(create(lost)).rejects.toMatchObject({ name: "StoreConflict", kind: "missing" });
        expect(await store.registry.findApp("app_2")).toBeNull();
        expect(await store.clients.find("client_2")).toBeNull();
      }),
    );

    test(
      "name, redirect URIs and scopes make the agreement; other settings do not",
      on(async (store) => {
        const version = async () => (await store.clients.find("client_1"))?.consentVersion ?? "";
        const seen = [await version()];
        await store.registry.updateClient("client_1", { settings: { access_token_seconds: 60 } });
        expect(await version()).toBe(seen[0]);
        expect((await store.clients.find("client_1"))?.policy.access_token_seconds).toBe(60);
        await store.registry.updateClient("client_1", { scopes: ["bookings:read"] });
        seen.push(await version());
        await store.registry.updateClient("client_1", { redirect_uris: ["https://app.example/2"] });
        seen.push(await version());
        expect(await store.registry.renameApp("app_1", "Planner 2")).toBe(true);
        seen.push(await version());
        expect(new Set(seen).size).toBe(4);
        expect(await store.registry.updateClient("unknown", {})).toBe(false);
        expect(await store.registry.renameApp("unknown", "x")).toBe(false);
      }),
    );

    test(
      "TK-23 secrets are added, end, never live longer by ending, and show four characters",
      on(async (store) => {
        const { registry, clients } = store;
        const secret = { id: "sec_2", hash: sha256("second"), last4: "2222", label: "second" };
        expect(await registry.addSecret("client_1", secret, { othersEndAt: T0 + 1000 })).toBe(true);
        expect(await registry.addSecret("unknown", { ...secret, id: "sec_3" })).toBe(false);
        expect((await clients.find("client_1"))?.secrets.map((one) => one.expiresAt)).toEqual([
          T0 + 1000,
          null,
        ]);
        await registry.expireSecret("sec_1", T0 + 9999);
        await registry.expireSecret("sec_2", T0 + 5);
        clients.secretUsed("sec_2", T0 + 1);
        await store.settle();
        clients.secretUsed("sec_2", T0 + 2);
        await store.settle();
        const [app] = await registry.listApps("org_1");
        expect(app?.clients[0]?.secrets).toEqual([
          {
            id: "sec_1",
            last4: "1111",
            label: "first",
            createdAt: T0,
            lastUsedAt: null,
            expiresAt: T0 + 1000,
          },
          {
            id: "sec_2",
            last4: "2222",
            label: "second",
            createdAt: T0,
            lastUsedAt: T0 + 1,
            expiresAt: T0 + 5,
          },
        ]);
        expect(JSON.stringify(app)).not.toContain(sha256("second"));
        expect(await registry.expireSecret("unknown", T0)).toBe(false);
      }),
    );

    test(
      "disabling a client ends all that it holds",
      on(async (store) => {
        await begun(store, "fam_1");
        await store.accessTokens.put(opaqueRow("machine", { subject: null }));
        expect(await store.registry.disableClient("client_1", T0 + 1)).toBe(true);
        expect(await store.clients.find("client_1")).toMatchObject({ status: "disabled" });
        expect(await store.families.find("fam_1")).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.accessTokens.findOpaque(sha256("machine"))).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.registry.enableClient("client_1")).toBe(true);
        expect(await store.families.find("fam_1")).toMatchObject({ revokedAt: T0 + 1 });
        expect(await store.registry.disableClient("unknown", T0)).toBe(false);
      }),
    );

    test(
      "apps are listed by organisation and found by app or client",
      on(async (store) => {
        await store.registry.createOrganisation({ id: "org_2", name: "Others" });
        await store.registry.createApp(BROWSER_APP);
        const names = async (id?: string) => (await store.registry.listApps(id)).map((app) => app.name);
        expect([await names(), await names("org_2")]).toEqual([["Planner", "Shop"], []]);
        const byApp = await store.registry.findApp("app_2");
        expect(byApp).toEqual(await store.registry.findApp("client_2"));
        expect(byApp?.clients.map((client) => client.client_id)).toEqual(["client_2"]);
        expect(await store.registry.findApp("unknown")).toBeNull();
        expect(await store.registry.verifyOrganisation("org_2", T0)).toBe(true);
        expect(await store.registry.listOrganisations()).toContainEqual({
          id: "org_2",
          name: "Others",
          verifiedAt: T0,
        });
      }),
    );

    test(
      "an API that moves takes its clients and scopes along",
      on(async (store) => {
        const before = await store.resources.find(API);
        const identifier = "https://moved.example";
        expect(await store.registry.moveResource("api_1", identifier)).toBe(true);
        expect(await store.resources.list()).toEqual([{ ...before, identifier }]);
        expect(await store.clients.find("client_1")).toMatchObject({ resource: identifier });
        expect(await store.registry.moveResource("unknown", API)).toBe(false);
        await store.registry.createResource({ id: "api_2", identifier: API, name: "Other" });
        const taken = store.registry.moveResource("api_1", API);
        await expect(taken).rejects.toMatchObject({ name: "StoreConflict", kind: "taken" });
        expect(await store.clients.find("client_1")).toMatchObject({ resource: identifier });
        expect(await store.resources.list()).toHaveLength(2);
      }),
    );

    test(
      "an API has its scopes, by identifier and by id",
      on(async (store) => {
        await store.registry.putScope("api_1", { name: "a", words: { en: "A", de: "Ah" }, person: true });
        await store.registry.putScope("api_1", { name: "a", words: { en: "A2" }, person: true });
        await store.registry.setIntrospectionSecret("api_1", sha256("introspect"));
        const api = await store.resources.find(API);
        expect(api).toEqual({
          id: "api_1",
          detailTypes: [],
          identifier: API,
          name: "Bookings",
          access_token_profile: "rfc9068",
          introspectionSecretHash: sha256("introspect"),
          scopes: [
            { name: "a", words: { en: "A2" }, person: true },
            { name: "bookings:read", words: { en: "Read bookings" }, person: false },
          ],
        });
        expect(await store.resources.findById("api_1")).toEqual(api);
        expect(await store.resources.list()).toEqual([api]);
        expect(await store.registry.removeScope("api_1", "a")).toBe(true);
        expect(await store.registry.removeScope("api_1", "a")).toBe(false);
        await store.registry.createResource({ id: "api_2", identifier: "https://b.example", name: "B" });
        expect(await store.resources.findById("api_2")).toMatchObject({ scopes: [] });
        expect(await store.resources.find("unknown")).toBeNull();
      }),
    );
  });
}
