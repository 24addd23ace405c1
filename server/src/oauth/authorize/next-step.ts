/** RFC 6749 §4.1, OpenID Connect Core §3.1.2.3 — what happens next with a pending request. Every arrival asks this one function. */
import { inQuarantine, isPublic, type Client } from "../clients/client.ts";
import { possible, satisfies } from "../openid/acr.ts";
import type { OpenIdRequest } from "../openid/request.ts";
import type { Consent } from "../ports.ts";
import type { RefusalName } from "../refusals.ts";

/** Times in milliseconds since the epoch. */
export interface Situation {
  client: Client;
  /** Who is signed in in this browser, and since when. */
  signedIn: { subject: string; authTime: number; amr: readonly string[] } | null;
  asked: readonly string[];
  /** Whether it asks for details, too: they are values, and decided on each time (RFC 9396 §12.2). */
  details: boolean;
  /** What this person allowed this client before, for this API. */
  consent: Consent | null;
  openid: OpenIdRequest;
  /** Whether an id_token_hint names somebody else than who is signed in. */
  otherMeant: boolean;
  /** When the request came. */
  begunAt: number;
  /** The names of the levels of sign-in, the weakest first. */
  levels: readonly string[];
}

export type NextStep =
  | { step: "sign_in" }
  /** `missing`: the scopes that this person has not allowed before. */
  | { step: "consent"; missing: readonly string[] }
  /** The app is told "no" without asking anybody (prompt=none). */
  | { step: "refuse"; refusal: RefusalName }
  /** All of it was allowed before: the code may be issued at once. */
  | { step: "answer" };

/** Pure. A public client asks every time, because anybody can take its name (RFC 8252 §8.6, RFC 6749 §10.2). */
export function nextStep(situation: Situation): NextStep {
  const { client, asked, consent, openid } = situation;
  const silent = openid.prompt.includes("none");
  const unmet: NextStep = { step: "refuse", refusal: "acr_unmet" };
  const must = openid.acr?.essential === true ? openid.acr : null;
  if (must !== null && !possible(must, situation.levels)) return unmet;
  if (needsSignIn(situation))
    return silent ? { step: "refuse", refusal: "sign_in_needed" } : { step: "sign_in" };
  // Asked a moment ago, this person has nothing better: without the app's word that nothing else will do, it gets that.
  if (must !== null && !satisfies(must, situation.signedIn?.amr ?? [], situation.levels)) return unmet;
  // A consent was given to an app of that name, with those addresses and scopes; a changed app asks again.
  const standing = consent !== null && consent.consentVersion === client.consentVersion ? consent.scope : [];
  const missing = asked.filter((scope) => !standing.includes(scope));
  const ask =
    missing.length > 0 ||
    situation.details ||
    isPublic(client) ||
    inQuarantine(client) ||
    // What was allowed with limits is no permission without them.
    consent?.limits != null ||
    consent?.consentVersion !== client.consentVersion ||
    openid.prompt.includes("consent");
  if (!ask) return { step: "answer" };
  return silent ? { step: "refuse", refusal: "consent_needed" } : { step: "consent", missing };
}

/** Core §3.1.2.1: nobody is here, somebody else is meant, or the proof is too old for what was asked. */
function needsSignIn({ client, signedIn, openid, otherMeant, begunAt, levels }: Situation): boolean {
  if (signedIn === null || otherMeant) return true;
  // Whoever signed in after the request came has done what these ask for.
  if (signedIn.authTime >= begunAt) return false;
  if (openid.prompt.includes("login") || openid.prompt.includes("select_account")) return true;
  const max_age = openid.max_age ?? client.metadata.default_max_age ?? null;
  if (max_age !== null && begunAt - signedIn.authTime > max_age * 1000) return true;
  // RFC 9470 §5: a level that does not exist here is a wish that nobody can grant.
  const { acr } = openid;
  return acr !== null && possible(acr, levels) && !satisfies(acr, signedIn.amr, levels);
}
