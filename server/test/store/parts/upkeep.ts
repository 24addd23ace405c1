/** Sweeping, invariants, and what a dump of the database shows. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import { checkInvariants } from "../../../src/store/invariants.ts";
import { sweep } from "../../../src/store/sweep.ts";
import type { Store } from "../../../src/store/store.ts";
import { allowed, begun, codeRow, familyRow, keyRow, opaqueRow, pendingRow, T0 } from "../fixture.ts";
import type { EngineFactory } from "../fixture.ts";
import { deviceRow } from "./devices.ts";
import { withWorld } from "./with.ts";

const DAY = 86_400_000;

async function busyWorld(store: Store): Promise<void> {
  await begun(store, "fam_1");
  await allowed(store, "unspent");
  await store.accessTokens.put(opaqueRow("token", { familyId: "fam_1" }));
  await store.accessTokens.revoke("a jti", T0 + 600_000, T0);
  await store.pending.put(pendingRow("waits"));
  await store.signingKeys.insert(keyRow("a key"));
  await store.throttle.fail("k", { count: 1, windowMs: 1000 }, T0);
  await store.replay.claim("dpop", "a jti", T0 + 120_000, T0);
  // It was made so long ago that no browser can still be answering it at the second sweep.
  const times = { createdAt: T0 - 3_000_000, expiresAt: T0 - 2_400_000 };
  await store.pushed.put({ hash: sha256("pushed"), client_id: "client_1", parameters: [], ...times });
  await store.emailProofs.put({
    id: "proof",
    purpose: "reset",
    email: "ada@example.com",
    subject: null,
    browser: sha256("cookie"),
    codeHash: sha256("code"),
    linkHash: sha256("link"),
    leadsTo: null,
    misses: 0,
    createdAt: T0,
    expiresAt: T0 + 900_000,
    provenAt: null,
    usedAt: null,
  });
  const session = {
    subject: "usr_1",
    amr: [],
    sid: null,
    device: null,
    address: null,
    authTime: T0,
    createdAt: T0,
    lastSeenAt: T0,
    expiresAt: T0 + 1000,
  };
  await store.sessions.put({ ...session, hash: sha256("cookie") });
}

const failing = async (store: Store, now: number = T0) =>
  (await checkInvariants(store.engine, now)).filter((one) => !one.ok).map((one) => one.id);

export function upkeepTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("upkeep", () => {
    test(
      "the sweeper leaves what lives and removes what has ended, in batches",
      on(async (store) => {
        await busyWorld(store);
        const none = {
          pendings: 0,
          codes: 0,
          devices: 0,
          opaque_tokens: 0,
          revoked_tokens: 0,
          sessions: 0,
          throttles: 0,
          replays: 0,
          pushed_requests: 0,
          invitations: 0,
          session_clients: 0,
          logout_notices: 0,
          exchanged_tokens: 0,
          status_blocks: 0,
          status_entries: 0,
          status_withdrawn: 0,
          email_proofs: 0,
          events: 0,
          usage_hours: 0,
          idempotency_keys: 0,
          permits: 0,
          permit_calls: 0,
          letters: 0,
          brand_images: 0,
          playground_runs: 0,
        };
        await store.devices.put(deviceRow());
        expect(await sweep(store.engine, T0)).toEqual({ ...none, families: 0 });
        await Promise.all(Array.from({ length: 25 }, (_, n) => store.pending.put(pendingRow(`p${n}`))));
        expect(await sweep(store.engine, T0 + 1_200_000, 10)).toEqual({
          pendings: 26,
          codes: 2,
          devices: 1,
          opaque_tokens: 1,
          revoked_tokens: 1,
          sessions: 1,
          throttles: 1,
          replays: 1,
          pushed_requests: 1,
          invitations: 0,
          session_clients: 0,
          logout_notices: 0,
          exchanged_tokens: 0,
          status_blocks: 0,
          status_entries: 0,
          status_withdrawn: 0,
          email_proofs: 1,
          events: 0,
          usage_hours: 0,
          idempotency_keys: 0,
          permits: 0,
          permit_calls: 0,
          letters: 0,
          brand_images: 0,
          playground_runs: 0,
          families: 0,
        });
        expect(await store.families.find("fam_1")).not.toBeNull();
        expect(await sweep(store.engine, T0 + 2 * DAY)).toEqual({ ...none, families: 1 });
        expect(await store.consents.list("usr_1")).toHaveLength(1);
      }),
    );

    test(
      "a spent code is still known when it has expired, so that its replay is recognised",
      on(async (store) => {
        await begun(store, "fam_1");
        await sweep(store.engine, T0 + 5 * 60_000);
        const family = familyRow("fam_2");
        expect(
          await store.codes.redeem(sha256("code of fam_1"), T0 + 5 * 60_000, { family, token: null }),
        ).toEqual({ outcome: "already_spent", familyId: "fam_1" });
      }),
    );

    test(
      "one node sweeps at a time, and a dead one's lease ends",
      on(async (store) => {
        await store.engine.write((tx) =>
          tx
            .insertInto("leases")
            .values({ name: "sweep", expires_at: T0 + 30_000 })
            .execute(),
        );
        expect(await sweep(store.engine, T0)).toBeNull();
        expect(await sweep(store.engine, T0 + 30_000)).not.toBeNull();
      }),
    );

    test(
      "a world in use breaks no invariant, and every breach is told",
      on(async (store) => {
        await busyWorld(store);
        expect(await failing(store)).toEqual([]);
        expect((await checkInvariants(store.engine, T0)).map((one) => one.id)).toContain("I8");
        const breach = async (statement: string): Promise<string[]> => {
          let told: string[] = [];
          await store.engine
            .write(async (tx) => {
              await sql.raw(statement).execute(tx);
              const engine = { ...store.engine, read: tx, problems: async () => [] };
              told = (await checkInvariants(engine, T0)).filter((one) => !one.ok).map((one) => one.id);
              throw new Error("undo");
            })
            .catch(() => {});
          return told;
        };
        expect(await breach("update codes set family_id = null")).toEqual(["I1"]);
        expect(await breach("update codes set family_id = 'nobody' where redeemed_at is not null")).toEqual([
          "I1",
        ]);
        expect(await breach("update codes set burned_at = 1 where redeemed_at is not null")).toEqual(["I1"]);
        expect(await breach("update families set generation = 0")).toEqual(["I2"]);
        expect(await breach("update families set revoked_at = 1")).toEqual(["I3"]);
        expect(await breach("update clients set disabled_at = 1")).toEqual(["I3", "I3"]);
        expect(await breach("update people set disabled_at = 1")).toEqual(["I3", "I3"]);
        expect(await breach("delete from consents")).toEqual(["I3"]);
        expect(await breach("update families set seed_sealed = 'in clear'")).toEqual(["I4"]);
        expect(await breach("update signing_keys set private_sealed = 'in clear'")).toEqual(["I4"]);
        expect(await breach("update people set password_hash = 'in clear'")).toEqual(["I4"]);
        expect(await breach("update client_secrets set hash = 'in clear'")).toEqual(["I4"]);
        expect(await failing(store, T0 + 3 * DAY)).toEqual(Array.from({ length: 10 }, () => "I6"));
      }),
    );

    test(
      "HX-05 no row shows a seed or a private key, and another key opens none",
      on(async (store) => {
        await busyWorld(store);
        await store.signingKeys.insert(keyRow("k"));
        const { seed } = familyRow("fam_1");
        expect(await store.families.find("fam_1")).toMatchObject({ seed });
        let dump = "";
        for (const { name } of await store.engine.read.introspection.getTables())
          dump += JSON.stringify(
            (await sql`select * from ${sql.table(name)}`.execute(store.engine.read)).rows,
          );
        expect(dump).toContain(codeRow("unspent").hash);
        for (const canary of [seed ?? "", "private half of"]) expect(dump).not.toContain(canary);
        // A seal is for one row: moved to another it does not open.
        await begun(store, "fam_2");
        await store.engine.write((tx) =>
          tx
            .updateTable("families")
            .set((eb) => ({
              seed_sealed: eb.selectFrom("families as f").select("f.seed_sealed").where("f.id", "=", "fam_1"),
            }))
            .where("id", "=", "fam_2")
            .execute(),
        );
        await expect(store.families.find("fam_2")).rejects.toThrow();
        expect(await store.families.find("fam_1")).toMatchObject({ seed });
      }),
    );
  });
}
