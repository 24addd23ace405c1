/** RFC 6749 §4.1.2 — the answer to the app: a code, or a "no", at its matched target, with `state` and `iss` (RFC 9207). */
import { permitFor } from "../agents/permit.ts";
import { detailsWithin, scopeWithin, type Limits } from "../agents/limits.ts";
import type { By } from "../../lib/actor.ts";
import { uuid7 } from "../../lib/random.ts";
import { answerLocation, type RedirectTarget } from "../checks/redirect-uri.ts";
import { acrFor } from "../openid/acr.ts";
import type { Authentication } from "../openid/id-token.ts";
import type { OpenIdRequest, ResponseMode } from "../openid/request.ts";
import type { Client } from "../clients/client.ts";
import { OPENID } from "../openid/scopes.ts";
import type { Consent, Ports, SessionTie } from "../ports.ts";
import { Refusal, refusals, type RefusalName } from "../refusals.ts";
import { newSecret, secretHash } from "../tokens/secret-token.ts";
import { AnsweredRefusal } from "./read.ts";
import type { Resumed, Returning } from "./pending.ts";

/** Who is signed in, since when, by what proof (RFC 8176 `amr`), and in which browser session (OpenID Connect `sid`). */
export interface SignedIn {
  subject: string;
  authTime: number;
  amr: readonly string[];
  sid: string;
  /** The latest end of that session. Milliseconds. */
  sessionEndsAt: number;
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
export async function allow(
  resumed: Returning,
  person: SignedIn,
  limits: Limits | null,
  ports: Ports,
  /** Who decided, when it was not the person. */
  by: By | null = null,
): Promise<Answer> {
  const { pending, client, target, resource } = resumed;
  const now = ports.clock.now();
  const code = newSecret("ghc", client.environment, ports);
  const scope = scopeWithin(limits, resumed.scope, resource);
  const consent = consentFor(resumed, person, limits, now, ports);
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
        scope,
        resource: pending.resource,
        environment: client.environment,
        code_challenge: pending.code_challenge,
        code_challenge_method: pending.code_challenge_method,
        authTime: person.authTime,
        authentication: authenticationFor(pending.openid, person, ports),
        dpop_jkt: pending.dpop_jkt,
        authorization_details: detailsWithin(limits, resumed.details),
        limits,
        createdAt: now,
        expiresAt: now + client.policy.code_seconds * 1000,
      },
      session: tieOf(client, scope, person),
      permit: permitFor(limits, client, scope, pending.resource, now),
      ...(by === null ? {} : { by }),
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

/** Null when the end of the session means nothing to this app: most never hear of it. */
function tieOf(
  client: Client,
  scope: readonly string[],
  { sid, sessionEndsAt }: SignedIn,
): SessionTie | null {
  // Whoever has no ID token has never heard of the session (Back-Channel Logout §2.1).
  const notified = client.metadata.backchannel_logout_uri !== undefined && scope.includes(OPENID);
  const endsTokens = client.policy.tokens_end_with_session;
  return notified || endsTokens ? { sid, notified, endsTokens, expiresAt: sessionEndsAt } : null;
}

/** What the tokens of this sign-in will say of it (Core §2, RFC 9470 §5). */
export function authenticationFor(
  { nonce, claims, acr }: OpenIdRequest,
  { sid, amr }: SignedIn,
  { rules }: Pick<Ports, "rules">,
): Authentication {
  return { nonce, claims, sid, amr, acr: acrFor(acr, amr, rules.acr_levels) };
}

/** What is allowed now; the store adds what this person allowed the same app before, and keeps the first id. */
export function consentFor(
  { client, pending, resource, scope }: Resumed,
  person: SignedIn,
  limits: Limits | null,
  now: number,
  ports: Ports,
): Consent {
  return {
    id: uuid7(ports.clock, ports.random),
    subject: person.subject,
    client_id: client.client_id,
    resource: pending.resource,
    scope: scopeWithin(limits, scope, resource),
    consentVersion: client.consentVersion,
    limits,
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
