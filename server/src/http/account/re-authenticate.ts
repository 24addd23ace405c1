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
import { destinationOf, pathTo, setPagePolicy, type Destination } from "./destination.ts";
import { referenceOf, waysOf } from "./federated.ts";
import { passkeyQuestion } from "./passkey-sign-in.ts";
import { enter } from "./second-factor.ts";
import { readFormBody, readQuery } from "./form.ts";
import { requirePerson, type SignedInBrowser } from "./fresh.ts";

/** Of the forms of this page, the passkey's included. */
export const purpose = "re-authenticate";

export async function showReAuthenticate(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, readQuery(request));
  requirePerson(context, browser, pathTo(context, destination));
  const query = readQuery(request);
  const failed = (["passkey", "federated"] as const).find((way) => query.get(way) === "failed") ?? null;
  return page(context, request, reply, browser, destination, {
    problem: failed,
    reference: referenceOf(query),
  });
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
  const { person } = result;
  const signedIn = { person, amr: ["pwd"], passwordHash: person.passwordHash };
  return enter(context, request, reply, browser, signedIn, destination);
}

async function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  destination: Destination,
  state: Partial<Pick<ReAuthenticateModel, "problem" | "reference" | "retryAfterSeconds">>,
): Promise<FastifyReply> {
  const { next } = destination;
  const { name, username } = browser.person;
  const has = (await context.accounts.passkeys.list(browser.person.id)).length > 0;
  const passkey = has ? await passkeyQuestion(context, browser, "/re-authenticate/passkey") : null;
  setPagePolicy(reply, { waiting: null, next }, passkey === null ? "none" : "own");
  return sendPage(
    reply,
    renderReAuthenticate({
      context: pageContext(context, request, null),
      action: `${context.base}/re-authenticate`,
      csrf: formToken(context, browser.hash, purpose),
      next,
      person: { name, username },
      problem: null,
      reference: null,
      retryAfterSeconds: null,
      federated: await waysOf(context, browser.person.id, destination),
      passkey,
      ...state,
    }),
  );
}
