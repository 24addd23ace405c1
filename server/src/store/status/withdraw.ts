/** Token Status List — withdraws the places of JWTs, in the transaction that ends what they hang on: the one place that does. */
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Engine } from "../engine/engine.ts";
import type { Schema } from "../schema.ts";
import { announce } from "../versions.ts";

type Tx = Kysely<Schema>;

/** Rows (first, count, expires_at) that are to be withdrawn, as the text of a query. */
type Places = RawBuilder<unknown>;

/**
 * Withdraws what `places` selects and is not withdrawn yet. The number is taken by an update of the one row of
 * `status_head`, whose lock is held until the commit: so numbers grow in the order of commits, and who knows one can miss
 * no smaller one. It is the last lock that a verb takes, and taken only when there is something to withdraw.
 */
async function withdraw(engine: Engine, tx: Tx, places: Places): Promise<void> {
  const fresh = sql`select first, count, expires_at from (${places}) as p where not exists
    (select 1 from status_withdrawn w where w.first = p.first and w.count = p.count)`;
  const some = await sql`${fresh} limit 1`.execute(tx);
  if (some.rows.length === 0) return;
  await sql`update status_head set seq = seq + 1 where name = 'head'`.execute(tx);
  await sql`insert into status_withdrawn (first, count, seq, expires_at)
    select f.first, f.count, h.seq, f.expires_at from (${fresh}) as f cross join status_head h where h.name = 'head'
    on conflict do nothing`.execute(tx);
  await announce(engine, tx);
}

/** One JWT. `expiresAt` in milliseconds. */
export function withdrawPlace(engine: Engine, tx: Tx, place: number, expiresAt: number): Promise<void> {
  const one = sql`select cast(${place} as bigint) as first, cast(1 as bigint) as count, cast(${expiresAt} as bigint) as expires_at`;
  return withdraw(engine, tx, one);
}

/** Every living JWT of the families that `families` selects (their ids). */
export function withdrawFamilies(engine: Engine, tx: Tx, families: RawBuilder<unknown>): Promise<void> {
  const theirs = sql`select place as first, cast(1 as bigint) as count, expires_at from status_entries where family_id in (${families})`;
  return withdraw(engine, tx, theirs);
}

/** Every place that nodes have taken for tokens of this client, those to come included. */
export function withdrawClient(engine: Engine, tx: Tx, client_id: string): Promise<void> {
  return withdraw(
    engine,
    tx,
    sql`select first, count, expires_at from status_blocks where client_id = ${client_id}`,
  );
}
