/** RFC 9126 — pushed authorization requests: looked at as often as a page is reloaded, answered once. */
import type { Kysely } from "kysely";
import type { PushedPort } from "../oauth/proof-ports.ts";
import type { Engine } from "./engine/engine.ts";
import { intact, json, text } from "./rows.ts";
import type { Schema } from "./schema.ts";

/** Part of the transaction that answers the request: true for the one that is first. */
export async function usePushed(tx: Kysely<Schema>, hash: string, now: number): Promise<boolean> {
  const mine = await tx
    .updateTable("pushed_requests")
    .set({ used_at: now })
    .where("hash", "=", hash)
    .where("used_at", "is", null)
    .returning("hash")
    .executeTakeFirst();
  return mine !== undefined;
}

export function pushed(engine: Engine): PushedPort {
  return {
    async put({ hash, client_id, parameters, createdAt, expiresAt }) {
      await engine.write((tx) =>
        tx
          .insertInto("pushed_requests")
          .values({
            hash,
            client_id,
            parameters: text(parameters),
            created_at: createdAt,
            expires_at: expiresAt,
          })
          .execute(),
      );
    },
    async find(hash, now) {
      const row = await engine.read
        .selectFrom("pushed_requests")
        .selectAll()
        .where("hash", "=", hash)
        .where("expires_at", ">", now)
        .where("used_at", "is", null)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        hash,
        client_id: row.client_id,
        parameters: intact("a pushed request", () => json<[string, string][]>(row.parameters)),
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      };
    },
  };
}
