/** RFC 6749 §4.1.2 — the answer to the app: a code, or a "no", at its matched target, with `state` and `iss` (RFC 9207). */
import { uuid7 } from "../../lib/random.ts";
import { answerLocation, type RedirectTarget } from "../checks/redirect-uri.ts";
import type { ResponseMode } from "../openid/request.ts";
import { OPENID } from "../openid/scopes.ts";
import type { Consent, Ports } from "../ports.ts";
import { Refusal, refusals, type RefusalName } from "../refusals.ts";
import { newSecret, secretHash } from "../tokens/secret-token.ts";
import { AnsweredRefusal } from "./read.ts";
import type { Resumed, Returning } from "./pending.ts";

/** Who is signed in, since when, and in which browser session (OpenID Connect `sid`). */
export interface SignedIn {
  subject: string;
  authTime: number;
  sid: string;
}

/** What the app is told, where, and how. */
export interface Answer {
  target: RedirectTarget;
  response_mode: ResponseMode;
  parameters: readonly (readonly [string, string])[];
}

/** RFC 6749 §4.1.2 — the Location of an answer in the query. */
export function locationOf(answer: Answer): string {
  return answerLocation(answer.target, answer.parameters);
}

/** The person allowed it: consent and code are stored in one step, which one arrival wins. */
export async function allow(resumed: Returning, person: SignedIn, ports: Ports): Promise<Answer> {
  const { pending, client, target } = resumed;
  const now = ports.clock.now();
  const code = newSecret("ghc", client.environment, ports.random);
  const consent = consentFor(resumed, person, now, ports);
  const outcome = await ports.pending.take(
    pending.id,
    pending.browser,
    now,
    {
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
        authentication: resumed.scope.includes(OPENID)
          ? { nonce: pending.openid.nonce, claims: pending.openid.claims, sid: person.sid }
          : null,
        dpop_jkt: pending.dpop_jkt,
        createdAt: now,
        expiresAt: now + client.policy.code_seconds * 1000,
      },
    },
    ports.via,
  );
  if (outcome === "gone") throw new Refusal("pending_gone");
  ports.report({ name: "code_issued", client_id: client.client_id, subject: person.subject });
  const parameters = sent([
    ["code", code],
    ["state", pending.state],
    ["iss", ports.issuer],
  ]);
  return { target, response_mode: pending.response_mode, parameters };
}

/** What is allowed now; the store adds what this person allowed the same app before, and keeps the first id. */
export function consentFor(
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
export function deny(resumed: Returning, ports: Ports): Promise<Answer> {
  return refuse(resumed, "person_denied", ports);
}

/** Ends a pending request with a "no" to the app; one arrival wins. */
export async function refuse(resumed: Returning, refusal: RefusalName, ports: Ports): Promise<Answer> {
  const { pending, client, target } = resumed;
  const outcome = await ports.pending.take(pending.id, pending.browser, ports.clock.now(), null);
  if (outcome === "gone") throw new Refusal("pending_gone");
  ports.report({ name: "authorize_refused", client_id: client.client_id, refusal });
  return refusedAnswer(
    new AnsweredRefusal(refusal, target, pending.state, client, pending.response_mode),
    ports,
  );
}

/** RFC 6749 §4.1.2.1 — what tells the app "no". */
export function refusedAnswer(refused: AnsweredRefusal, ports: Pick<Ports, "issuer">): Answer {
  const row = refusals[refused.refusal];
  const parameters = sent([
    ["error", row.error],
    ["error_description", row.sentence],
    ["state", refused.state],
    ["iss", ports.issuer],
  ]);
  return { target: refused.target, response_mode: refused.response_mode, parameters };
}

function sent(pairs: readonly (readonly [string, string | null])[]): readonly (readonly [string, string])[] {
  return pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null);
}
