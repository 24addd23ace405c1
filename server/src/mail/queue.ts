/** Letters wait here, so that no page waits for a mail server: a bounded line, a few tries each, and a line in the log for what is given up. */
import type { Letter, Mail } from "./ports.ts";
import type { Deliver } from "./smtp.ts";

/** Milliseconds before the second try, the third, and so on; after the last a letter is given up. */
const PAUSES: readonly number[] = [2_000, 15_000, 60_000, 300_000];
/** More than that is no mail any more: the server is away for long, and codes in letters end after minutes. */
const LONGEST = 1_000;

export interface QueueWorld {
  deliver: Deliver;
  isPermanent(error: unknown): boolean;
  /** Calls `work` after so many milliseconds, unless it is cancelled first. */
  later(ms: number, work: () => void): () => void;
  /** Never told who a letter is for. */
  log(level: "info" | "warn" | "error", line: Record<string, unknown>): void;
}

interface Waiting {
  letter: Letter;
  tries: number;
}

/** One letter at a time; one that failed waits aside, and the others pass it. */
export function mailQueue(world: QueueWorld): Mail {
  const line: Waiting[] = [];
  const aside = new Map<Waiting, () => void>();
  let working: Promise<void> | null = null;
  let closed = false;

  /** False when the letter did not go out. */
  const tryOne = async (waiting: Waiting): Promise<boolean> => {
    waiting.tries++;
    try {
      await world.deliver(waiting.letter);
      world.log("info", { event: "mail_sent", tries: waiting.tries });
      return true;
    } catch (error) {
      const pause = PAUSES[waiting.tries - 1];
      const lost = pause === undefined || closed || world.isPermanent(error);
      // The server's reply may name the address; its code does not.
      const { code = null, responseCode = null } = error as { code?: unknown; responseCode?: unknown };
      world.log(lost ? "error" : "warn", {
        event: lost ? "mail_lost" : "mail_delayed",
        tries: waiting.tries,
        code,
        reply: responseCode,
      });
      if (!lost)
        aside.set(
          waiting,
          world.later(pause, () => again(waiting)),
        );
      return false;
    }
  };
  const work = async (): Promise<void> => {
    for (let next = line.shift(); next !== undefined; next = line.shift())
      // Whoever waits for the end does not wait for a server that is away.
      if (!(await tryOne(next)) && closed) line.length = 0;
    working = null;
  };
  const add = (waiting: Waiting): void => {
    line.push(waiting);
    working ??= Promise.resolve().then(work);
  };
  const again = (waiting: Waiting): void => {
    aside.delete(waiting);
    add(waiting);
  };

  return {
    send(letter) {
      if (closed || line.length + aside.size >= LONGEST)
        world.log("error", {
          event: "mail_lost",
          tries: 0,
          code: closed ? "closed" : "queue_full",
          reply: null,
        });
      else add({ letter, tries: 0 });
    },
    async close() {
      closed = true;
      for (const [waiting, cancel] of aside) {
        cancel();
        line.push(waiting);
      }
      aside.clear();
      if (line.length > 0) working ??= Promise.resolve().then(work);
      await working;
    },
  };
}
