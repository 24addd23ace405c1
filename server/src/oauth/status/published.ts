/** Token Status List §8 — the lists as they were built last: built again after a withdrawal or half a minute, and never once per request. */
import { seconds } from "../../lib/clock.ts";
import type { Ports } from "../ports.ts";
import { statusList, TTL, type StatusList } from "./list.ts";

/** Lists that are kept; at worst 22 KiB each. Living tokens are in one or two of them. */
const ROOM = 32;

export interface Published {
  /** The list of this number, or null when no living token is in it. */
  list(list: number): Promise<StatusList | null>;
  /** The numbers of the lists that a living token may be in. */
  lists(): Promise<readonly number[]>;
}

interface Kept<T> {
  /** What it was built from; it is good as long as this is so. */
  of: string;
  value: Promise<T>;
}

/** What this process publishes. All who ask while a list is built share it. */
export function published(ports: Ports): Published {
  const kept = new Map<number, Kept<StatusList | null>>();
  let all: Kept<readonly number[]> | null = null;

  /** Tokens that end make no change of their own: half a minute later they are gone from the list. */
  const window = (): number => Math.floor(seconds(ports.clock.now()) / TTL);

  return {
    async list(list) {
      const { version, newest } = await ports.status.head();
      // A number that no token can have costs nothing, and is not remembered.
      if (newest === null || list > newest) return null;
      const of = `${window()} ${version}`;
      const known = kept.get(list);
      if (known?.of === of) return known.value;
      const value = statusList(list, ports);
      kept.delete(list);
      if (kept.size >= ROOM) kept.delete(kept.keys().next().value ?? list);
      kept.set(list, { of, value });
      // What failed is not remembered.
      value.catch(() => kept.delete(list));
      return value;
    },
    async lists() {
      const { newest } = await ports.status.head();
      const of = `${window()} ${newest}`;
      if (all?.of === of) return all.value;
      const value = ports.status.lists(ports.clock.now());
      all = { of, value };
      value.catch(() => (all = null));
      return value;
    },
  };
}
