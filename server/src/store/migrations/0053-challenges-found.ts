/** PK-12 — events are found by their challenge; a step of its own, because the index wants the column and is built beside traffic. */
import type { Upgrade } from "./upgrade.ts";

export const challengesFound: Upgrade = {
  // Most events have none.
  indexes: [{ name: "events_challenge", table: "events", column: "challenge", partial: true }],
  // The index is all of it.
  up: () => Promise.resolve(),
};
