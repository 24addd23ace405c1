/** Token Status List — the store's half: places, bits, changes. */
import { LIST_SIZE, listOf } from "../../oauth/status/places.ts";
import type { StatusPort } from "../../oauth/status/ports.ts";
import type { Engine } from "../engine/engine.ts";
import { blocks } from "./blocks.ts";
import { feed } from "./feed.ts";

export function status(engine: Engine): StatusPort {
  return {
    place: blocks(engine),
    ...feed(engine),
    async head() {
      const row = await engine.read
        .selectFrom("status_head")
        .select(["epoch", "seq", "next"])
        .executeTakeFirstOrThrow();
      return {
        version: `${row.epoch}.${row.seq}`,
        newest: row.next === 0 ? null : listOf(row.next - 1),
      };
    },
    async list(list, now) {
      const [first, end] = [list * LIST_SIZE, (list + 1) * LIST_SIZE];
      const { floor } = await engine.read.selectFrom("status_head").select("floor").executeTakeFirstOrThrow();
      const bits = new Uint8Array(LIST_SIZE / 8);
      if (end <= floor) return { bits: bits.fill(0xff), version: "ended" };
      const living = await engine.read
        .selectFrom("status_blocks")
        .select("first")
        .where("first", ">=", first)
        .where("first", "<", end)
        .where("expires_at", ">", now)
        .limit(1)
        .execute();
      if (living.length === 0) return null;
      const rows = await engine.read
        .selectFrom("status_withdrawn")
        .select(["first", "count", "seq"])
        .where("first", ">=", first)
        .where("first", "<", end)
        .where("expires_at", ">", now)
        .execute();
      let newest = 0;
      for (const row of rows) {
        newest = Math.max(newest, row.seq);
        for (let place = row.first; place < row.first + row.count; place++) setBit(bits, place - first);
      }
      return { bits, version: `${newest}-${rows.length}` };
    },
    async lists(now) {
      const rows = await engine.read
        .selectFrom("status_blocks")
        .select("first")
        .where("expires_at", ">", now)
        .execute();
      return [...new Set(rows.map(({ first }) => listOf(first)))].toSorted((a, b) => a - b);
    },
  };
}

/** Token Status List §4.1: within a byte the least significant bit comes first. */
function setBit(bits: Uint8Array, index: number): void {
  const at = Math.floor(index / 8);
  bits[at] = (bits[at] ?? 0) | (1 << (index % 8));
}
