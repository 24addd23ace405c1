/** PO-03, ASVS 7.5.1 — before a dangerous act a person who is signed in proves again who they are, and comes back to it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { signIn } from "../../accounts/sign-in.ts";
import { renderReAuthenticate } from "../../pages/account/re-authenticate.tsx";
import type { ReAuthenticateModel } from "../../pages/models/account.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf } from "./browser.ts";
import { arriveAs, destinationOf, pathTo, type Destination } from "./destination.ts";
import { readFormBody, readQuery } from "./form.ts";
import { requirePerson, type SignedInBrowser } from "./fresh.ts";

const purpose = "re-authenticate";

export async function showReAuthenticate(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, readQuery(request));
  requirePerson(context, browser, pathTo(context, destination));
  return page(context, request, reply, browser, destination, {});
}

export async function submitReAuthenticate(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, form);
  requirePerson(context, browser, pathTo(context, destination));
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  const password = form.get("password") ?? "";
  // The name is the session's and never the form's, and failures count where those of sign-in do.
  const attempt = { username: browser.person.username, password, address: request.ip };
  const result = await signIn(attempt, context.accounts);
  if (result.outcome === "throttled") {
    void reply.code(429).header("retry-after", String(result.retryAfterSeconds));
    const problem = { problem: "throttled", retryAfterSeconds: result.retryAfterSeconds } as const;
    return page(context, request, reply, browser, destination, problem);
  }
  if (result.outcome === "refused") {
    void reply.code(password === "" ? 400 : 401);
    const problem = password === "" ? "missing" : "credentials";
    return page(context, request, reply, browser, destination, { problem });
  }
  const signedIn = { person: result.person, amr: ["pwd"] };
  return arriveAs(context, request, reply, browser, signedIn, destination);
}

function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  { next }: Destination,
  state: Partial<Pick<ReAuthenticateModel, "problem" | "retryAfterSeconds">>,
): FastifyReply {
  const { name, username } = browser.person;
  return sendPage(
    reply,
    renderReAuthenticate({
      context: pageContext(context, request, null),
      action: `${context.base}/re-authenticate`,
      csrf: formToken(context, browser.hash, purpose),
      next,
      person: { name, username },
      problem: null,
      retryAfterSeconds: null,
      ...state,
    }),
  );
}
