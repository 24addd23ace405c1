/** RFC 6749 §4.1 — every arrival of a browser with a pending request: where it stands, and what comes next. */
import type { FastifyRequest } from "fastify";
import { sha256 } from "../../lib/hash.ts";
import type { SignedIn } from "../../oauth/authorize/answer.ts";
import type { NextStep } from "../../oauth/authorize/next-step.ts";
import { resume, returns, type Resumed } from "../../oauth/authorize/pending.ts";
import { standingOf } from "../../oauth/authorize/standing.ts";
import { inQuarantine, type Client } from "../../oauth/clients/client.ts";
import { originOf, type RedirectTarget } from "../../oauth/checks/redirect-uri.ts";
import { PASSWORD_AMR } from "../../oauth/openid/acr.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { Consent } from "../../oauth/ports.ts";
import type { AppView } from "../../pages/models.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy, formTarget } from "../headers.ts";
import { browserOf, type Browser } from "./browser.ts";

export interface Arrival {
  browser: Browser;
  resumed: Resumed;
  consent: Consent | null;
  next: NextStep;
}

/** Throws `pending_gone` when the request has ended or belongs to another browser. */
export async function arrive(
  context: HttpContext,
  request: FastifyRequest,
  id: string | null,
): Promise<Arrival> {
  if (id === null) throw new Refusal("pending_gone");
  const browser = await browserOf(context, request);
  const resumed = await resume(id, browser.hash, context.ports);
  return situate(context, browser, resumed);
}

/** Where this browser stands with a request that it may continue. */
export async function situate(context: HttpContext, browser: Browser, resumed: Resumed): Promise<Arrival> {
  return { browser, resumed, ...(await standingOf(resumed, signedInIn(browser), context.ports)) };
}

/** Who is signed in in this browser, since when, and the session's name for logout tokens. */
export function signedInIn({ person, session }: Browser): SignedIn | null {
  if (person === null || session === null) return null;
  const { hash, authTime, createdAt, expiresAt, amr, sid } = session;
  return {
    subject: person.id,
    authTime: authTime ?? createdAt,
    // Where nobody wrote it down it was a password.
    amr: amr.length === 0 ? PASSWORD_AMR : amr,
    // A session of before it had a name of its own is named after its digest.
    sid: sid ?? sha256(`sid ${hash}`),
    sessionEndsAt: expiresAt,
  };
}

/** The app as a person sees it. */
export function appView({ client, target }: Resumed): AppView {
  return {
    name: client.client_name,
    organisation: inQuarantine(client) ? hostOf(client, target) : client.organisation.name,
    verified: client.organisation.verified && !inQuarantine(client),
    environment: client.environment,
    ...papersOf(client),
  };
}

/** OpenID Connect Registration §2: what it registered for people to read; https was proven then. */
function papersOf({ registration }: Client): Pick<AppView, "policyUri" | "termsUri"> {
  const { policy_uri, tos_uri } = registration?.members ?? {};
  return {
    ...(typeof policy_uri === "string" ? { policyUri: policy_uri } : {}),
    ...(typeof tos_uri === "string" ? { termsUri: tos_uri } : {}),
  };
}

/** Whoever nobody here knows is named by what can be checked: the host of its document, or where its answers go. */
function hostOf(client: Client, target: RedirectTarget | null): string {
  if (client.registration?.kind === "document") return new URL(client.client_id).host;
  // On a device it goes nowhere, and then nothing about it can be checked.
  return target === null ? client.client_id : originOf(target);
}

/** The CSP of a page whose form leads, in the end, back to the app, if it came in the browser. */
export function pagePolicy(resumed: Resumed, script: "none" | "own" = "none"): string {
  return contentSecurityPolicy(returns(resumed) ? [formTarget(resumed.target.uri)] : [], script);
}
