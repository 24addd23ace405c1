/** PK-12 (RFC 9700 §2.1.1) — a code_challenge belongs to one request: events say so when it has come with many. */
import type { Kysely } from "kysely";
import type { Batch } from "../desk/inspector/ports.ts";
import type { Schema } from "./schema.ts";

const WINDOW = 10 * 60_000;
/** Pages are loaded anew, and people go back: so often one request may come in that time. */
const USUAL = 3;

type Events = Batch["events"];

/** The same events; those whose challenge came more often than is usual say how often. Part of the transaction that writes them. */
export async function withRepeats(tx: Kysely<Schema>, events: Events): Promise<Events> {
  const begun = events.filter(({ challenge }) => challenge !== null);
  if (begun.length === 0) return events;
  const before = await tx
    .selectFrom("events")
    .select((eb) => ["challenge", eb.fn.countAll<number>().as("times")])
    .where("challenge", "in", [...new Set(begun.map(({ challenge }) => challenge))])
    .where("at", ">", Math.min(...begun.map(({ at }) => at)) - WINDOW)
    .groupBy("challenge")
    .execute();
  const seen = new Map(before.map(({ challenge, times }) => [challenge, times]));
  return events.map((event) => {
    const { challenge, facts } = event;
    if (challenge === null) return event;
    const times = (seen.get(challenge) ?? 0) + 1;
    seen.set(challenge, times);
    return times > USUAL ? { ...event, facts: { ...facts, challenge_repeated: times } } : event;
  });
}
