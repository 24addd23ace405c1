/** Reading: a few sessions, each of which carries the queries of many at once, so that nobody waits for a free one. */
import { Client } from "pg";
import { StoreUnavailable } from "../unavailable.ts";
import type { Run, Statement } from "./postgres-dialect.ts";
import { mayRunAgain, translate } from "./postgres-errors.ts";
import { sessionConfig, type PostgresLimits } from "./postgres-session.ts";

interface Reader {
  client: Promise<Client>;
  underWay: number;
  /** Takes it out of use; what is under way on it ends as it ends. */
  drop: () => void;
}

export interface Readers {
  run: Run;
  close(): Promise<void>;
}

export function readers(url: string, limits: PostgresLimits): Readers {
  const slots: (Reader | null)[] = Array.from({ length: limits.readers }, () => null);
  let closed = false;

  function opened(slot: number): Reader {
    const drop = (): void => {
      if (slots[slot] === reader) slots[slot] = null;
    };
    const connect = async (): Promise<Client> => {
      const config = sessionConfig(url, limits.deadlineMs);
      const client = new Client({ ...config, query_timeout: limits.deadlineMs });
      client.on("error", drop).on("end", drop);
      try {
        await client.connect();
        return client;
      } catch (error) {
        drop();
        throw error;
      }
    };
    const reader: Reader = { client: connect(), underWay: 0, drop };
    slots[slot] = reader;
    return reader;
  }

  /** The one with the least to do; a session is opened only when every other has something. */
  function choose(): Reader {
    let best: Reader | null = null;
    for (const reader of slots) if (reader && (!best || reader.underWay < best.underWay)) best = reader;
    const free = slots.indexOf(null);
    return best && (best.underWay === 0 || free < 0) ? best : opened(free);
  }

  async function once(query: Statement): ReturnType<Run> {
    const reader = choose();
    if (reader.underWay >= limits.queue) throw new StoreUnavailable("too many reads wait");
    reader.underWay++;
    try {
      return await (await reader.client).query(query);
    } catch (error) {
      if (mayRunAgain(error)) {
        reader.drop();
        void reader.client.then((client) => client.end());
      }
      throw error;
    } finally {
      reader.underWay--;
    }
  }

  return {
    async run(query) {
      if (closed) throw new StoreUnavailable("the database is closed");
      try {
        return await once(query).catch((error: unknown) => {
          if (!mayRunAgain(error)) throw error;
          return once(query);
        });
      } catch (error) {
        throw translate(error);
      }
    },
    async close() {
      closed = true;
      const open = slots.filter((reader) => reader !== null);
      await Promise.allSettled(open.map(async ({ client }) => (await client).end()));
    },
  };
}
