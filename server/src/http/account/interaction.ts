/** RFC 6749 §4.1 — every arrival of a browser with a pending request: where it stands, and what comes next. */
import type { FastifyRequest } from "fastify";
import { nextStep, type NextStep } from "../../oauth/authorize/next-step.ts";
import { resume, type Resumed } from "../../oauth/authorize/pending.ts";
import { originOf } from "../../oauth/checks/redirect-uri.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { Consent } from "../../oauth/ports.ts";
import type { AppView } from "../../pages/models.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy } from "../headers.ts";
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
  const subject = browser.person?.id ?? null;
  const { client, pending } = resumed;
  const consent =
    subject === null ? null : await context.ports.consents.find(subject, client.client_id, pending.resource);
  return { browser, resumed, consent, next: nextStep({ client, subject, asked: resumed.scope, consent }) };
}

/** The app as a person sees it. */
export function appView({ client }: Resumed): AppView {
  return {
    name: client.client_name,
    organisation: client.organisation.name,
    verified: client.organisation.verified,
    environment: client.environment,
  };
}

/** The CSP of a page whose form leads, in the end, back to the app. */
export function pagePolicy(resumed: Resumed): string {
  return contentSecurityPolicy([originOf(resumed.target)]);
}
