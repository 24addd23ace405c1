/** `gatehouse audit` at a server: its entries as staff may read them. */
import type { AuditEntry } from "../../desk/directory.ts";
import { readAudit } from "../../desk/operations/audit.ts";
import { listOfEntries, type Filters } from "../audit.ts";
import type { Io } from "../io.ts";
import type { Answer } from "../output.ts";
import type { Remote } from "./remote.ts";

/** The newest, oldest first. */
export async function listAuditAt(remote: Remote, filters: Filters & { limit: number }): Promise<Answer> {
  const entries = (await remote.all(readAudit, searchOf(filters), filters.limit)).toReversed();
  return { json: { entries }, text: listOfEntries(entries) };
}

/** Every entry as a line, oldest first. */
export async function exportAuditAt(remote: Remote, filters: Filters, io: Io): Promise<null> {
  const entries: AuditEntry[] = await remote.all(readAudit, searchOf(filters));
  io.out(
    entries
      .toReversed()
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join(""),
  );
  return null;
}

const searchOf = ({ since, action, actor, target }: Filters): object => ({
  since: since === undefined ? undefined : new Date(since).toISOString(),
  action,
  actor,
  target,
});
