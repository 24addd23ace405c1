/** PO-06 — follows the audit log: tells of each sealed entry once, in the order of the chain. */
import { intact, json } from "../rows.ts";
import type { Engine } from "../engine/engine.ts";
import type { AuditEvent } from "../../oauth/extensions.ts";
import type { Schema } from "../schema.ts";
import { auditHead } from "./seal.ts";

const PAGE = 200;

/** Begins after what is sealed now. Each call of the answer tells of what was sealed since the last one; `failed` hears what `told` throws, and of an entry that cannot be read. */
export async function followAudit(
  engine: Engine,
  told: (event: AuditEvent) => void | Promise<void>,
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  let { seq: last } = await auditHead(engine);
  return async () => {
    const rows = await engine.read
      .selectFrom("audit_chain")
      .innerJoin("audit_log", "audit_log.id", "audit_chain.entry")
      .selectAll("audit_log")
      .select("audit_chain.seq")
      .where("audit_chain.seq", ">", last)
      .orderBy("audit_chain.seq")
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      last = row.seq;
      try {
        await told(intact(`audit entry ${row.id}`, () => eventOf(row)));
      } catch (error) {
        failed(error);
      }
    }
  };
}

function eventOf(row: Schema["audit_log"] & { seq: number }): AuditEvent {
  const { seq, id, action, organisation, before, after } = row;
  return {
    seq,
    id,
    at: new Date(row.at).toISOString(),
    actor: { type: row.actor_type, id: row.actor_id },
    action,
    target: { type: row.target_type, id: row.target_id },
    organisation,
    before: before === null ? null : json(before),
    after: after === null ? null : json(after),
  };
}
