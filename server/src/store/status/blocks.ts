/** Token Status List — places come to a node in blocks, one client's each: taking the next one is a count in memory. */
import { sql } from "kysely";
import { listOf } from "../../oauth/status/places.ts";
import type { Engine } from "../engine/engine.ts";

const SMALLEST = 16;
const LARGEST = 4_096;
/** So long a block is used: then what it holds can be forgotten a known time later. Milliseconds. */
const USED_MS = 3_600_000;
/** No access token lives longer (setting `access_token_seconds`), with a margin. Milliseconds. */
const LONGEST_TOKEN_MS = 86_400_000 + 600_000;
/** Clients whose blocks are kept in memory; who was served longest ago loses what is left of his. */
const ROOM = 10_000;

interface Block {
  /** The client as it was read when the block was last known to be good. */
  client: object;
  first: number;
  next: number;
  end: number;
  until: number;
}

/** Takes `count` places of one list, for a client that may have some; null when it was disabled or suspended. */
async function lease(
  engine: Engine,
  client_id: string,
  count: number,
  expires_at: number,
): Promise<number | null> {
  return engine.writeBeside(async (tx) => {
    const ended = await tx
      .selectFrom("clients")
      .innerJoin("apps", "apps.id", "clients.app_id")
      .select("client_id")
      .where("client_id", "=", client_id)
      .where((eb) => eb.or([eb("disabled_at", "is not", null), eb("suspended_at", "is not", null)]))
      .executeTakeFirst();
    // Disabling takes every block that is there; one that comes after it must not be.
    if (ended) return null;
    for (;;) {
      const { next } = await tx
        .updateTable("status_head")
        .set((eb) => ({ next: eb("next", "+", count) }))
        .returning("next")
        .executeTakeFirstOrThrow();
      const first = next - count;
      // What is left at the end of a list and is too short stays unused.
      if (listOf(first) !== listOf(next - 1)) continue;
      await tx.insertInto("status_blocks").values({ first, count, client_id, expires_at }).execute();
      return first;
    }
  });
}

/** Answers a function that gives a place for a JWT of a client: `client` as it is kept in memory (decision 10). */
export function blocks(
  engine: Engine,
): (client: { client_id: string }, now: number) => Promise<number | null> {
  const held = new Map<string, Block>();
  const taking = new Map<string, Promise<Block | null>>();

  /** Whether nobody has withdrawn it since: a client that was disabled and enabled again gets a new one. */
  async function isGood({ first }: Block): Promise<boolean> {
    const withdrawn = sql`select 1 from status_withdrawn where first = ${first} and count > 1`;
    return (await withdrawn.execute(engine.read)).rows.length === 0;
  }

  async function take(client: { client_id: string }, now: number): Promise<Block | null> {
    const old = held.get(client.client_id);
    // Twice as many when the last one was used up before its time, else as few as can be.
    const size = old !== undefined && old.until > now ? (old.end - old.first) * 2 : SMALLEST;
    const count = Math.min(LARGEST, size);
    const until = now + USED_MS;
    const first = await lease(engine, client.client_id, count, until + LONGEST_TOKEN_MS);
    if (first === null) return null;
    const block = { client, first, next: first, end: first + count, until };
    held.delete(client.client_id);
    if (held.size >= ROOM) held.delete(held.keys().next().value ?? "");
    held.set(client.client_id, block);
    return block;
  }

  /** All who come meanwhile share one. */
  async function another(client: { client_id: string }, now: number): Promise<void | null> {
    const { client_id } = client;
    const running = taking.get(client_id) ?? take(client, now).finally(() => taking.delete(client_id));
    taking.set(client_id, running);
    if ((await running) === null) return null;
  }

  return async (client, now) => {
    for (;;) {
      const block = held.get(client.client_id);
      if (block !== undefined && block.next < block.end && block.until > now) {
        if (block.client === client) return block.next++;
        // The client was read anew, after a minute or because it changed.
        if (await isGood(block)) block.client = client;
        else held.delete(client.client_id);
      } else if ((await another(client, now)) === null) return null;
    }
  };
}
