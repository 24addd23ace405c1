/** PO-06 — follows the audit log: tells of each sealed entry once, in the order of the chain. */
import { json } from "../rows.ts";
import type { Engine } from "../engine/engine.ts";
import type { AuditEvent } from "../../oauth/extensions.ts";
import { auditHead } from "./seal.ts";

const PAGE = 200;

/** Begins after what is sealed now. Each call of the answer tells of what was sealed since the last one; `told` may throw, which `failed` hears. */
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
    for (const {
      seq,
      id,
      at,
      actor_type,
      actor_id,
      action,
      target_type,
      target_id,
      organisation,
      before,
      after,
    } of rows) {
      last = seq;
      const event: AuditEvent = {
        seq,
        id,
        at: new Date(at).toISOString(),
        actor: { type: actor_type, id: actor_id },
        action,
        target: { type: target_type, id: target_id },
        organisation,
        before: before === null ? null : json(before),
        after: after === null ? null : json(after),
      };
      try {
        await told(event);
      } catch (error) {
        failed(error);
      }
    }
  };
}
