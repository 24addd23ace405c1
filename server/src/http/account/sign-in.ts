/** Sign-in: the page, and the form it sends. Leads back to the request that waits or to a page of ours, and nowhere else. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { signIn } from "../../accounts/sign-in.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { resume } from "../../oauth/authorize/pending.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderSignIn } from "../../pages/account/sign-in.tsx";
import type { SignInModel } from "../../pages/models.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf, keepBrowser, resetBrowser, type Browser } from "./browser.ts";
import { destinationOf, pathTo, queryOf, setPagePolicy, type Destination } from "./destination.ts";
import { federatedWays, referenceOf } from "./federated.ts";
import { mayBegin } from "./email-proofs.ts";
import { passkeyQuestion } from "./passkey-sign-in.ts";
import { enter } from "./second-factor.ts";
import { readFormBody, readQuery } from "./form.ts";
import { appView, situate } from "./interaction.ts";

/** Of the forms of this page, the passkey's included. */
export const purpose = "sign-in";

export async function showSignIn(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  const query = readQuery(request);
  const destination = await destinationOf(context, browser, query);
  if (!(await mustSignIn(context, browser, destination)))
    return seeOther(reply, pathTo(context, destination));
  keepBrowser(context, reply, browser);
  const username = destination.waiting?.pending.login_hint ?? browser.person?.username ?? "";
  const justReset = query.get("reset") === "done";
  const problem = failedWay(query);
  const reference = referenceOf(query);
  return page(context, request, reply, browser, destination, { username, justReset, problem, reference });
}

export async function submitSignIn(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const destination = await destinationOf(context, browser, form);
  // Signed in meanwhile, in another tab: the form is of before that. It signs nobody in, and has nothing left to ask.
  if (!(await mustSignIn(context, browser, destination)))
    return seeOther(reply, pathTo(context, destination));
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  const username = form.get("username") ?? "";
  const password = form.get("password") ?? "";
  const result = await signIn({ username, password, address: request.ip }, context.accounts);
  if (result.outcome === "throttled") {
    void reply.code(429).header("retry-after", String(result.retryAfterSeconds));
    const problem = { problem: "throttled", retryAfterSeconds: result.retryAfterSeconds } as const;
    return page(context, request, reply, browser, destination, { username, ...problem });
  }
  if (result.outcome === "refused") {
    void reply.code(username === "" || password === "" ? 400 : 401);
    const problem = username === "" || password === "" ? "missing" : "credentials";
    return page(context, request, reply, browser, destination, { username, problem });
  }
  const { person } = result;
  const signedIn = { person, amr: ["pwd"], passwordHash: person.passwordHash };
  return enter(context, request, reply, browser, signedIn, destination);
}

/** Another way of this page did not work, and led back here. */
function failedWay(query: Parameters): "credentials" | "passkey" | "federated" | null {
  if (query.get("password") === "failed") return "credentials";
  if (query.get("federated") === "failed") return "federated";
  return query.get("passkey") === "failed" ? "passkey" : null;
}

/** Nobody is signed in, or what waits asks for a fresh proof or another person (OpenID Connect Core §3.1.2.1). */
export async function mustSignIn(
  context: HttpContext,
  browser: Browser,
  { waiting }: Destination,
): Promise<boolean> {
  if (browser.person === null) return true;
  return waiting !== null && (await situate(context, browser, waiting)).next.step === "sign_in";
}

/** A page beside sign-in that leads to the same destination in the end. */
function aside(context: HttpContext, path: string, destination: Destination): string {
  const query = queryOf(destination);
  return `${context.base}${path}${query === "" ? "" : `?${query}`}`;
}

async function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  destination: Destination,
  state: Partial<Pick<SignInModel, "username" | "problem" | "reference" | "retryAfterSeconds" | "justReset">>,
): Promise<FastifyReply> {
  const { waiting, next } = destination;
  const passkey = await passkeyQuestion(context, browser, "/sign-in/passkey");
  setPagePolicy(reply, destination, passkey === null ? "none" : "own");
  return sendPage(
    reply,
    renderSignIn({
      context: pageContext(context, request, waiting?.pending.ui_locales ?? null),
      action: `${context.base}/sign-in`,
      csrf: formToken(context, browser.hash, purpose),
      pending: waiting?.pending.id ?? null,
      next,
      app: waiting === null ? null : appView(waiting),
      username: "",
      problem: null,
      reference: null,
      retryAfterSeconds: null,
      passkey,
      federated: federatedWays(context, destination),
      signUpPath: mayBegin(context) ? aside(context, "/sign-up", destination) : null,
      resetPath: context.mail === null ? null : aside(context, "/reset", destination),
      justReset: false,
      ...state,
    }),
  );
}

/** "Use another account": this browser forgets who was signed in, the waiting request stays. */
export async function switchAccount(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const id = form.get("pending");
  const browser = await browserOf(context, request);
  if (id === null) throw new Refusal("pending_gone");
  const waiting = await resume(id, browser.hash, context.ports);
  proveSameSite(context, request, browser.hash, `consent:${waiting.pending.id}`, form.get("csrf"));
  const renewed = await resetBrowser(context, reply, browser);
  await context.ports.pending.rebind(browser.hash, renewed.hash);
  return seeOther(reply, `${context.base}/sign-in?pending=${waiting.pending.id}`);
}
