/** RFC 9449 §11.1 — the memory of used proofs in a PostgreSQL that all nodes of the API share: one conditional insert says who was first. */
import { hash } from "node:crypto";
import type { ReplayStore } from "./replay.ts";

/** What is needed of a client of PostgreSQL; a `Pool` of `pg` has it. */
export interface PostgresClient {
  query(text: string, values: unknown[]): Promise<{ rows: readonly unknown[] }>;
}

/** The table, to be made once by whoever owns the API's database. */
export const REPLAY_TABLE = `create table if not exists gatehouse_replays (
  key text primary key,
  ends_at bigint not null
);
create index if not exists gatehouse_replays_ends_at on gatehouse_replays (ends_at);`;

// What has ended is as good as none: by then the proof is refused for its age.
const CLAIM = `insert into gatehouse_replays (key, ends_at) values ($1, $2)
  on conflict (key) do update set ends_at = excluded.ends_at where gatehouse_replays.ends_at <= $3
  returning key`;
const SWEEP = "delete from gatehouse_replays where ends_at <= $1";
const SWEEP_MS = 60_000;

/**
 * A memory that several nodes share. `now` in milliseconds. A claim rejects when the database cannot be asked, and the
 * guard then answers 503: a proof that nobody remembers is not believed.
 */
export function postgresReplays(client: PostgresClient, now: () => number = Date.now): ReplayStore {
  let sweepAt = 0;
  return {
    async claim(key, until) {
      const time = now();
      const { rows } = await client.query(CLAIM, [hash("sha256", key, "base64url"), until, time]);
      if (time >= sweepAt) {
        sweepAt = time + SWEEP_MS;
        // Nobody waits for it, and one that fails is made good by the next one, here or on another node.
        void client.query(SWEEP, [time]).catch(() => undefined);
      }
      return rows.length > 0;
    },
  };
}
