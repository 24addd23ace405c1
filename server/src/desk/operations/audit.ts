/** PO-06 — the audit log as staff read it: who changed what, from where, before and after. */
import { Type } from "typebox";
import type { AuditEntry } from "../directory.ts";
import { operation, type Operation } from "../operation.ts";
import { page, pageOf, type Page } from "../page.ts";

const Text = Type.String();
const TextOrNull = Type.Union([Text, Type.Null()]);

export const readAudit: Operation<Page<AuditEntry>> = operation({
  name: "audit.read",
  method: "GET",
  path: "/audit",
  summary: "The audit log, newest first. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object(
    {
      since: Type.Optional(Type.String({ format: "date-time" })),
      action: Type.Optional(Type.String({ maxLength: 100 })),
      actor: Type.Optional(Type.String({ maxLength: 300 })),
      target: Type.Optional(Type.String({ maxLength: 300 })),
      cursor: Type.Optional(Type.String({ maxLength: 500 })),
    },
    { additionalProperties: false },
  ),
  output: pageOf(
    Type.Object({
      seq: Type.Union([Type.Integer(), Type.Null()]),
      hash: TextOrNull,
      id: Text,
      at: Text,
      actor: Type.Object({ type: Text, id: Text }),
      action: Text,
      target: Type.Object({ type: Text, id: Text }),
      organisation: TextOrNull,
      before: Type.Unknown(),
      after: Type.Unknown(),
      request_id: TextOrNull,
      address: TextOrNull,
    }),
  ),
  run: (desk, _caller, { cursor, since, ...filter }) =>
    page(
      desk,
      `audit ${JSON.stringify([since, filter])}`,
      cursor,
      (before, limit) =>
        desk.directory.audit({
          ...filter,
          since: since === undefined ? undefined : Date.parse(since),
          before,
          limit,
        }),
      (entry) => entry,
    ),
});
