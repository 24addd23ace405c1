/** Micro-batches: verbs whose statements are known beforehand share one transaction and one trip with those of their tick. */
import type pg from "pg";
import type { QueryResult } from "kysely";
import { StoreUnavailable } from "../unavailable.ts";
import { toResult, type Statement } from "./postgres-dialect.ts";
import { isEcho, mayRunAgain, translate } from "./postgres-errors.ts";
import type { PostgresLimits } from "./postgres-session.ts";
import { BEGIN, BESIDE, COMMIT, giveBack, inTime } from "./postgres-transaction.ts";

interface Waiting {
  key: string;
  statements: readonly Statement[];
  resolve: (results: QueryResult<unknown>[]) => void;
  reject: (error: unknown) => void;
}

const TRIES = 5;

/** What came of a batch: null when it is committed; else why it left no trace. Throws when nobody knows. */
async function attempt(client: pg.PoolClient, batch: readonly Waiting[]): Promise<{ why: unknown } | null> {
  const answers = [client.query(BEGIN), client.query(BESIDE)];
  const first = answers.length;
  for (const { statements } of batch)
    for (const statement of statements) answers.push(client.query(statement));
  const committed = client.query(COMMIT);
  committed.catch(() => undefined);
  const ends = await Promise.allSettled(answers);
  const { command } = await committed;
  if (command !== "COMMIT") {
    const failed = ends.find((end) => end.status === "rejected" && !isEcho(end.reason));
    const lost = new StoreUnavailable("the transaction was lost");
    return { why: failed?.status === "rejected" ? (failed.reason as unknown) : lost };
  }
  let at = first;
  for (const one of batch) {
    const own = ends.slice(at, (at += one.statements.length));
    const unread = own.find((end) => end.status === "rejected");
    // Committed, but an answer could not be read (a number too large): a bug of its own verb, and told as one.
    if (unread) one.reject(unread.reason);
    else one.resolve(own.flatMap((end) => (end.status === "fulfilled" ? [toResult(end.value)] : [])));
  }
  return null;
}

/** Answers a function that adds one verb to the batch of this tick. Throws StoreUnavailable or StoreConflict. */
export function batches(
  pool: pg.Pool,
  limits: PostgresLimits,
): (key: string, statements: readonly Statement[]) => Promise<QueryResult<unknown>[]> {
  const waiting: Waiting[] = [];
  let lanes = 0;

  async function run(client: pg.PoolClient, batch: readonly Waiting[], tries: number = 1): Promise<void> {
    const undone = await attempt(client, batch);
    if (!undone) return;
    if (mayRunAgain(undone.why) && tries < TRIES) return run(client, batch, tries + 1);
    // One of them is refused: each alone, so that nobody falls with a neighbour.
    if (batch.length > 1) for (const one of batch) await run(client, [one], tries);
    else for (const one of batch) one.reject(translate(undone.why));
  }

  async function runNext(): Promise<void> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      for (const one of waiting.splice(0)) one.reject(translate(error));
      return;
    }
    // In one order everywhere: two batches that want the same rows wait for each other in turn, not in a ring.
    const batch = waiting
      .splice(0, limits.batch)
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    try {
      await inTime(client, limits.deadlineMs, () => run(client, batch));
      limits.onBatch?.(batch.length);
      client.release();
    } catch (error) {
      for (const one of batch) one.reject(translate(error));
      await giveBack(client, error);
    }
  }

  async function lane(): Promise<void> {
    while (waiting.length > 0) {
      // After the poll phase: every request that arrived in this tick has had its say.
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length > 0) await runNext();
    }
    lanes--;
  }

  return (key, statements) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, statements, resolve, reject });
      if (lanes >= limits.lanes) return;
      lanes++;
      void lane();
    });
}
