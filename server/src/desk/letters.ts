/** PO-10 — letters that members make the company send are bounded: their words are the member's, and the sender is the company. */
import type { Limit } from "../accounts/ports.ts";
import { sha256 } from "../lib/hash.ts";
import type { Caller } from "./caller.ts";
import type { Desk } from "./ports.ts";
import { Problem } from "./problems.ts";

/** In an hour, to one address and by one inviter. */
const TO_ONE = 5;
const BY_ONE = 50;

/** `fail` answers a wait for the first letter above it. */
const limit = (letters: number): Limit => ({ count: letters + 1, windowMs: 3_600_000 });

/** Counts a letter before it is written. Throws Problem `too_many` when there were enough. */
export async function boundLetters(
  { throttle, clock }: Pick<Desk, "throttle" | "clock">,
  { by }: Pick<Caller, "by">,
  email: string,
): Promise<void> {
  const now = clock.now();
  const mine = await throttle.fail(`invitations by ${by.actor.id}`, limit(BY_ONE), now);
  // Whoever sends too many uses up nobody's mailbox.
  const wait = mine > 0 ? mine : await throttle.fail(`invitations to ${sha256(email)}`, limit(TO_ONE), now);
  if (wait > 0) throw new Problem("too_many");
}
