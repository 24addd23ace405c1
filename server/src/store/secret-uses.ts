/** When each client secret was used last: exact to a minute, so that a busy app writes no row per request. */
import type { ClientsPort } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";
import { prepared } from "./prepared.ts";

/** A secret's last use is written at most so often. Milliseconds. */
const NOTED_EVERY = 60_000;
/** Secrets remembered; the oldest makes room, and costs one statement when it comes back. */
const ROOM = 20_000;

/** Changes nothing, and so waits for no disk, when another node has written it within the minute. */
const used = prepared((db, v: { id: string; now: number; before: number }) =>
  db
    .updateTable("client_secrets")
    .set({ last_used_at: v.now })
    .where("id", "=", v.id)
    .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", v.before)])),
);

/** `ClientsPort.secretUsed` on an engine. */
export function secretUses(engine: Engine): ClientsPort["secretUsed"] {
  /** What is noted already, so that most uses cost a look into memory: 90 µs less per request. */
  const noted = new Map<string, number>();

  return async (secretId, now) => {
    const last = noted.get(secretId);
    if (last !== undefined && Math.abs(now - last) < NOTED_EVERY) return;
    if (noted.size >= ROOM) noted.delete(noted.keys().next().value ?? "");
    noted.set(secretId, now);
    try {
      await engine.writeTogether(secretId, [
        used.query(engine.read, { id: secretId, now, before: now - NOTED_EVERY }),
      ]);
    } catch (error) {
      noted.delete(secretId);
      throw error;
    }
  };
}
