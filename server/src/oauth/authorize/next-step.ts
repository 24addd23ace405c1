/** RFC 6749 §4.1 — what happens next with a pending request. Every arrival asks this one function. */
import { isPublic, type Client } from "../clients/client.ts";
import type { Consent } from "../ports.ts";

export interface Situation {
  client: Client;
  /** Who is signed in in this browser. */
  subject: string | null;
  asked: readonly string[];
  /** What this person allowed this client before, for this API. */
  consent: Consent | null;
}

export type NextStep =
  | { step: "sign_in" }
  /** `missing`: the scopes that this person has not allowed before. */
  | { step: "consent"; missing: readonly string[] }
  /** All of it was allowed before: the code may be issued at once. */
  | { step: "answer" };

/** Pure. A public client asks every time, because anybody can take its name (RFC 8252 §8.6, RFC 6749 §10.2). */
export function nextStep({ client, subject, asked, consent }: Situation): NextStep {
  if (subject === null) return { step: "sign_in" };
  // A consent was given to an app of that name, with those addresses and scopes; a changed app asks again.
  const standing = consent !== null && consent.consentVersion === client.consentVersion ? consent.scope : [];
  const missing = asked.filter((scope) => !standing.includes(scope));
  if (missing.length > 0 || isPublic(client) || consent?.consentVersion !== client.consentVersion)
    return { step: "consent", missing };
  return { step: "answer" };
}
