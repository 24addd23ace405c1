/** Group commit: the transactions of one event-loop tick share one COMMIT, and so one fsync; the answers leave after it. */
import type { DatabaseSync } from "node:sqlite";
import { StoreUnavailable } from "../unavailable.ts";
import { translate } from "./sqlite-errors.ts";
import { whenFree } from "./sqlite-wait.ts";

export interface GroupCommitLimits {
  /** How long a batch waits for another process's write lock. Milliseconds. */
  waitMs: number;
  /** Transactions in one commit: bounds how long the event loop is held. */
  batch: number;
  /** Transactions that may wait; more are refused at once (reliability P8: never an unbounded queue). */
  queue: number;
  /** Told the size of every transaction that was committed. */
  onBatch?: ((size: number) => void) | undefined;
}

export interface Manner {
  /** One statement and nothing else, which undoes itself when it fails: it needs no savepoint. */
  single?: boolean | undefined;
  /** False where a commit that a power cut undoes does no harm: then nobody waits for the disk. */
  durable?: boolean | undefined;
}

interface Waiting extends Manner {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export interface GroupCommit {
  /** `work` answers at once or later. */
  write: <T>(work: () => T | Promise<T>, manner?: Manner) => Promise<T>;
  /** Refuses what comes from now on, and waits for what was accepted. */
  stop(): Promise<void>;
}

export function groupCommit(db: DatabaseSync, limits: GroupCommitLimits): GroupCommit {
  const waiting: Waiting[] = [];
  let stopped = false;
  let running: Promise<void> | null = null;
  const begin = db.prepare("BEGIN IMMEDIATE");
  const save = db.prepare("SAVEPOINT verb");
  const keep = db.prepare("RELEASE verb");
  const undo = db.prepare("ROLLBACK TO verb");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");

  let synced = true;

  /** Whether the next commit waits until the disk has it. */
  function forDisk(wanted: boolean): void {
    if (wanted === synced) return;
    db.exec(`PRAGMA synchronous = ${wanted ? "FULL" : "NORMAL"}`);
    synced = wanted;
  }

  /** Runs one, with a savepoint of its own when it is `saved`. Null when it failed and has left something behind. */
  async function runOne(one: Waiting, saved: boolean): Promise<(() => void) | null> {
    if (saved) save.run();
    try {
      let value = one.work();
      // Only what has to be waited for: a turn of the queue costs as much as a small statement.
      if (value instanceof Promise) value = await value;
      if (saved) keep.run();
      return () => one.resolve(value);
    } catch (error) {
      // Full disks and broken files end the whole transaction by themselves: then there is nothing to save.
      if (!db.isTransaction) throw error;
      if (saved) {
        undo.run();
        keep.run();
      } else if (one.single !== true) return null;
      return () => one.reject(translate(error));
    }
  }

  /** Runs a batch and adds what is to be told after the commit; false when it has to be undone whole. */
  async function runEach(
    batch: readonly Waiting[],
    answers: (() => void)[],
    saved: boolean,
  ): Promise<boolean> {
    for (const one of batch) {
      const answer = await runOne(one, saved && one.single !== true);
      if (answer === null) return false;
      answers.push(answer);
    }
    return true;
  }

  /**
   * A savepoint for each verb would copy every page that the verb changes, and hardly any fails. So a batch runs without
   * them; when one verb does fail, all are undone and run once more, with them.
   */
  async function runBatch(): Promise<void> {
    let batch: Waiting[] = [];
    try {
      if (db.isOpen && db.isTransaction) rollback.run();
      const next = waiting.slice(0, limits.batch);
      forDisk(next.some(({ durable }) => durable !== false));
      await whenFree(limits.waitMs, () => begin.run());
      // Who came meanwhile may want more of the disk than was said before the transaction began, and so comes next.
      batch = waiting.splice(0, next.length);
      let answers: (() => void)[] = [];
      if (!(await runEach(batch, answers, false))) {
        answers = [];
        rollback.run();
        await whenFree(limits.waitMs, () => begin.run());
        await runEach(batch, answers, true);
      }
      commit.run();
      for (const answer of answers) answer();
      limits.onBatch?.(batch.length);
    } catch (error) {
      // No lock: everybody who waits is told now. No commit: everybody in the batch.
      const told = batch.length > 0 ? batch : waiting.splice(0);
      const reason = unavailable(error);
      try {
        if (db.isOpen && db.isTransaction) rollback.run();
      } catch {
        // Still broken: the next batch tries to roll back again before it begins.
      }
      for (const one of told) one.reject(reason);
    }
  }

  /** Whether this turn of the event loop has had its commit. */
  let committed = false;

  /**
   * When all that runs now has had its say: requests of one tick reach the store together. A second commit waits for the
   * next turn, or whoever writes in a loop would let nobody else in.
   */
  const together = (): Promise<void> =>
    new Promise((resolve) => (committed ? setImmediate(resolve) : process.nextTick(resolve)));

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      await together();
      await runBatch();
      committed = true;
      setImmediate(() => (committed = false));
    }
    running = null;
  }

  return {
    write<T>(work: () => T | Promise<T>, manner: Manner = {}): Promise<T> {
      if (stopped) return Promise.reject(new StoreUnavailable("the database is closed"));
      if (waiting.length >= limits.queue) return Promise.reject(new StoreUnavailable("too many writes wait"));
      return new Promise<T>((resolve, reject) => {
        waiting.push({ ...manner, work, resolve: resolve as (value: unknown) => void, reject });
        running ??= runAll();
      });
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

function unavailable(error: unknown): StoreUnavailable {
  const told = translate(error);
  return told instanceof StoreUnavailable ? told : new StoreUnavailable("the transaction was lost", error);
}
