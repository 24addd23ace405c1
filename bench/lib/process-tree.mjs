/** CPU time and memory of processes that cannot be asked. Linux tells them in /proc; elsewhere nobody does. */
import { existsSync, readFileSync, readdirSync } from "node:fs";

/** Microseconds of one tick in which /proc counts (USER_HZ is 100). */
const TICK = 10_000;
const PAGE = 4096;

/** proc(5): what stands behind the name, which may itself hold spaces. Null when the process has ended. */
function read(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [, parent, ...rest] = fields.map(Number);
    // User and system time, of itself and of children that have ended.
    const ticks = rest.slice(9, 13).reduce((sum, one) => sum + one, 0);
    return { pid, parent, cpu: ticks * TICK, rss: rest[19] * PAGE };
  } catch {
    return null;
  }
}

/** `{ cpu, rss }` of a process and all below it: microseconds, bytes. Null where there is no /proc. */
export function usageOf(root) {
  if (!existsSync("/proc/self/stat")) return null;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => read(Number(name)))
    .filter((one) => one !== null);
  const total = { cpu: 0, rss: 0 };
  const add = (pid) => {
    const own = all.find((one) => one.pid === pid);
    total.cpu += own?.cpu ?? 0;
    total.rss += own?.rss ?? 0;
    for (const child of all) if (child.parent === pid) add(child.pid);
  };
  add(root);
  return total;
}
