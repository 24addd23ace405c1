/** What a reviewer decides about: a mark of it goes out with the request and comes back with the decision, so that nobody approves what they did not see. */
import { sha256 } from "../lib/hash.ts";
import type { AppJson } from "./json.ts";
import { Problem } from "./problems.ts";

/** What counts, and the sentence for each that moved. */
const SAID = {
  request: "The developer asked anew since you looked.",
  client_name: "The name changed since you looked.",
  organisation: "The organisation has another name since you looked.",
  redirect_uris: "The redirect URIs changed since you looked.",
  scope: "The permissions changed since you looked.",
  grant_types: "The ways to a token changed since you looked.",
} as const;

export type Seen = Record<keyof typeof SAID, string>;

export const SEEN: readonly (keyof Seen)[] = Object.keys(SAID) as (keyof Seen)[];

const mark = (value: unknown): string => sha256(JSON.stringify(value)).slice(0, 16);

/** One mark for each, of the app and its request as they are now. */
export function seenNow({ client_name, organisation, clients }: AppJson, request: string): Seen {
  const test = clients.find(({ environment }) => environment === "test");
  return {
    request: mark(request),
    client_name: mark(client_name),
    organisation: mark(organisation.name),
    redirect_uris: mark(test?.redirect_uris),
    scope: mark(test?.scope),
    grant_types: mark(test?.grant_types),
  };
}

/** Throws Problem `changed` with every member that is not as it was seen. */
export function proveSeen(seen: Readonly<Record<string, unknown>>, now: Seen): void {
  const moved = SEEN.filter((member) => seen[member] !== now[member]);
  if (moved.length === 0) return;
  throw new Problem(
    "changed",
    moved.map((field) => ({ field, sentence: SAID[field] })),
  );
}
