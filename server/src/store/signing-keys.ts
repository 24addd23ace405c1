/** RFC 7517 — the signing keys of the issuer at rest; the private half arrives sealed and leaves sealed. */
import { sql, type Selectable } from "kysely";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

/** One key; `private_sealed` opens only with the issuer's secret, which is not here (HX-05). */
export type SigningKeyRow = Selectable<Schema["signing_keys"]>;

export interface SigningKeysStore {
  /** Every row, oldest first. */
  list(): Promise<readonly SigningKeyRow[]>;
  /** Inserts unless its kind has an active key without an end; of several nodes exactly one gets `inserted`. */
  insertFirst(row: SigningKeyRow): Promise<"inserted" | "exists">;
  insert(row: SigningKeyRow): Promise<void>;
  setState(kid: string, state: SigningKeyRow["state"], retires_at: number | null): Promise<void>;
}

export function signingKeys(engine: Engine): SigningKeysStore {
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
        await tx.insertInto("signing_keys").values(row).execute();
        return "inserted";
      }),
    async insert(row) {
      await engine.write((tx) => tx.insertInto("signing_keys").values(row).execute());
    },
    async setState(kid, state, retires_at) {
      await engine.write((tx) =>
        tx.updateTable("signing_keys").set({ state, retires_at }).where("kid", "=", kid).execute(),
      );
    },
  };
}
