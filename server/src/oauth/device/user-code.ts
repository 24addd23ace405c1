/** RFC 8628 §6.1 — user codes: eight letters that are hard to confuse and spell no words, for people to type. */
import type { Random } from "../../lib/random.ts";

/** Twenty consonants: 20^8 codes, about 34 bits, for ten minutes, with few guesses (RFC 8628 §5.1). */
const LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
const LENGTH = 8;

/** A fresh code as a person reads it: `WDJB-MJHT`. Every code is equally likely. */
export function newUserCode(random: Random): string {
  let letters = "";
  while (letters.length < LENGTH) {
    for (const byte of random.bytes(16)) {
      // 240 is a multiple of 20: what is above would make the first letters likelier.
      if (byte < 240 && letters.length < LENGTH) letters += LETTERS[byte % LETTERS.length] ?? "";
    }
  }
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What somebody typed, as the code was shown: case, spaces and hyphens do not matter. Null when it cannot be a code. */
export function readUserCode(typed: string): string | null {
  const letters = typed
    .slice(0, 64)
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, "");
  if (!/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/.test(letters)) return null;
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
