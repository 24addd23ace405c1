/** PO-06 — one change, one entry, in one transaction; a chain that shows what was done to it. */
import { auditedDesk } from "./audit-desk.ts";
import { auditedRegistrations } from "./audit-registrations.ts";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../../src/lib/hash.ts";
import { auditActions } from "../../../src/store/audit/actions.ts";
import { readAudit, type AuditRecord } from "../../../src/store/audit/read.ts";
import { auditHead, sealAudit } from "../../../src/store/audit/seal.ts";
import { verifyAudit } from "../../../src/store/audit/verify.ts";
import { storeOn, type Store } from "../../../src/store/store.ts";
import { begun, options, T0, type EngineFactory } from "../fixture.ts";
import { audited, unaudited } from "./audit-verbs.ts";
import { withWorld } from "./with.ts";

const PORTS = [
  ...(["clients", "resources", "pending", "consents", "codes", "families", "accessTokens"] as const),
  ...([
    "throttle",
    "people",
    "sessions",
    "emailProofs",
    "secondFactors",
    "passkeys",
    "identities",
    "signingKeys",
    "registry",
    "budgets",
    "trusts",
    "registrations",
    "devices",
    "organisations",
    "liveRequests",
    "directory",
    "testPeople",
    "branding",
  ] as const),
];

/** What a command writes by itself, tested beside it. */
const ofCommands = ["database.signed_out"];

const all = [...audited, ...auditedRegistrations, ...auditedDesk];

async function entries(store: Store): Promise<AuditRecord[]> {
  const all: AuditRecord[] = [];
  for await (const page of readAudit(store.engine)) all.push(...page);
  return all;
}

/** The entries that `work` wrote. */
async function said(store: Store, work: () => Promise<unknown>): Promise<AuditRecord[]> {
  const before = new Set((await entries(store)).map(({ id }) => id));
  await work();
  return (await entries(store)).filter(({ id }) => !before.has(id));
}

async function changeAndSeal({ people, engine }: Store, name: string): Promise<void> {
  for (let n = 0; n < 15; n++) {
    await people.setPassword("usr_1", `$argon2id$${name} ${n}`, { now: T0, ends: "sessions" });
    await sealAudit(engine, T0);
  }
}

export function auditTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("audit log", () => {
    test(
      "PO-06 every verb of the store is on the list: it writes an entry, or it is named as one that need not",
      on(async (store) => {
        const verbs = PORTS.flatMap((port) => Object.keys(store[port]).map((verb) => `${port}.${verb}`));
        const known = new Set([...all.map(({ verb }) => verb), ...unaudited]);
        expect(verbs.filter((verb) => !known.has(verb))).toEqual([]);
        expect([...known].filter((verb) => !verbs.includes(verb))).toEqual([]);
        const actions = new Set<string>([...all.map(({ action }) => action), ...ofCommands]);
        expect(Object.keys(auditActions).filter((action) => !actions.has(action))).toEqual([]);
      }),
    );

    for (const { verb, action, prepare, run, actor, onlyOnce } of all)
      test(
        `PO-06 ${verb} writes one entry, ${action}`,
        on(async (store) => {
          await prepare?.(store);
          const [entry, ...more] = await said(store, () => run(store));
          expect(more).toEqual([]);
          expect(entry).toMatchObject({ action, at: new Date(T0).toISOString() });
          expect(`${entry?.actor.type} ${entry?.actor.id}`).toBe(actor ?? "system gatehouse");
          if (onlyOnce) expect(await said(store, () => run(store))).toEqual([]);
          expect(JSON.stringify(await entries(store))).not.toMatch(/argon2|s1\.|private half/);
          for (const digested of ["first", "second", "api", "cookie", "t", "c"])
            expect(JSON.stringify(await entries(store))).not.toContain(sha256(digested));
          const organisation = /^(?:person|key|resource|scope|trust|branding)\b/.test(action)
            ? null
            : expect.any(String);
          expect(entry?.organisation).toEqual(organisation);
        }),
      );

    test(
      "PO-06 an entry is undone with its change, and a change with its entry",
      on(async (store) => {
        const app = { id: "app_1", organisationId: "org_1", name: "x", clients: [] };
        const twice = { ...app, application_type: "web" as const, serviceAccount: "x" };
        const before = await entries(store);
        await expect(store.registry.createApp(twice)).rejects.toThrow();
        await expect(
          store.engine.write(async (tx) => {
            await tx.insertInto("audit_waiting").values({ entry: "x" }).execute();
            throw new TypeError("undone");
          }),
        ).rejects.toThrow("undone");
        expect(await entries(store)).toEqual(before);
        await store.engine.maintenance((db) => db.schema.dropTable("audit_waiting").execute());
        await expect(store.registry.renameApp("app_1", "Never")).rejects.toThrow();
        expect((await store.registry.findApp("app_1"))?.name).toBe("Planner");
        expect(await entries(store)).toEqual(before);
      }),
    );

    test(
      "PO-06 what happens at once is said once: a replay by ten ends one family, and writes one entry",
      on(async (store) => {
        await begun(store, "fam");
        const work = () => store.families.revoke("fam", T0, "code_replayed");
        expect(await said(store, () => Promise.all(Array.from({ length: 10 }, work)))).toHaveLength(1);
      }),
    );

    test(
      "PO-06 two nodes that seal at once make one chain, while others write",
      on(async (store, path) => {
        const there = storeOn(await factory(path), options);
        try {
          await Promise.all([
            changeAndSeal(store, "a"),
            changeAndSeal(there, "b"),
            changeAndSeal(store, "c"),
            changeAndSeal(there, "d"),
          ]);
          await sealAudit(there.engine, T0);
          const all = await entries(store);
          const { seq } = await auditHead(store.engine);
          expect(seq).toBe(all.length);
          expect(new Set(all.map((entry) => entry.seq))).toEqual(new Set(all.map((_, n) => n + 1)));
          expect(await verifyAudit(store.engine)).toEqual({ sound: seq, waiting: 0, wrong: null });
        } finally {
          await there.close();
        }
      }),
    );
  });
}
