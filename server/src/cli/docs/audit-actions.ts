/** docs/audit-actions.md, written from the table of actions. */
import { auditActions } from "../../store/audit/actions.ts";

/** The whole document as Markdown, by name. */
export function auditActionsDocument(): string {
  const rows = Object.entries(auditActions).map(([action, means]) => `| \`${action}\` | ${means} |`);
  return [
    "# What the audit log can say",
    "",
    "<!-- Generated from server/src/store/audit/actions.ts. Do not edit. -->",
    "",
    "| action | means |",
    "|---|---|",
    ...rows.toSorted((left, right) => (left < right ? -1 : 1)),
    "",
  ].join("\n");
}
