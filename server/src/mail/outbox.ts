/** The mail of `gatehouse dev`: nothing leaves the machine; the last letters are kept to be read at /dev/mail. */
import type { Letter, Mail } from "./ports.ts";

const KEPT = 50;

export interface Outbox extends Mail {
  /** The newest first. */
  letters(): readonly Letter[];
}

export function outbox(): Outbox {
  const kept: Letter[] = [];
  return {
    async send(letter) {
      kept.unshift(letter);
      kept.length = Math.min(kept.length, KEPT);
    },
    sendDue: async () => undefined,
    letters: () => kept,
    close: async () => undefined,
  };
}
