/** Runs of the playground: whose they are, who may work on them, and when they end. */
import { describe, expect, test } from "vitest";
import type { StoredRun } from "../../../src/desk/playground.ts";
import { sealer } from "../../../src/lib/seal.ts";
import { playground } from "../../../src/store/playground.ts";
import { sweep } from "../../../src/store/sweep.ts";
import { options, T0, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const END = T0 + 900_000;

function stored(change: Partial<StoredRun> = {}): StoredRun {
  return {
    id: "run_1",
    owner: { app: "app_1", person: "usr_1", sid: "sid_1" },
    version: 1,
    secretId: null,
    expiresAt: END,
    run: {
      flow: "code",
      redirect_uri: "https://auth.example/cb",
      client_secret: "ghs_test_secret",
      state: "state-1",
      code_verifier: "verifier-1",
      code: null,
      usedCode: null,
      access_token: null,
      refresh_token: null,
      exchanges: [],
    },
    ...change,
  };
}

const secret = (id: string) => ({ id, hash: `h-${id}`, last4: "abcd", label: "Playground" });

export function playgroundTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("playground", () => {
    test(
      "PO-01 a run is found by all of its owner, until it ends, and its state by person and session",
      on(async ({ playground: runs }) => {
        const one = stored();
        await runs.start(one, "hash-1", T0);
        expect(await runs.find(one.owner, END - 1)).toEqual(one);
        expect(await runs.find(one.owner, END)).toBeNull();
        for (const other of [{ app: "app_2" }, { person: "usr_2" }, { sid: "sid_2" }])
          expect(await runs.find({ ...one.owner, ...other }, T0)).toBeNull();
        expect(await runs.findByState("hash-1", one.owner, T0)).toEqual(one);
        expect(await runs.findByState("hash-2", one.owner, T0)).toBeNull();
        expect(await runs.findByState("hash-1", { ...one.owner, sid: "sid_2" }, T0)).toBeNull();
        expect(await runs.findByState("hash-1", { ...one.owner, person: "usr_2" }, T0)).toBeNull();
        expect(await runs.findByState("hash-1", one.owner, END)).toBeNull();
      }),
    );

    test(
      "of many who claim one version one wins, and what it keeps is the next",
      on(async ({ playground: runs }) => {
        const one = stored();
        await runs.start(one, "hash-1", T0);
        const claims = await Promise.all(Array.from({ length: 8 }, () => runs.claim(one, T0)));
        const won = claims.filter((claim) => claim !== null);
        expect(won).toHaveLength(1);
        const claimed = won[0] ?? one;
        const run = { ...claimed.run, code: "code-1" };
        expect(await runs.keep({ ...claimed, run }, null, T0)).toBe(true);
        expect(await runs.keep({ ...claimed, run }, null, T0)).toBe(false);
        expect((await runs.find(one.owner, T0))?.run.code).toBe("code-1");
        // An answer is taken once.
        expect(await runs.findByState("hash-1", one.owner, T0)).toBeNull();
      }),
    );

    test(
      "a run that is replaced or ended can be changed no more",
      on(async ({ playground: runs }) => {
        const [one, two] = [stored(), stored({ id: "run_2" })];
        await runs.start(one, "hash-1", T0);
        const elsewhere = stored({ id: "run_3", owner: { ...one.owner, app: "app_2" } });
        await runs.start(elsewhere, "hash-3", T0);
        await runs.start(two, "hash-2", T0 + 1);
        expect((await runs.find(one.owner, T0 + 1))?.id).toBe("run_2");
        expect((await runs.find(elsewhere.owner, T0 + 1))?.id).toBe("run_3");
        expect(await runs.claim(one, T0 + 1)).toBeNull();
        const claimed = await runs.claim(two, T0 + 1);
        await runs.end("run_2", T0 + 2);
        expect(await runs.keep(claimed ?? two, null, T0 + 2)).toBe(false);
        expect(await runs.find(two.owner, T0 + 2)).toBeNull();
      }),
    );

    test(
      "HX-05 what a run knows is sealed, and for its owner: a row given to somebody else does not open",
      on(async ({ playground: runs, engine }) => {
        const one = stored();
        await runs.start(one, "hash-1", T0);
        const rows = await engine.read.selectFrom("playground_runs").selectAll().execute();
        expect(JSON.stringify(rows)).not.toMatch(/ghs_test_secret|verifier-1|state-1/);
        await engine.write((tx) => tx.updateTable("playground_runs").set({ sid: "sid_2" }).execute());
        await expect(runs.find({ ...one.owner, sid: "sid_2" }, T0)).rejects.toThrow();
        const other = playground(engine, sealer(new Uint8Array(32).fill(8), options.random));
        await engine.write((tx) => tx.updateTable("playground_runs").set({ sid: "sid_1" }).execute());
        await expect(other.find(one.owner, T0)).rejects.toThrow();
      }),
    );

    test(
      "the sweep takes what has ended, and of the secrets only those that were made for it",
      on(async ({ playground: runs, registry, engine }) => {
        for (const id of ["sec_run", "sec_own"])
          await registry.addSecret("client_1", { ...secret(id), expiresAt: END });
        await registry.addSecret("client_1", { ...secret("sec_later"), expiresAt: END + 1 });
        await runs.start(stored({ secretId: "sec_run" }), "hash-1", T0);
        const later = stored({ id: "run_2", owner: { app: "app_2", person: "usr_1", sid: "sid_1" } });
        await runs.start({ ...later, secretId: "sec_later" }, "hash-2", T0);
        await sweep(engine, END);
        const left = (await registry.findApp("client_1"))?.clients[0]?.secrets.map(({ id }) => id);
        expect(left).toEqual(expect.arrayContaining(["sec_own", "sec_later"]));
        expect(left).not.toContain("sec_run");
        expect(await engine.read.selectFrom("playground_runs").selectAll().execute()).toEqual([]);
      }),
    );
  });
}
