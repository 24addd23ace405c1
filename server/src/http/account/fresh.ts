/** PO-03, ASVS 7.5.1 — dangerous acts ask that the person has proven who they are a short while ago. */
import type { Person, Session } from "../../accounts/ports.ts";
import { isFresh } from "../../accounts/sessions.ts";
import type { HttpContext } from "../context.ts";
import type { Browser } from "./browser.ts";

/** A browser in which somebody is signed in. */
export type SignedInBrowser = Browser & { person: Person; session: Session };

/** Thrown where somebody has to prove who they are first; the browser is sent to `location`, which leads back. */
export class ProveFirst extends Error {
  override readonly name = "ProveFirst";
  readonly location: string;
  constructor(location: string) {
    super("the person has to prove who they are");
    this.location = location;
  }
}

/** Lets through whoever is signed in. Throws ProveFirst; the browser comes back to `next`, a page (GET) of ours. */
export function requirePerson(
  context: HttpContext,
  browser: Browser,
  next: string,
): asserts browser is SignedInBrowser {
  if (browser.person === null || browser.session === null) throw new ProveFirst(to(context, "sign-in", next));
}

/**
 * Lets through whoever proved who they are within the setting `fresh_seconds`. Ask it when the page with the dangerous
 * form is shown and again when the form arrives: what was typed is lost when it is asked too late.
 */
export function requireFresh(
  context: HttpContext,
  browser: Browser,
  next: string,
): asserts browser is SignedInBrowser {
  requirePerson(context, browser, next);
  if (!isFresh(browser.session, context.freshMs, context.ports.clock.now()))
    throw new ProveFirst(to(context, "re-authenticate", next));
}

function to(context: HttpContext, page: "sign-in" | "re-authenticate", next: string): string {
  return `${context.base}/${page}?${new URLSearchParams({ next }).toString()}`;
}
