/** Sign-in: the page, and the form it sends. Leads back to the request that waits, and nowhere else. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { signIn } from "../../accounts/sign-in.ts";
import { resume, type Resumed } from "../../oauth/authorize/pending.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { renderSignIn } from "../../pages/account/sign-in.tsx";
import type { SignInModel } from "../../pages/models.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../oauth/authorize.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf, keepBrowser, renewBrowser, type Browser } from "./browser.ts";
import { readFormBody, readQuery } from "./form.ts";
import { appView, pagePolicy, situate } from "./interaction.ts";

const purpose = "sign-in";

export async function showSignIn(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  const waiting = await waitingFor(context, browser, readQuery(request).get("pending"));
  if (!(await mustSignIn(context, browser, waiting))) return seeOther(reply, after(context, waiting));
  keepBrowser(context, reply, browser);
  const username = waiting?.pending.login_hint ?? browser.person?.username ?? "";
  return page(context, request, reply, browser, waiting, { username });
}

export async function submitSignIn(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  const waiting = await waitingFor(context, browser, form.get("pending"));
  // Signed in meanwhile, in another tab: the form is of before that. It signs nobody in, and has nothing left to ask.
  if (!(await mustSignIn(context, browser, waiting))) return seeOther(reply, after(context, waiting));
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  const username = form.get("username") ?? "";
  const password = form.get("password") ?? "";
  const result = await signIn({ username, password, address: request.ip }, context.accounts);
  if (result.outcome === "throttled") {
    void reply.code(429).header("retry-after", String(result.retryAfterSeconds));
    const problem = { problem: "throttled", retryAfterSeconds: result.retryAfterSeconds } as const;
    return page(context, request, reply, browser, waiting, { username, ...problem });
  }
  if (result.outcome === "refused") {
    void reply.code(username === "" || password === "" ? 400 : 401);
    const problem = username === "" || password === "" ? "missing" : "credentials";
    return page(context, request, reply, browser, waiting, { username, problem });
  }
  // A new id for the browser, and the waiting requests go with it: what an attacker planted is worth nothing now.
  const renewed = await renewBrowser(context, reply, browser, result.person);
  await context.ports.pending.rebind(browser.hash, renewed.hash);
  if (waiting !== null) void reply.header("content-security-policy", pagePolicy(waiting));
  return seeOther(reply, after(context, waiting));
}

/** Nobody is signed in, or what waits asks for a fresh proof or another person (OpenID Connect Core §3.1.2.1). */
async function mustSignIn(context: HttpContext, browser: Browser, waiting: Resumed | null): Promise<boolean> {
  if (browser.person === null) return true;
  return waiting !== null && (await situate(context, browser, waiting)).next.step === "sign_in";
}

function after(context: HttpContext, waiting: Resumed | null): string {
  return waiting === null
    ? `${context.base}/connected-apps`
    : `${context.base}/consent?pending=${waiting.pending.id}`;
}

async function waitingFor(
  context: HttpContext,
  browser: Browser,
  id: string | null,
): Promise<Resumed | null> {
  return id === null ? null : resume(id, browser.hash, context.ports);
}

function page(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: Browser,
  waiting: Resumed | null,
  state: Partial<Pick<SignInModel, "username" | "problem" | "retryAfterSeconds">>,
): FastifyReply {
  if (waiting !== null) void reply.header("content-security-policy", pagePolicy(waiting));
  return sendPage(
    reply,
    renderSignIn({
      context: pageContext(context, request, waiting?.pending.ui_locales ?? null),
      action: `${context.base}/sign-in`,
      csrf: formToken(context, browser.hash, purpose),
      pending: waiting?.pending.id ?? null,
      app: waiting === null ? null : appView(waiting),
      username: "",
      problem: null,
      retryAfterSeconds: null,
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
  const waiting = await waitingFor(context, browser, id);
  if (waiting === null) throw new Refusal("pending_gone");
  proveSameSite(context, request, browser.hash, `consent:${waiting.pending.id}`, form.get("csrf"));
  const renewed = await renewBrowser(context, reply, browser, null);
  await context.ports.pending.rebind(browser.hash, renewed.hash);
  return seeOther(reply, `${context.base}/sign-in?pending=${waiting.pending.id}`);
}
