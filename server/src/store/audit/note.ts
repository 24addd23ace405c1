/** PO-06 — one entry of the audit log for one change, in the transaction of the change: both are stored, or neither. */
import type { Kysely } from "kysely";
import type { By } from "../../lib/actor.ts";
import type { Clock } from "../../lib/clock.ts";
import { uuid7, type Random } from "../../lib/random.ts";
import { prepared } from "../prepared.ts";
import { text } from "../rows.ts";
import type { Schema } from "../schema.ts";
import type { AuditAction } from "./actions.ts";

/** One change. `before` and `after` hold what differs, and never a secret, a digest, a name of a person. */
export interface Change {
  action: AuditAction;
  target: { type: string; id: string };
  /** Whose it is; not needed where a client tells. */
  organisation?: string;
  /** Whose organisation it is. */
  client_id?: string;
  before?: object | null;
  after?: object | null;
}

/** `by` is the process itself when it is not given. */
export type Note = (tx: Kysely<Schema>, change: Change, by?: By) => Promise<void>;

type Row = Schema["audit_log"];

const insert = prepared((db, v: Row & { client_id: string | null }) =>
  db
    .insertInto("audit_log")
    .columns([
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
    ])
    .expression((eb) =>
      db.selectNoFrom([
        eb.val(v.id).as("id"),
        eb.val(v.at).as("at"),
        eb.val(v.actor_type).as("actor_type"),
        eb.val(v.actor_id).as("actor_id"),
        eb.val(v.action).as("action"),
        eb.val(v.target_type).as("target_type"),
        eb.val(v.target_id).as("target_id"),
        eb.fn
          .coalesce(
            eb.val(v.organisation),
            eb
              .selectFrom("apps")
              .innerJoin("clients", "clients.app_id", "apps.id")
              .select("apps.organisation_id")
              .where("clients.client_id", "=", v.client_id),
          )
          .as("organisation"),
        eb.val(v.before).as("before"),
        eb.val(v.after).as("after"),
        eb.val(v.request_id).as("request_id"),
        eb.val(v.address).as("address"),
      ]),
    ),
);

const wait = prepared((db, v: { entry: string }) =>
  db.insertInto("audit_waiting").values({ entry: v.entry }),
);

const json = (value: object | null | undefined): string | null => (value == null ? null : text(value));

/** Writes entries; `self` is who is meant when a verb is not told. */
export function notes(clock: Clock, random: Random, self: By): Note {
  return async (tx, { action, target, organisation, client_id, before, after }, by = self) => {
    const id = uuid7(clock, random);
    await insert(tx, {
      id,
      at: clock.now(),
      actor_type: by.actor.type,
      actor_id: by.actor.id,
      action,
      target_type: target.type,
      target_id: target.id,
      organisation: organisation ?? null,
      client_id: client_id ?? null,
      before: json(before),
      after: json(after),
      request_id: by.via?.requestId ?? null,
      address: by.via?.address ?? null,
    });
    await wait(tx, { entry: id });
  };
}
