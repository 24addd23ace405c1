/** What this node keeps in memory of the registry: never trusted for longer than half a second without asking (decision 10). */
import type { Kysely } from "kysely";
import type { Engine } from "./engine/engine.ts";
import { frozen } from "./frozen.ts";
import type { Schema } from "./schema.ts";
import { announce, bump, MANY, versionsSince, type Kind } from "./versions.ts";

/** Runs in the transaction of a change; `changed` names what it is about. */
export type Change<T> = (tx: Kysely<Schema>, changed: (kind: Kind) => Promise<void>) => Promise<T>;

export interface Cache {
  /**
   * One client's: `load`'s answer, kept until this client or something of `all` changes. Null is never kept, and what
   * is kept but not `enough` is read again.
   */
  ofClient<T extends object>(
    client_id: string,
    load: () => Promise<T | null>,
    enough?: (kept: T) => boolean,
  ): Promise<T | null>;
  /** As `ofClient`, but kept until anything changes at all. */
  shared<T extends object>(
    name: string,
    load: () => Promise<T | null>,
    enough?: (kept: T) => boolean,
  ): Promise<T | null>;
  /** One transaction of `Engine.write`, of which this node knows at once and every other within a second. */
  write<T>(work: Change<T>): Promise<T>;
  /** Forgets everything. */
  forget(): void;
}

/** So long is what we have trusted. Milliseconds. */
const TRUSTED = 500;
/** So long is an entry kept: for changes by hand, which bump no version. Milliseconds. */
const LONGEST = 60_000;
/** Entries of each sort; the oldest makes room. A client is about 1.6 KB: 26 MB when it is full. */
const ROOM = 16_000;

interface Entry {
  value: Promise<object | null>;
  /** Set once it is here. */
  ready: object | null;
  at: number;
}

/** `steady` counts milliseconds and never goes back, whatever becomes of the machine's clock. `looked` is told of every look. */
export function createCache(engine: Engine, steady: () => number, looked?: (found: boolean) => void): Cache {
  const clients = new Map<string, Entry>();
  const others = new Map<string, Entry>();
  let known: number | null = null;
  let askedAt = -Infinity;
  let asking: Promise<void> | null = null;
  /** News that may be missing here, and how many of those the last answer had heard of. */
  let doubts = 0;
  let settled = 0;
  let listening = false;

  const forget = (): void => {
    clients.clear();
    others.clear();
  };

  async function ask(): Promise<void> {
    const begun = steady();
    const heard = doubts;
    const news = await versionsSince(engine, known ?? 0);
    const newest = news[0]?.version ?? null;
    // A smaller number than the one we knew: an older state of the database was restored beneath us.
    if (known === null || newest === null || news.length === MANY) forget();
    else
      for (const { kind, version } of news) {
        if (version === known) continue;
        others.clear();
        if (kind === "all") clients.clear();
        else clients.delete(kind.slice("client:".length));
      }
    known = newest;
    askedAt = begun;
    settled = heard;
  }

  /** Asks what is new, unless the last answer is good enough for who comes now. Throws StoreUnavailable. */
  async function trust(arrived: number, doubted: number): Promise<void> {
    if (!listening) {
      listening = true;
      engine.listen(() => doubts++);
    }
    // A question that others asked long ago may end only now: then one of our own follows it.
    while (arrived - askedAt >= TRUSTED || settled < doubted)
      await (asking ??= ask().finally(() => (asking = null)));
  }

  async function look<T extends object>(
    entries: Map<string, Entry>,
    key: string,
    load: () => Promise<T | null>,
    enough: ((kept: T) => boolean) | undefined,
  ): Promise<T | null> {
    const now = steady();
    if (now - askedAt >= TRUSTED || settled < doubts) await trust(now, doubts);
    const kept = entries.get(key);
    if (kept !== undefined && now - kept.at < LONGEST) {
      const value = (kept.ready ?? (await kept.value)) as T | null;
      if (value !== null && enough?.(value) !== false) {
        looked?.(true);
        return value;
      }
    }
    looked?.(false);
    const entry: Entry = { value: load(), ready: null, at: now };
    // All who come now share one question. Whatever changes meanwhile removes it from the map, and so it is not kept.
    entries.delete(key);
    if (entries.size >= ROOM) entries.delete(entries.keys().next().value ?? "");
    entries.set(key, entry);
    const drop = (): void => {
      if (entries.get(key) === entry) entries.delete(key);
    };
    try {
      entry.ready = frozen(await entry.value);
      if (entry.ready === null) drop();
      return entry.ready as T | null;
    } catch (error) {
      drop();
      throw error;
    }
  }

  return {
    ofClient: (client_id, load, enough) => look(clients, client_id, load, enough),
    shared: (name, load, enough) => look(others, name, load, enough),
    async write(work) {
      const kinds = new Set<Kind>();
      try {
        return await engine.write(async (tx) => {
          const value = await work(tx, async (kind) => {
            kinds.add(kind);
            await bump(tx, kind);
          });
          if (kinds.size > 0) await announce(engine, tx);
          return value;
        });
      } finally {
        // Also when it failed: nobody knows whether a commit that was broken off took place.
        if (kinds.size > 0) others.clear();
        for (const kind of kinds) {
          if (kind === "all") clients.clear();
          else clients.delete(kind.slice("client:".length));
        }
      }
    },
    forget,
  };
}
