/** RFC 6749 §4.1 in the test environment, without a browser: what the authorization endpoint answers once a simulated person decided. */
import type { By } from "../../lib/actor.ts";
import { sha256 } from "../../lib/hash.ts";
import { secretText } from "../../lib/random.ts";
import type { Parameters } from "../checks/parameters.ts";
import { PASSWORD_AMR } from "../openid/acr.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { allow, deny, refuse, refusedAnswer, type Answer, type SignedIn } from "./answer.ts";
import { begin, resume, returns } from "./pending.ts";
import { AnsweredRefusal, readAuthorization } from "./read.ts";
import { standingOf } from "./standing.ts";

/** The request is decided in the call that brings it. Milliseconds. */
const WAITS_MS = 60_000;

export interface HeadlessRequest {
  /** As the authorization endpoint would get them. */
  parameters: Parameters;
  /** A simulated person's id. */
  subject: string;
  decision: "allow" | "deny";
  /** Who decides in their place. */
  by: By;
}

/**
 * The answer to the app, a "no" included. Throws Refusal where a browser would see a page of ours. The way is the one that
 * a browser goes: it is read, waits, is read again, and is decided once. No live client can be let in so.
 */
export async function answerFor(request: HeadlessRequest, ports: Ports): Promise<Answer> {
  const { parameters, subject, decision, by } = request;
  try {
    const asked = await readAuthorization(parameters, ports);
    if (asked.client.environment !== "test") throw new Refusal("authorize_client_unknown");
    const browser = sha256(secretText(ports.random, 32));
    const pending = await begin(asked, browser, WAITS_MS, ports);
    const resumed = await resume(pending.id, browser, ports);
    if (!returns(resumed)) throw new Refusal("pending_gone");
    const person = signedInNow(subject, ports);
    const { next } = await standingOf(resumed, person, ports);
    if (next.step === "refuse") return await refuse(resumed, next.refusal, ports);
    // Somebody else is meant by id_token_hint, and cannot be fetched.
    if (next.step === "sign_in") return await refuse(resumed, "sign_in_needed", ports);
    return decision === "allow" ? await allow(resumed, person, null, ports, by) : await deny(resumed, ports);
  } catch (error) {
    if (!(error instanceof AnsweredRefusal)) throw error;
    const { client_id } = error.client;
    ports.report({ name: "authorize_refused", client_id, refusal: error.refusal });
    return refusedAnswer(error, ports);
  }
}

/** As if with a password, at this moment, in a session that ends with the request. */
function signedInNow(subject: string, { clock, random }: Ports): SignedIn {
  const now = clock.now();
  return {
    subject,
    authTime: now,
    amr: PASSWORD_AMR,
    sid: secretText(random, 16),
    sessionEndsAt: now + WAITS_MS,
  };
}
