/** Which engine an address means: `file:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. */
import type { Engine } from "./engine.ts";
import type { GroupCommitLimits } from "./group-commit.ts";
import { sqliteEngine } from "./sqlite.ts";
import { watched, type EngineWatch } from "./watched.ts";

/** Opens the database at `address`, with somebody who watches its writes. Throws StoreUnavailable when it cannot be used, Error when the address is neither. */
export async function openEngine(address: string, watch: EngineWatch | null = null): Promise<Engine> {
  const engine = await open(address, { onBatch: watch?.batch });
  return watch === null ? engine : watched(engine, watch);
}

async function open(address: string, limits: Pick<GroupCommitLimits, "onBatch">): Promise<Engine> {
  if (address.startsWith("file:")) return sqliteEngine(address.slice("file:".length), limits);
  if (/^postgres(ql)?:\/\//.test(address)) {
    // Whoever has a file needs none of it: 30 modules less at each start.
    const { postgresEngine } = await import("./postgres.ts");
    return postgresEngine(address, limits);
  }
  throw new Error("the database must be file:PATH or postgres://USER:PASSWORD@HOST/NAME");
}
