/** Removes what has ended, in small batches, on one node at a time: tables do not grow for ever. */
import { sql, type RawBuilder } from "kysely";
import type { Engine } from "./engine/engine.ts";
import { lease } from "./lease.ts";

const MINUTE = 60_000;

export type Swept =
  | "pendings"
  | "codes"
  | "devices"
  | "opaque_tokens"
  | "revoked_tokens"
  | "sessions"
  | "throttles"
  | "families"
  | "replays"
  | "pushed_requests"
  | "invitations"
  | "session_clients"
  | "logout_notices"
  | "exchanged_tokens"
  | "status_blocks"
  | "status_entries"
  | "status_withdrawn"
  | "email_proofs"
  | "events"
  | "usage_hours"
  | "idempotency_keys"
  | "permits"
  | "permit_calls"
  | "letters"
  | "brand_images"
  | "playground_runs";

/**
 * How long a row stays after its end. A spent code stays until its replay is no longer news; a family until no clock of
 * ours can still take one of its tokens for a living one.
 */
export const KEPT_AFTER_END: Readonly<Record<Swept, number>> = {
  pendings: 0,
  codes: 10 * MINUTE,
  devices: 10 * MINUTE,
  opaque_tokens: 10 * MINUTE,
  revoked_tokens: 10 * MINUTE,
  sessions: 0,
  throttles: 0,
  families: 24 * 60 * MINUTE,
  replays: 0,
  // A browser may still be answering it: as long as any request may wait for a person.
  pushed_requests: 60 * MINUTE,
  invitations: 0,
  session_clients: 0,
  logout_notices: 0,
  exchanged_tokens: 10 * MINUTE,
  status_blocks: 10 * MINUTE,
  status_entries: 10 * MINUTE,
  status_withdrawn: 10 * MINUTE,
  email_proofs: 0,
  events: 0,
  usage_hours: 0,
  idempotency_keys: 0,
  // A guard may still tell of calls.
  permits: 10 * MINUTE,
  permit_calls: 0,
  letters: 0,
  brand_images: 0,
  playground_runs: 0,
};

/** Longer than a batch takes; a node that dies leaves it to the others. */
const LEASE_MS = 30_000;

async function sweepTable(engine: Engine, table: Swept, now: number, batch: number): Promise<number> {
  const id = sql.table(table);
  const end = now - KEPT_AFTER_END[table];
  const some = (key: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`select ${key} from ${id} where expires_at <= ${end} order by expires_at limit ${batch}`;
  const key = sql.ref(KEYS[table]);
  const place = sql.ref("ctid");
  // When a great deal has ended at once, PostgreSQL's statistics still say that hardly anything has; by them it asked the
  // inner question again for every row. So it is given places in an array, and no index that it could prefer to them.
  const ended = engine.remote
    ? sql`${place} = any(array(${some(place)})) and expires_at + 0 <= ${end}`
    : sql`${key} in (${some(key)}) and expires_at <= ${end}`;
  for (let total = 0; ;) {
    const { rows } = await engine.writeBeside((tx) =>
      sql`delete from ${id} where ${ended} returning 1 as one`.execute(tx),
    );
    total += rows.length;
    if (rows.length < batch) return total;
  }
}

const KEYS: Record<Swept, string> = {
  pendings: "id",
  codes: "hash",
  devices: "hash",
  opaque_tokens: "hash",
  revoked_tokens: "token_id",
  sessions: "hash",
  throttles: "key",
  families: "id",
  replays: "hash",
  pushed_requests: "hash",
  invitations: "hash",
  session_clients: "sid",
  logout_notices: "id",
  exchanged_tokens: "token_id",
  status_blocks: "first",
  status_entries: "place",
  status_withdrawn: "first",
  email_proofs: "id",
  events: "id",
  usage_hours: "client_id",
  idempotency_keys: "hash",
  permits: "id",
  permit_calls: "hash",
  letters: "id",
  brand_images: "id",
  playground_runs: "id",
};

/** The secrets that were made for runs which have ended: nobody else knew them, and they would stand in the app's list for ever. */
async function sweepPlaygroundSecrets(engine: Engine, now: number): Promise<void> {
  await engine.writeBeside((tx) =>
    tx
      .deleteFrom("client_secrets")
      .where("expires_at", "<=", now)
      .where("id", "in", (eb) =>
        eb
          .selectFrom("playground_runs")
          .select("secret_id")
          .where("secret_id", "is not", null)
          .where("expires_at", "<=", now)
          .$castTo<{ secret_id: string }>(),
      )
      .execute(),
  );
}

/** Answers how many rows went from each table, or null when another node is at it. `batch` rows per transaction; `also` is done under the same lease. */
export async function sweep(
  engine: Engine,
  now: number,
  batch: number = 200,
  also: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Record<Swept, number> | null> {
  if (!(await lease(engine, "sweep", now, now + LEASE_MS))) return null;
  const swept: Partial<Record<Swept, number>> = {};
  await sweepPlaygroundSecrets(engine, now);
  for (const table of Object.keys(KEPT_AFTER_END) as Swept[])
    swept[table] = await sweepTable(engine, table, now, batch);
  await also();
  await engine.writeBeside((tx) =>
    tx.updateTable("leases").set({ expires_at: now }).where("name", "=", "sweep").execute(),
  );
  return swept as Record<Swept, number>;
}
