/** RFC 6238, ASVS 6.5 — between the first proof and being signed in: the second factor, where the person has one. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { asksForCode, proveSecondFactor } from "../../accounts/second-factor.ts";
import { makeTicket, openTicket, useTicket } from "../../accounts/tickets.ts";
import { sha256 } from "../../lib/hash.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderSecondFactor } from "../../pages/account/two-step.tsx";
import type { SecondFactorModel } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { viaOf } from "../via.ts";
import { browserOf, type Browser, type SignedInNow } from "./browser.ts";
import { arriveAs, destinationOf, queryOf, setPagePolicy, type Destination } from "./destination.ts";
import { readFormBody, readQuery } from "./form.ts";
import { tellOfChange } from "./tell.ts";

const purpose = "second-factor";
const TICKET_MS = 5 * 60_000;

/**
 * The first proof was right, by `amr`: signed in, or the second factor is asked for, whichever way the person came,
 * unless they proved one on that way. The ticket says so, in this browser only.
 */
export async function enter(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  signedIn: SignedInNow,
  destination: Destination,
): Promise<FastifyReply> {
  const { accounts } = context;
  const { person, amr } = signedIn;
  if (amr.includes("mfa") || !(await asksForCode(person.id, accounts)))
    return arriveAs(context, request, reply, browser, signedIn, destination);
  const password = signedIn.passwordHash === undefined ? null : sha256(signedIn.passwordHash);
  const proven = { subject: person.id, amr, password };
  const ticket = makeTicket("second factor", browser.hash, proven, TICKET_MS, accounts);
  const query = new URLSearchParams(queryOf(destination));
  query.set("ticket", ticket);
  return seeOther(reply, `${context.base}/sign-in/code?${query.toString()}`);
}

export async function showSecondFactor(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const query = readQuery(request);
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, query);
  const ticket = query.get("ticket");
  if (openTicket("second factor", browser.hash, ticket, context.accounts) === null)
    throw new Refusal("proof_gone");
  return page(context, request, reply, browser, destination, ticket ?? "", {});
}

export async function submitSecondFactor(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, form);
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  const { accounts } = context;
  const text = form.get("ticket");
  const ticket = openTicket("second factor", browser.hash, text, accounts);
  const person = ticket === null ? null : await accounts.people.find(String(ticket.data["subject"]));
  if (ticket === null || person === null || person.disabledAt !== null) throw new Refusal("proof_gone");
  // The password that the ticket stands for was changed meanwhile; null where the first proof was none.
  const password = ticket.data["password"];
  if (password !== null && password !== sha256(person.passwordHash)) throw new Refusal("proof_gone");
  const code = form.get("code");
  if (code === null) {
    void reply.code(400);
    return page(context, request, reply, browser, destination, text ?? "", { problem: "missing" });
  }
  const result = await proveSecondFactor(person.id, code, viaOf(request), accounts);
  if (result.outcome === "throttled") {
    void reply.code(429).header("retry-after", String(result.retryAfterSeconds));
    const problem = { problem: "throttled", retryAfterSeconds: result.retryAfterSeconds } as const;
    return page(context, request, reply, browser, destination, text ?? "", problem);
  }
  if (result.outcome === "refused") {
    void reply.code(401);
    return page(context, request, reply, browser, destination, text ?? "", { problem: "credentials" });
  }
  if (!(await useTicket("second factor", ticket, accounts))) throw new Refusal("proof_gone");
  if (result.by === "recovery") await tellOfChange(context, request, person.email, "recovery");
  const amr = [...new Set([...(ticket.data["amr"] as readonly string[]), "otp", "mfa"])];
  const signedIn = { person, amr, ...(password === null ? {} : { passwordHash: person.passwordHash }) };
  return arriveAs(context, request, reply, browser, signedIn, destination);
}

function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  destination: Destination,
  ticket: string,
  state: Partial<Pick<SecondFactorModel, "problem" | "retryAfterSeconds">>,
): FastifyReply {
  const { waiting, next } = destination;
  setPagePolicy(reply, destination);
  return sendPage(
    reply,
    renderSecondFactor({
      context: pageContext(context, request, waiting?.pending.ui_locales ?? null),
      action: `${context.base}/sign-in/code`,
      csrf: formToken(context, browser.hash, purpose),
      ticket,
      pending: waiting?.pending.id ?? null,
      next,
      problem: null,
      retryAfterSeconds: null,
      ...state,
    }),
  );
}
