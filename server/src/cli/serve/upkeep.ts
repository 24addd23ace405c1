/** What one node at a time does every minute: rows that have ended go, and clients that nobody uses. */
import type { Gatehouse } from "../../compose/world.ts";
import { sweep } from "../../store/sweep.ts";

const DAY = 86_400_000;
const BATCH = 200;
/** Few enough to be done within the lease; the next minute brings more. */
const CLIENTS = 50;

/** Nothing when another node is at it. */
export async function upkeep({
  settings,
  store,
  ports,
}: Pick<Gatehouse, "settings" | "store" | "ports">): Promise<void> {
  const { registration_unused_days: days } = settings;
  const now = ports.clock.now();
  await sweep(store.engine, now, BATCH, async () => {
    if (days === 0) return;
    const removed = await store.registrations.removeUnused(now - days * DAY, CLIENTS, now);
    if (removed > 0) ports.report({ name: "unused_clients_removed", detail: String(removed) });
  });
}
