/** OpenID Connect Core §3.1.2.1 — where whoever is signed in stands with a pending request: what they allowed before, and what comes next. */
import { readHint } from "../openid/logout.ts";
import { subjectFor } from "../openid/subject.ts";
import type { Consent, Ports } from "../ports.ts";
import type { SignedIn } from "./answer.ts";
import { nextStep, type NextStep } from "./next-step.ts";
import type { Resumed } from "./pending.ts";

export interface Standing {
  /** What this person allowed this client before, for this API. */
  consent: Consent | null;
  next: NextStep;
}

/** `signedIn` is null for a browser in which nobody is. */
export async function standingOf(
  { client, pending, scope, details }: Pick<Resumed, "client" | "pending" | "scope" | "details">,
  signedIn: SignedIn | null,
  ports: Ports,
): Promise<Standing> {
  const { openid, createdAt, resource } = pending;
  const consent =
    signedIn === null ? null : await ports.consents.find(signedIn.subject, client.client_id, resource);
  const { id_token_hint } = openid;
  const hint = signedIn === null || id_token_hint === null ? null : await readHint(id_token_hint, ports);
  const otherMeant =
    signedIn !== null && hint !== null && hint.subject !== subjectFor(signedIn.subject, client, ports);
  const next = nextStep({
    client,
    signedIn,
    asked: scope,
    details: details.length > 0,
    consent,
    openid,
    otherMeant,
    begunAt: createdAt,
    levels: ports.rules.acr_levels,
  });
  return { consent, next };
}
