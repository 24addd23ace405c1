/** PO-06, PO-07 — the audit log on a page, and as a file: CSV for a spreadsheet, JSON for a program. */
import type { FastifyReply } from "fastify";
import type { AuditEntry } from "../../desk/directory.ts";
import { readAudit } from "../../desk/operations/audit.ts";
import { Problem } from "../../desk/problems.ts";
import { renderConsoleAudit } from "../../pages/console/audit.tsx";
import { ask, page, send, type Visit } from "../desk/visit.ts";
import { noStore } from "../headers.ts";
import type { Handler } from "../route.ts";
import { csvOf } from "./csv.ts";
import { consoleOf, nextPath, pathsOf, queryOf } from "./enter.ts";

/** Entries in one file; who needs more narrows the days, or reads the log on the server. */
const MOST = 10_000;

const FILTERS = ["since", "action", "actor", "target"] as const;
const COLUMNS = [
  "seq",
  "id",
  "at",
  "actor_type",
  "actor_id",
  "action",
  "target_type",
  "target_id",
  "organisation",
  "before",
  "after",
  "request_id",
  "address",
] as const;

/** What was searched for, as it was typed and as the desk reads it. Throws Problem `invalid`. */
function filterOf(visit: Visit): { typed: Record<string, string>; input: Record<string, string> } {
  const typed = queryOf(visit, FILTERS);
  const { since, ...others } = typed;
  if (since === undefined) return { typed, input: others };
  const day = /^\d{4}-\d\d-\d\d$/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(day))
    throw new Problem("invalid", [{ field: "since", sentence: "Give a day as 2026-11-22." }]);
  return { typed, input: { ...others, since: new Date(day).toISOString() } };
}

export const showAudit: Handler = page(async (visit) => {
  const { typed, input } = filterOf(visit);
  const { items, next } = await ask(visit, readAudit, { ...input, ...queryOf(visit, ["cursor"]) });
  const { since = "", action = "", actor = "", target = "" } = typed;
  const query = Object.keys(typed).length === 0 ? "" : `?${new URLSearchParams(typed).toString()}`;
  const paths = pathsOf(visit);
  return send(
    visit,
    renderConsoleAudit({
      ...(await consoleOf(visit)),
      filter: { since, action, actor, target },
      items,
      nextPath: nextPath(visit, typed, next),
      csvPath: paths.auditFile("csv") + query,
      jsonPath: paths.auditFile("json") + query,
    }),
  );
});

export const auditAsCsv: Handler = page(async (visit) =>
  file(visit, "csv", "text/csv; charset=utf-8", csvOf(COLUMNS, (await everything(visit)).map(rowOf))),
);

/** One line of the file. */
function rowOf(entry: AuditEntry): Record<(typeof COLUMNS)[number], string | number | null> {
  const { actor, target, before, after, seq, id, at, action, organisation, request_id, address } = entry;
  return {
    seq,
    id,
    at,
    actor_type: actor.type,
    actor_id: actor.id,
    action,
    target_type: target.type,
    target_id: target.id,
    organisation,
    before: before === null ? null : JSON.stringify(before),
    after: after === null ? null : JSON.stringify(after),
    request_id,
    address,
  };
}

export const auditAsJson: Handler = page(async (visit) =>
  file(visit, "json", "application/json; charset=utf-8", JSON.stringify(await everything(visit), null, 2)),
);

function file({ reply }: Visit, kind: string, type: string, body: string): FastifyReply {
  return reply
    .headers(noStore)
    .header("content-disposition", `attachment; filename="audit.${kind}"`)
    .type(type)
    .send(body);
}

/** Page after page through the one gate. */
async function everything(visit: Visit): Promise<AuditEntry[]> {
  const { input } = filterOf(visit);
  const all: AuditEntry[] = [];
  for (let cursor: string | null = ""; cursor !== null && all.length < MOST;) {
    const at: Record<string, string> = cursor === "" ? {} : { cursor };
    const { items, next } = await ask(visit, readAudit, { ...input, ...at });
    all.push(...items);
    cursor = next;
  }
  return all;
}
