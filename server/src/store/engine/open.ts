/** Which engine an address means: `file:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. */
import type { Engine } from "./engine.ts";
import { postgresEngine } from "./postgres.ts";
import { sqliteEngine } from "./sqlite.ts";

/** Opens the database at `address`. Throws StoreUnavailable when it cannot be used, Error when the address is neither. */
export async function openEngine(address: string): Promise<Engine> {
  if (address.startsWith("file:")) return sqliteEngine(address.slice("file:".length));
  if (/^postgres(ql)?:\/\//.test(address)) return postgresEngine(address);
  throw new Error("the database must be file:PATH or postgres://USER:PASSWORD@HOST/NAME");
}
