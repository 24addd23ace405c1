/** Where a browser goes once its person is known: back to the request that waits, to a page of ours, or to the person's apps. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { readForm, type Parameters } from "../../oauth/checks/parameters.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { resume, type Resumed } from "../../oauth/authorize/pending.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy } from "../headers.ts";
import { seeOther } from "../see-other.ts";
import { ownPath } from "../own-path.ts";
import { renewBrowser, type Browser, type SignedInNow } from "./browser.ts";
import { ProveFirst } from "./fresh.ts";
import { pagePolicy } from "./interaction.ts";

export interface Destination {
  /** The authorization request that waits in this browser. */
  waiting: Resumed | null;
  /** A path of ours, already checked. */
  next: string | null;
}

/** Reads `pending` and `next`. Throws `pending_gone` when the request has ended or belongs to another browser. */
export async function destinationOf(
  context: HttpContext,
  browser: Browser,
  parameters: Parameters,
): Promise<Destination> {
  const id = parameters.get("pending");
  return {
    waiting: id === null ? null : await resume(id, browser.hash, context.ports),
    next: ownPath(context, parameters.get("next")),
  };
}

/** The path it means. */
export function pathTo(context: HttpContext, { waiting, next }: Destination): string {
  if (waiting !== null) return `${context.base}/consent?pending=${waiting.pending.id}`;
  return next ?? `${context.base}/connected-apps`;
}

/** The destination as a query of ours, to be carried on or kept; empty for the usual one. */
export function queryOf({ waiting, next }: Destination): string {
  const query = new URLSearchParams();
  if (waiting !== null) query.set("pending", waiting.pending.id);
  if (next !== null) query.set("next", next);
  return query.toString();
}

/** A destination that was kept. What waited may have ended meanwhile, or wait in another browser: then it is the usual one. */
export async function destinationKept(
  context: HttpContext,
  browser: Browser,
  query: string | null,
): Promise<Destination> {
  try {
    return await destinationOf(context, browser, readForm(query ?? "", "malformed_query"));
  } catch (error) {
    if (error instanceof Refusal) return { waiting: null, next: null };
    throw error;
  }
}

/**
 * The person has proven who they are: a new id for the browser, and the waiting requests go with
 * it, so that what an attacker planted is worth nothing now. Throws ProveFirst when the password was changed meanwhile.
 */
export async function arriveAs(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  signedIn: SignedInNow,
  destination: Destination,
): Promise<FastifyReply> {
  const renewed = await renewBrowser(context, request, reply, browser, signedIn);
  if (renewed === null) {
    const query = new URLSearchParams(queryOf(destination));
    query.set("password", "failed");
    throw new ProveFirst(`${context.base}/sign-in?${query.toString()}`);
  }
  setPagePolicy(reply, destination);
  return seeOther(reply, pathTo(context, destination));
}

/** A form whose answer may lead back to an app must be allowed to (interaction.ts), and a script of ours to run. */
export function setPagePolicy(
  reply: FastifyReply,
  { waiting }: Destination,
  script: "none" | "own" = "none",
): void {
  const policy = waiting === null ? contentSecurityPolicy([], script) : pagePolicy(waiting, script);
  void reply.header("content-security-policy", policy);
}
