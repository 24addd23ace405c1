/** RFC 6749 §4.1.2 — the answer to the app: a code, or a "no", at its matched target, with `state` and `iss` (RFC 9207). */
import { uuid7 } from "../../lib/random.ts";
import { answerLocation } from "../checks/redirect-uri.ts";
import type { Consent, Ports } from "../ports.ts";
import { Refusal, refusals } from "../refusals.ts";
import { newSecret, secretHash } from "../tokens/secret-token.ts";
import { AnsweredRefusal } from "./read.ts";
import type { Resumed } from "./pending.ts";

/** Who is signed in, and since when. */
export interface SignedIn {
  subject: string;
  authTime: number;
}

/** The person allowed it: consent and code are stored in one step, which one arrival wins. Answers the Location. */
export async function allow(resumed: Resumed, person: SignedIn, ports: Ports): Promise<string> {
  const { pending, client, target } = resumed;
  const now = ports.clock.now();
  const code = newSecret("ghc", client.environment, ports.random);
  const consent = consentFor(resumed, person, now, ports);
  const outcome = await ports.pending.take(pending.id, pending.browser, now, {
    consent,
    code: {
      hash: secretHash(code),
      client_id: client.client_id,
      subject: person.subject,
      consentId: consent.id,
      redirect_uri: pending.redirect_uri,
      scope: resumed.scope,
      resource: pending.resource,
      environment: client.environment,
      code_challenge: pending.code_challenge,
      code_challenge_method: pending.code_challenge_method,
      authTime: person.authTime,
      createdAt: now,
      expiresAt: now + client.policy.code_seconds * 1000,
    },
  });
  if (outcome === "gone") throw new Refusal("pending_gone");
  ports.report({ name: "code_issued", client_id: client.client_id, subject: person.subject });
  return answerLocation(target, [
    ["code", code],
    ["state", pending.state],
    ["iss", ports.issuer],
  ]);
}

/** What is allowed now; the store adds what this person allowed the same app before, and keeps the first id. */
function consentFor(
  { client, pending, scope }: Resumed,
  person: SignedIn,
  now: number,
  ports: Ports,
): Consent {
  return {
    id: uuid7(ports.clock, ports.random),
    subject: person.subject,
    client_id: client.client_id,
    resource: pending.resource,
    scope,
    consentVersion: client.consentVersion,
    createdAt: now,
    updatedAt: now,
  };
}

/** The person said no (RFC 6749 §4.1.2.1, access_denied). */
export async function deny(resumed: Resumed, ports: Ports): Promise<string> {
  const { pending, client, target } = resumed;
  const outcome = await ports.pending.take(pending.id, pending.browser, ports.clock.now(), null);
  if (outcome === "gone") throw new Refusal("pending_gone");
  ports.report({ name: "authorize_refused", client_id: client.client_id, refusal: "person_denied" });
  return refusedLocation(new AnsweredRefusal("person_denied", target, pending.state, client), ports);
}

/** RFC 6749 §4.1.2.1 — the Location that tells the app "no". */
export function refusedLocation(refused: AnsweredRefusal, ports: Pick<Ports, "issuer">): string {
  const row = refusals[refused.refusal];
  return answerLocation(refused.target, [
    ["error", row.error],
    ["error_description", row.sentence],
    ["state", refused.state],
    ["iss", ports.issuer],
  ]);
}
