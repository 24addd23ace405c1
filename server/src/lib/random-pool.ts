/** Random bytes by the thousand: asking the system costs 2 to 5 µs each time, however few are asked for. */
import type { Random } from "./random.ts";

/** Bytes asked for at once. */
const POOL = 8192;

/** Hands out copies of what `source` gave, each byte once; what was handed out is wiped here. */
export function pooled(source: Random): Random {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return {
    bytes(size) {
      if (size > POOL / 8) return source.bytes(size);
      if (used + size > pool.length) {
        pool = source.bytes(POOL);
        used = 0;
      }
      const taken = pool.slice(used, used + size);
      pool.fill(0, used, (used += size));
      return taken;
    },
  };
}
