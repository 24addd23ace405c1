/** RFC 7517 — the signing keys of the issuer at rest; the private half arrives sealed and leaves sealed. */
import { sql, type Kysely, type Selectable } from "kysely";
import type { By } from "../lib/actor.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

/** One key; `private_sealed` opens only with the issuer's secret, which is not here (HX-05). */
export type SigningKeyRow = Selectable<Schema["signing_keys"]>;

export interface SigningKeysStore {
  /** Every row, oldest first. */
  list(): Promise<readonly SigningKeyRow[]>;
  /** Inserts unless its kind has an active key without an end; of several nodes exactly one gets `inserted`. */
  insertFirst(row: SigningKeyRow): Promise<"inserted" | "exists">;
  insert(row: SigningKeyRow, by?: By): Promise<void>;
  setState(kid: string, state: SigningKeyRow["state"], retires_at: number | null, by?: By): Promise<void>;
}

export function signingKeys(engine: Engine, note: Note): SigningKeysStore {
  const add = async (tx: Kysely<Schema>, row: SigningKeyRow, by?: By): Promise<void> => {
    await tx.insertInto("signing_keys").values(row).execute();
    const { kid, alg, environment, activates_at, retires_at } = row;
    const after = { alg, environment, activates_at, retires_at };
    await note(tx, { action: "key.created", target: { type: "key", id: kid }, after }, by);
  };
  return {
    async list() {
      const rows = await engine.read
        .selectFrom("signing_keys")
        .selectAll()
        .orderBy("created_at")
        .orderBy("kid")
        .execute();
      return rows.map((row) => Object.assign({}, row));
    },
    insertFirst: (row) =>
      engine.write(async (tx) => {
        const standing = await tx
          .selectFrom("signing_keys")
          .select(sql<1>`1`.as("one"))
          .where("alg", "=", row.alg)
          .where("rsa_bits", "=", row.rsa_bits)
          .where("environment", "=", row.environment)
          .where("state", "=", "active")
          .where("retires_at", "is", null)
          .executeTakeFirst();
        if (standing) return "exists";
        await add(tx, row);
        return "inserted";
      }),
    insert: (row, by) => engine.write((tx) => add(tx, row, by)),
    setState: (kid, state, retires_at, by) =>
      engine.write(async (tx) => {
        const before = await tx
          .selectFrom("signing_keys")
          .select(["state", "retires_at"])
          .where("kid", "=", kid)
          .executeTakeFirst();
        if (!before || (before.state === state && before.retires_at === retires_at)) return;
        await tx.updateTable("signing_keys").set({ state, retires_at }).where("kid", "=", kid).execute();
        const action = state === "revoked" ? "key.revoked" : "key.changed";
        const change = {
          action,
          target: { type: "key", id: kid },
          before,
          after: { state, retires_at },
        } as const;
        await note(tx, change, by);
      }),
  };
}
