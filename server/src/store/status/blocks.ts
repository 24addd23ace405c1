/** Token Status List — places come to a node in blocks, one client's each: taking the next one is a count in memory. */
import { sql } from "kysely";
import type { Engine } from "../engine/engine.ts";
import { leases } from "./leases.ts";

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

/** Answers a function that gives a place for a JWT of a client: `client` as it is kept in memory (decision 10). */
export function blocks(
  engine: Engine,
): (client: { client_id: string }, now: number) => Promise<number | null> {
  const lease = leases(engine);
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
    const expires_at = until + LONGEST_TOKEN_MS;
    const first = await lease({ client_id: client.client_id, count, expires_at });
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
