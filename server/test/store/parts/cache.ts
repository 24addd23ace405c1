/** What a node keeps in memory: two stores on one place, a change on one, and what the other one says when. */
import { describe, expect, test } from "vitest";
import { SYSTEM } from "../../../src/lib/actor.ts";
import { sha256 } from "../../../src/lib/hash.ts";
import { storeOn, type Store } from "../../../src/store/store.ts";
import { API, options, place, T0, world, type EngineFactory } from "../fixture.ts";

/** Two nodes with clocks of their own, and how many questions the second one has asked. */
async function twoNodes(
  factory: EngineFactory,
  work: (here: Store, there: Store, pass: (ms: number) => void) => Promise<void>,
): Promise<void> {
  using folder = place();
  const here = await world(await factory(folder.path));
  let now = 0;
  // Nobody tells it anything: what it learns it must have asked for.
  const engine = { ...(await factory(folder.path)), listen: () => undefined };
  const there = storeOn(engine, { ...options, steady: () => now });
  try {
    await work(here, there, (ms) => (now += ms));
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
}

/** Every change of the registry that somebody's answer depends on, and where it shows. */
const changes: readonly [string, (store: Store) => Promise<unknown>, (store: Store) => Promise<unknown>][] = [
  ["an app is disabled", (s) => s.registry.disableClient("client_1", T0), (s) => s.clients.find("client_1")],
  [
    "an app is suspended",
    (s) => s.registry.suspendApp("app_1", "misuse", T0),
    (s) => s.clients.find("client_1"),
  ],
  ["an app is deleted", (s) => s.registry.deleteApp("app_1", T0), (s) => s.clients.find("client_1")],
  [
    "a secret is added and the others end",
    (s) =>
      s.registry.addSecret(
        "client_1",
        { id: "sec_2", hash: sha256("second"), last4: "2222", label: "second" },
        { othersEndAt: T0 + 1 },
      ),
    (s) => s.clients.find("client_1"),
  ],
  ["a secret ends", (s) => s.registry.expireSecret("sec_1", T0), (s) => s.clients.find("client_1")],
  [
    "terms change",
    (s) => s.registry.updateClient("client_1", { scopes: ["bookings:read"] }),
    (s) => s.clients.find("client_1"),
  ],
  ["an app is renamed", (s) => s.registry.renameApp("app_1", "Other"), (s) => s.clients.find("client_1")],
  ["S256 was seen", (s) => s.clients.sawS256("client_1", T0), (s) => s.clients.find("client_1")],
  [
    "an organisation is no longer verified",
    (s) => s.registry.verifyOrganisation("org_1", null),
    (s) => s.clients.find("client_1"),
  ],
  [
    "an API moves",
    (s) => s.registry.moveResource("api_1", "https://new.example"),
    (s) => Promise.all([s.clients.find("client_1"), s.resources.find(API)]),
  ],
  [
    "a scope comes",
    (s) => s.registry.putScope("api_1", { name: "x", words: { en: "X" }, person: false }),
    (s) => s.resources.find(API),
  ],
  ["a scope goes", (s) => s.registry.removeScope("api_1", "bookings:read"), (s) => s.resources.list()],
  [
    "an API may introspect",
    (s) => s.registry.setIntrospectionSecret("api_1", sha256("i")),
    (s) => s.resources.findById("api_1"),
  ],
  [
    "the company looks otherwise",
    (s) =>
      s.branding.change(
        { name: "Northwind", accent: "#7a1fa2", accentDark: null, logo: null, changedAt: T0 },
        SYSTEM,
      ),
    (s) => s.branding.read(),
  ],
  [
    "plain is served",
    (s) => s.registry.updateClient("client_1", { settings: { pkce: "optional" } }),
    (s) => s.clients.plainServed(),
  ],
];

export function cacheTests(factory: EngineFactory): void {
  describe("what is kept in memory", () => {
    test.each(changes)(
      "%s: here at once, there within a second, and not asked for before",
      async (_, change, look) => {
        await twoNodes(factory, async (here, there, pass) => {
          const before = await look(there);
          expect(await look(here)).toEqual(before);
          await change(here);
          const after = await look(here);
          expect(after).not.toEqual(before);
          pass(499);
          expect(await look(there)).toEqual(before);
          pass(1);
          expect(await look(there)).toEqual(after);
        });
      },
    );

    test("a second client is not forgotten because the first one changed", async () => {
      await twoNodes(factory, async (here, there, pass) => {
        const found = await there.clients.find("client_1");
        await here.registry.createOrganisation({ id: "org_2", name: "Other" });
        pass(500);
        expect(await there.clients.find("client_1")).not.toBe(found);
        const again = await there.clients.find("client_1");
        await here.registry.updateClient("client_unknown", {});
        pass(500);
        expect(await there.clients.find("client_1")).toBe(again);
      });
    });

    test("an unknown client is found as soon as it is there", async () => {
      await twoNodes(factory, async (here, there) => {
        expect(await there.clients.find("client_2")).toBeNull();
        await here.registry.createApp({
          id: "app_2",
          organisationId: "org_1",
          name: "Second",
          application_type: "browser",
          serviceAccount: "00000000-0000-4000-8000-000000000002",
          clients: [
            {
              client_id: "client_2",
              environment: "live",
              token_endpoint_auth_method: "none",
              grant_types: ["authorization_code"],
              redirect_uris: ["https://page.example/back"],
              scopes: ["bookings:read"],
              resource: API,
            },
          ],
        });
        expect(await there.clients.find("client_2")).toMatchObject({ client_name: "Second" });
        expect(await there.clients.originRegistered("https://page.example")).toBe(true);
      });
    });

    test("a change by hand, which tells nobody, is seen within a minute", async () => {
      await twoNodes(factory, async (here, there, pass) => {
        await there.clients.find("client_1");
        await here.engine.write((tx) => tx.updateTable("apps").set({ name: "By hand" }).execute());
        pass(59_999);
        expect((await there.clients.find("client_1"))?.client_name).toBe("Planner");
        pass(1);
        expect((await there.clients.find("client_1"))?.client_name).toBe("By hand");
      });
    });

    test("an older state of the database empties the memory", async () => {
      await twoNodes(factory, async (here, there, pass) => {
        await there.clients.find("client_1");
        await here.engine.write(async (tx) => {
          await tx.deleteFrom("versions").execute();
          await tx.updateTable("apps").set({ name: "Of yesterday" }).execute();
        });
        pass(500);
        expect((await there.clients.find("client_1"))?.client_name).toBe("Of yesterday");
      });
    });

    test("what is kept cannot be changed by who reads it", async () => {
      await twoNodes(factory, async (here) => {
        const client = await here.clients.find("client_1");
        const scopes = client?.scopes as string[] | undefined;
        expect(() => scopes?.push("admin")).toThrow(TypeError);
        expect(() => Object.assign(client?.policy ?? {}, { pkce: "optional" })).toThrow(TypeError);
      });
    });

    test("a read that began before a change is not kept after it", async () => {
      await twoNodes(factory, async (here) => {
        for (let round = 0; round < 50; round++) {
          here.cache.forget();
          const name = `Round ${round}`;
          await Promise.all([here.clients.find("client_1"), here.registry.renameApp("app_1", name)]);
          expect((await here.clients.find("client_1"))?.client_name).toBe(name);
        }
      });
    });

    test("a slow read that began before a change is not kept after it, here or there", async () => {
      await twoNodes(factory, async (here, there, pass) => {
        for (const node of [here, there]) {
          const began = Promise.withResolvers<void>();
          const slow = Promise.withResolvers<{ state: string }>();
          const first = node.cache.ofClient("client_1", () => {
            began.resolve();
            return slow.promise;
          });
          await began.promise;
          await here.registry.updateClient("client_1", {});
          pass(500);
          await there.clients.plainServed();
          slow.resolve({ state: "old" });
          expect(await first).toEqual({ state: "old" });
          const next = await node.cache.ofClient("client_1", async () => ({ state: "new" }));
          expect(next).toEqual({ state: "new" });
          node.cache.forget();
        }
      });
    });

    test("numbers grow in the order of commits, however many write at once", async () => {
      await twoNodes(factory, async (here, there) => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) =>
            (n % 2 ? here : there).registry.updateClient("client_1", { settings: { code_seconds: 30 + n } }),
          ),
        );
        const rows = await here.engine.read.selectFrom("versions").selectAll().execute();
        const client = rows.find((row) => row.kind === "client:client_1")?.version ?? 0;
        expect(Math.max(...rows.map((row) => row.version))).toBe(client);
        expect(client).toBeGreaterThan(40);
      });
    });

    test("any sequence of changes: what is kept here, and there once it has asked, is what is stored", async () => {
      await twoNodes(factory, async (here, there, pass) => {
        const stored = (): Promise<unknown[]> => {
          // A node that has just started knows nothing by heart.
          const fresh = storeOn(here.engine, { ...options, steady: () => 0 });
          return Promise.all(looks.map((look) => look(fresh)));
        };
        let state = 7;
        const pick = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
        for (let step = 0; step < 60; step++) {
          const node = pick(2) === 0 ? here : there;
          const [what, change] = steps[pick(steps.length)] ?? steps[0];
          await change(node, pick(3));
          if (pick(2) === 0) await Promise.all(looks.map((look) => look(there)));
          expect(await Promise.all(looks.map((look) => look(node))), what).toEqual(await stored());
          pass(500);
          expect(await Promise.all(looks.map((look) => look(there))), what).toEqual(await stored());
          if (node === here) continue;
          here.cache.forget();
        }
      });
    });
  });
}

const looks: readonly ((store: Store) => Promise<unknown>)[] = [
  (s) => s.clients.find("client_1"),
  (s) => s.clients.plainServed(),
  (s) => s.clients.originRegistered("https://app.example"),
  (s) => s.resources.find(API),
  (s) => s.resources.findById("api_1"),
  (s) => s.resources.list(),
];

const steps: readonly [
  [string, (store: Store, n: number) => Promise<unknown>],
  ...[string, (store: Store, n: number) => Promise<unknown>][],
] = [
  ["disable", (s, n) => s.registry.disableClient("client_1", T0 + n)],
  ["enable", (s) => s.registry.enableClient("client_1")],
  ["rename", (s, n) => s.registry.renameApp("app_1", `Name ${n}`)],
  ["terms", (s, n) => s.registry.updateClient("client_1", { redirect_uris: [`https://app.example/${n}`] })],
  [
    "policy",
    (s, n) => s.registry.updateClient("client_1", { settings: n === 0 ? { pkce: "optional" } : {} }),
  ],
  [
    "public",
    (s, n) =>
      s.registry.updateClient("client_1", {
        token_endpoint_auth_method: n === 0 ? "none" : "client_secret_basic",
      }),
  ],
  ["secret ends", (s, n) => s.registry.expireSecret("sec_1", T0 + 1_000 - n)],
  ["S256", (s, n) => s.clients.sawS256("client_1", T0 + n)],
  ["organisation", (s, n) => s.registry.verifyOrganisation("org_1", n === 0 ? null : T0 + n)],
  ["scope", (s, n) => s.registry.putScope("api_1", { name: `s${n}`, words: { en: "S" }, person: n === 0 })],
  ["no scope", (s, n) => s.registry.removeScope("api_1", `s${n}`)],
  ["introspection", (s, n) => s.registry.setIntrospectionSecret("api_1", sha256(`${n}`))],
  ["secret used", (s, n) => (s.clients.secretUsed("sec_1", T0 + n), s.settle())],
];
