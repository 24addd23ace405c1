/** After the end of many families: what the sweeper takes, and whether as many again need new room. */
import { sql } from "kysely";
import { fill, LIFE } from "./growth-rows.mjs";

const built = (path) => new URL(`../../server/dist/${path}`, import.meta.url).href;
const { sweep } = await import(built("store/sweep.js"));

/** Rows of one transaction; the server takes 200, which at these sizes would only take longer. */
const BATCH = 5_000;
/** A family is kept for a day after its end. */
const LATER = LIFE + 2 * 86_400_000;

/** Bytes that the families (PostgreSQL) or the whole file (SQLite) take, and of them those that are free for others. */
async function sizeOf({ engine: { read } }, engine) {
  if (engine === "postgres") {
    const { rows } =
      await sql`select pg_total_relation_size('families')::bigint as bytes, 0::bigint as free`.execute(read);
    return { bytes: Number(rows[0].bytes), free: Number(rows[0].free) };
  }
  const pragma = async (name) => Object.values((await sql.raw(`pragma ${name}`).execute(read)).rows[0])[0];
  const page = await pragma("page_size");
  return { bytes: page * (await pragma("page_count")), free: page * (await pragma("freelist_count")) };
}

/** Lets all families end, sweeps, and makes as many again. */
export async function comeBack(gatehouse, engine, size) {
  const { store } = gatehouse;
  const full = await sizeOf(store, engine);
  const started = performance.now();
  const { families: swept } = await sweep(store.engine, Date.now() + LATER, BATCH);
  const seconds = (performance.now() - started) / 1000;
  // What autovacuum does by itself a minute later.
  if (engine === "postgres") await store.engine.maintenance((db) => sql`vacuum families`.execute(db));
  const empty = await sizeOf(store, engine);
  await fill(gatehouse, engine, size);
  return { full, swept, seconds, empty, again: await sizeOf(store, engine) };
}
