/** OpenID Connect Core §10.1.1 — signing keys rotate by themselves, by one node at a time. */
import type { Gatehouse } from "../../compose/world.ts";
import { lease } from "../../store/lease.ts";

const DAY = 86_400_000;
/** Longer than it takes to make keys of every kind; then another node may look. Milliseconds. */
const LEASE_MS = 60_000;

/** Gives every key that is old enough a successor; nothing when rotation is off, or when another node is at it. */
export async function rotateKeys({
  settings,
  store,
  ring,
  ports,
}: Pick<Gatehouse, "settings" | "store" | "ring" | "ports">): Promise<readonly string[]> {
  const { key_rotation_days: days } = settings;
  const now = ports.clock.now();
  if (days === 0 || !(await lease(store.engine, "rotate keys", now, now + LEASE_MS))) return [];
  return ring.rotateDue(days * DAY);
}
