/** RFC 5321 §4.5.4 — letters wait in the database, so that no page waits for a mail server and no crash loses one: a few tries each, and a line in the log for what is given up. */
import type { Clock } from "../lib/clock.ts";
import { uuid7, type Random } from "../lib/random.ts";
import type { Letter, LettersPort, Mail } from "./ports.ts";
import type { Deliver } from "./smtp.ts";

/** Milliseconds before the second try, the third, and so on, about; after the last a letter is given up. */
const PAUSES: readonly number[] = [
  5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000,
];
/** A pause is up to so much longer, so that what failed together does not come back together. */
const JITTER = 0.25;
/** More than that is no mail any more. */
const ROOM = 10_000;
/** Sent at once by one node. */
const AT_ONCE = 4;
/** Longer than a mail server may take for one letter (smtp.ts); a node that dies leaves its letters to the others then. */
const LEASE_MS = 120_000;

export interface QueueWorld {
  letters: LettersPort;
  deliver: Deliver;
  isPermanent: (error: unknown) => boolean;
  clock: Clock;
  random: Random;
  /** Never told who a letter is for. */
  log: (level: "info" | "warn" | "error", line: Record<string, unknown>) => void;
}

type Taken = Awaited<ReturnType<LettersPort["take"]>>[number];

/** One that failed waits aside, and the others pass it. A letter may arrive twice, when a node dies between its acceptance and our note of it. */
export function mailQueue({ letters, deliver, isPermanent, clock, random, log }: QueueWorld): Mail {
  let working: Promise<void> | null = null;
  /** Somebody came after the last look. */
  let wanted = false;
  let closed = false;

  async function giveUp(taken: Taken, code: string | null, reply: number | null): Promise<void> {
    log("error", { event: "mail_lost", letter: taken.id, tries: taken.attempts, code, reply });
    await letters.givenUp(taken.id, String(reply ?? code ?? "unknown"));
  }

  async function one(taken: Taken): Promise<void> {
    const { id, body, attempts, uselessAt } = taken;
    if (body === null) return giveUp(taken, "damaged", null);
    if (uselessAt <= clock.now()) return giveUp(taken, "too_late", null);
    try {
      await deliver(JSON.parse(body) as Letter, id);
    } catch (error) {
      // The server's reply may name the address; its code does not.
      const { code = null, responseCode = null } = error as { code?: string; responseCode?: number };
      const pause = PAUSES[attempts - 1];
      if (pause === undefined || isPermanent(error)) return giveUp(taken, code, responseCode);
      log("warn", { event: "mail_delayed", letter: id, tries: attempts, code, reply: responseCode });
      const share = (random.bytes(1)[0] ?? 0) / 255;
      return letters.again(id, Math.floor(clock.now() + pause * (1 + JITTER * share)));
    }
    log("info", { event: "mail_sent", letter: id, tries: attempts });
    await letters.accepted(id);
  }

  async function work(): Promise<void> {
    try {
      for (let more = true; more;) {
        wanted = false;
        const now = clock.now();
        const taken = await letters.take(now, AT_ONCE, now + LEASE_MS);
        await Promise.all(taken.map(one));
        more = !closed && (wanted || taken.length > 0);
      }
    } catch (error) {
      // What was taken comes back when its time is over.
      log("error", { event: "mail_queue_failed", reason: String(error) });
    } finally {
      working = null;
    }
  }

  function sendDue(): Promise<void> {
    wanted = true;
    return (working ??= Promise.resolve().then(work));
  }

  return {
    async send(letter, goodForMs) {
      const createdAt = clock.now();
      const id = uuid7(clock, random);
      const body = JSON.stringify(letter);
      if (await letters.put({ id, body, createdAt, uselessAt: createdAt + goodForMs }, ROOM)) void sendDue();
      else log("error", { event: "mail_lost", letter: id, tries: 0, code: "queue_full", reply: null });
    },
    sendDue,
    async close() {
      closed = true;
      await working;
    },
  };
}
