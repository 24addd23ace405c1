/** Token Status List — what was withdrawn, in the order of commits, for those who want to know at once. */
import { sql } from "kysely";
import type { Changes } from "../../oauth/status/ports.ts";
import type { Engine } from "../engine/engine.ts";
import type { Schema } from "../schema.ts";

type Head = Pick<Schema["status_head"], "epoch" | "seq" | "floor">;
type Row = Omit<Schema["status_withdrawn"], "seq"> & { seq: number };

const PAGE = 1_000;
/** While somebody waits, the database is asked so often; where it can say by itself, this is for a message that was lost. Milliseconds. */
const ASK_MS = 250;

/** A cursor: `epoch.seq.first.count`, the last row that was told. */
const CURSOR = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/;

export interface Feed {
  changes(cursor: string | null, now: number): Promise<Changes>;
  news(cursor: string, ms: number): Promise<void>;
  dismiss(): void;
}

function read(cursor: string | null): { epoch: number; seq: number; first: number; count: number } | null {
  const parts = CURSOR.exec(cursor ?? "");
  if (parts === null) return null;
  const [epoch = 0, seq = 0, first = 0, count = 0] = parts.slice(1).map(Number);
  return { epoch, seq, first, count };
}

/** The cursor of who knows all up to `seq`. */
const atEnd = ({ epoch, seq }: Head): string => `${epoch}.${seq + 1}.0.0`;

export function feed(engine: Engine): Feed {
  const waiting = new Set<{ cursor: string; wake: () => void }>();
  let timer: NodeJS.Timeout | undefined;
  let asking = false;
  let again = false;
  let listening = false;
  let dismissed = false;

  async function head(): Promise<Head> {
    return engine.read.selectFrom("status_head").select(["epoch", "seq", "floor"]).executeTakeFirstOrThrow();
  }

  /** Wakes who does not know of the newest. Nobody is woken when the database cannot be asked: it will be asked again. */
  async function look(): Promise<void> {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      do {
        again = false;
        const newest = atEnd(await head());
        for (const one of waiting) if (one.cursor !== newest) one.wake();
      } while (again);
    } catch {
      // 503 is for who asks, not for who waits.
    } finally {
      asking = false;
    }
  }

  function keepLooking(): void {
    if (!listening) {
      listening = true;
      engine.listen(() => {
        if (waiting.size > 0) void look();
      });
    }
    if (timer !== undefined) return;
    timer = setInterval(() => {
      if (waiting.size > 0) return void look();
      clearInterval(timer);
      timer = undefined;
    }, ASK_MS);
    timer.unref();
  }

  return {
    async changes(cursor, now) {
      const newest = await head();
      const asked = read(cursor);
      // A cursor of another state of the database, or of the future: an older state was restored.
      const follows = asked !== null && asked.epoch === newest.epoch && asked.seq <= newest.seq + 1;
      const { seq, first, count } = follows ? asked : { seq: 0, first: 0, count: 0 };
      const { rows } = await sql<Row>`select first, count, seq, expires_at from status_withdrawn
        where seq >= ${seq} and seq <= ${newest.seq} and expires_at > ${now}
        and (seq > ${seq} or first > ${first} or (first = ${first} and count > ${count}))
        order by seq, first, count limit ${PAGE}`.execute(engine.read);
      const last = rows.at(-1);
      const more = rows.length === PAGE && last !== undefined;
      return {
        cursor: more ? `${newest.epoch}.${last.seq}.${last.first}.${last.count}` : atEnd(newest),
        more,
        reset: !follows,
        floor: newest.floor,
        withdrawn: rows.map((row) => ({ first: row.first, count: row.count, expiresAt: row.expires_at })),
      };
    },
    news(cursor, ms) {
      if (dismissed) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(late);
          waiting.delete(one);
          resolve();
        };
        const one = { cursor, wake };
        const late = setTimeout(wake, ms);
        waiting.add(one);
        keepLooking();
        // What happened between the caller's question and now.
        void look();
      });
    },
    dismiss() {
      dismissed = true;
      clearInterval(timer);
      for (const one of waiting) one.wake();
    },
  };
}
