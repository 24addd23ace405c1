/** Runs of the playground: sealed for their owner, changed by whoever claimed them, gone when they end. */
import type { PlaygroundPort, Run, RunOwner, StoredRun } from "../desk/playground.ts";
import type { Sealer } from "../lib/seal.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

/** A row that was moved to another owner opens for nobody. */
const purposeOf = (id: string, { app, person, sid }: RunOwner): string =>
  `playground ${JSON.stringify([id, app, person, sid])}`;

export function playground(engine: Engine, sealer: Sealer): PlaygroundPort {
  const opened = (row: Schema["playground_runs"] | undefined): StoredRun | null => {
    if (row === undefined) return null;
    const owner = { app: row.app_id, person: row.person_id, sid: row.sid };
    return {
      id: row.id,
      owner,
      version: row.version,
      secretId: row.secret_id,
      expiresAt: row.expires_at,
      run: JSON.parse(sealer.open(row.sealed, purposeOf(row.id, owner))) as Run,
    };
  };
  const living = (now: number) =>
    engine.read.selectFrom("playground_runs").selectAll().where("expires_at", ">", now);
  return {
    async start({ id, owner, secretId, expiresAt, run }, state, now) {
      const row = {
        id,
        app_id: owner.app,
        person_id: owner.person,
        sid: owner.sid,
        state_hash: state,
        secret_id: secretId,
        version: 1,
        sealed: sealer.seal(JSON.stringify(run), purposeOf(id, owner)),
        expires_at: expiresAt,
      };
      await engine.write(async (tx) => {
        await tx
          .updateTable("playground_runs")
          .set({ expires_at: now })
          .where("sid", "=", owner.sid)
          .where("person_id", "=", owner.person)
          .where("app_id", "=", owner.app)
          .where("expires_at", ">", now)
          .execute();
        await tx.insertInto("playground_runs").values(row).execute();
      });
    },
    find: async ({ app, person, sid }, now) =>
      opened(
        await living(now)
          .where("sid", "=", sid)
          .where("person_id", "=", person)
          .where("app_id", "=", app)
          .executeTakeFirst(),
      ),
    findByState: async (state, { person, sid }, now) =>
      opened(
        await living(now)
          .where("sid", "=", sid)
          .where("person_id", "=", person)
          .where("state_hash", "=", state)
          .executeTakeFirst(),
      ),
    async claim(stored, now) {
      const version = stored.version + 1;
      const won = await engine.write((tx) =>
        tx
          .updateTable("playground_runs")
          .set({ version })
          .where("id", "=", stored.id)
          .where("version", "=", stored.version)
          .where("expires_at", ">", now)
          .returning("id")
          .execute(),
      );
      return won.length === 0 ? null : { ...stored, version };
    },
    async keep({ id, owner, version, run }, state, now) {
      const sealed = sealer.seal(JSON.stringify(run), purposeOf(id, owner));
      const kept = await engine.write((tx) =>
        tx
          .updateTable("playground_runs")
          .set({ sealed, state_hash: state, version: version + 1 })
          .where("id", "=", id)
          .where("version", "=", version)
          .where("expires_at", ">", now)
          .returning("id")
          .execute(),
      );
      return kept.length > 0;
    },
    async end(id, now) {
      await engine.write((tx) =>
        tx
          .updateTable("playground_runs")
          .set({ expires_at: now })
          .where("id", "=", id)
          .where("expires_at", ">", now)
          .execute(),
      );
    },
  };
}
