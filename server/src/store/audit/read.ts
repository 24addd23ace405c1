/** PO-06 — reads the audit log, oldest first, a page at a time. */
import type { Engine } from "../engine/engine.ts";
import { json } from "../rows.ts";
import type { Entry } from "./chain.ts";

export interface AuditFilter {
  /** Milliseconds since the epoch. */
  since?: number | undefined;
  /** One action, or all that begin with it and a dot. */
  action?: string | undefined;
  /** The id of who did it, or a type of actor. */
  actor?: string | undefined;
  /** The id of what was changed, or its organisation. */
  target?: string | undefined;
}

/** One entry as operators and programs read it. */
export interface AuditRecord {
  /** Its place in the chain; null until it is sealed. */
  seq: number | null;
  hash: string | null;
  id: string;
  /** RFC 3339. */
  at: string;
  actor: { type: string; id: string };
  action: string;
  target: { type: string; id: string };
  organisation: string | null;
  before: unknown;
  after: unknown;
  request_id: string | null;
  address: string | null;
}

const PAGE = 500;

type Row = Entry & { seq: number | null; hash: string | null };

/** Entries that the filter lets through, by time and id, page by page; no page is empty. */
export async function* readAudit(engine: Engine, filter: AuditFilter = {}): AsyncGenerator<AuditRecord[]> {
  let last: Row | undefined;
  do {
    const page: Row[] = await query(engine, filter, last).execute();
    last = page.at(-1);
    if (page.length > 0) yield page.map(toRecord);
    if (page.length < PAGE) return;
  } while (last);
}

/** The newest entries that the filter lets through, at most `limit`, oldest first. */
export async function newestAudit(
  engine: Engine,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRecord[]> {
  const rows = await filtered(engine, filter)
    .orderBy("audit_log.at", "desc")
    .orderBy("audit_log.id", "desc")
    .limit(limit)
    .execute();
  return rows.map(toRecord).toReversed();
}

function query(engine: Engine, filter: AuditFilter, last: Row | undefined) {
  let rows = filtered(engine, filter).orderBy("audit_log.at").orderBy("audit_log.id").limit(PAGE);
  if (last)
    rows = rows.where((eb) =>
      eb.or([
        eb("audit_log.at", ">", last.at),
        eb.and([eb("audit_log.at", "=", last.at), eb("audit_log.id", ">", last.id)]),
      ]),
    );
  return rows;
}

function filtered(engine: Engine, { since, action, actor, target }: AuditFilter) {
  let rows = engine.read
    .selectFrom("audit_log")
    .leftJoin("audit_chain", "audit_chain.entry", "audit_log.id")
    .selectAll("audit_log")
    .select(["audit_chain.seq", "audit_chain.hash"]);
  if (since !== undefined) rows = rows.where("audit_log.at", ">=", since);
  if (action !== undefined)
    // The first text after every one that begins with `action.`: a range, so no wildcard of SQL has a meaning here.
    rows = rows.where((eb) =>
      eb.or([
        eb("action", "=", action),
        eb.and([eb("action", ">=", `${action}.`), eb("action", "<", `${action}/`)]),
      ]),
    );
  if (actor !== undefined)
    rows = rows.where((eb) =>
      eb.or([eb("actor_id", "=", actor), eb(eb.cast<string>("actor_type", "text"), "=", actor)]),
    );
  if (target !== undefined)
    rows = rows.where((eb) => eb.or([eb("target_id", "=", target), eb("organisation", "=", target)]));
  return rows;
}

function toRecord(row: Row): AuditRecord {
  const { id, action, organisation, request_id, address, seq, hash } = row;
  return {
    seq,
    hash,
    id,
    at: new Date(row.at).toISOString(),
    actor: { type: row.actor_type, id: row.actor_id },
    action,
    target: { type: row.target_type, id: row.target_id },
    organisation,
    before: read(row.before),
    after: read(row.after),
    request_id,
    address,
  };
}

/** What cannot be read any more is shown as it is: whoever looks at a damaged log must see all of it. */
function read(column: string | null): unknown {
  if (column === null) return null;
  try {
    return json<unknown>(column);
  } catch {
    return column;
  }
}

/** One page, newest first, of what is older than the entry `before`. */
export async function auditPage(
  engine: Engine,
  { before, limit, ...filter }: AuditFilter & { before: string | null; limit: number },
): Promise<AuditRecord[]> {
  let rows = filtered(engine, filter)
    .orderBy("audit_log.at", "desc")
    .orderBy("audit_log.id", "desc")
    .limit(limit);
  if (before !== null)
    rows = rows.where((eb) => {
      const at = eb.selectFrom("audit_log as last").select("last.at").where("last.id", "=", before);
      return eb.or([
        eb("audit_log.at", "<", at),
        eb.and([eb("audit_log.at", "=", at), eb("audit_log.id", "<", before)]),
      ]);
    });
  return (await rows.execute()).map(toRecord);
}
