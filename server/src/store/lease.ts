/** Jobs that one node at a time does: who has the lease does it; a node that dies leaves it to the others when it ends. */
import type { Engine } from "./engine/engine.ts";

/** Whether the job is this node's until `until`. Times in milliseconds. */
export async function lease(engine: Engine, name: string, now: number, until: number): Promise<boolean> {
  return engine.writeBeside(async (tx) => {
    const mine = await tx
      .insertInto("leases")
      .values({ name, expires_at: until })
      .onConflict((conflict) =>
        conflict.column("name").doUpdateSet({ expires_at: until }).where("leases.expires_at", "<=", now),
      )
      .returning("name")
      .executeTakeFirst();
    return mine !== undefined;
  });
}
