/** PO-03, RFC 6238 — codes from an app: set up, renewed and turned off by whoever proved lately who they are. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { beginTwoStep, confirmTwoStep, renewRecovery, waitingSecret } from "../../accounts/second-factor.ts";
import { byPerson } from "../../lib/actor.ts";
import { renderRecoveryCodes, renderTwoStepSetup } from "../../pages/account/two-step.tsx";
import type { HttpContext } from "../context.ts";
import { formToken } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { companyOf, pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { viaOf } from "../via.ts";
import { browserOf } from "./browser.ts";
import { requireFresh, type SignedInBrowser } from "./fresh.ts";
import { purpose, readSecurityForm, securityPath } from "./security.ts";
import { tellOfChange } from "./tell.ts";

const setupPath = (context: HttpContext): string => `${context.base}/account/two-step`;

export async function beginCodes(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const begun = await beginTwoStep(browser.person.id, context.accounts);
  return seeOther(reply, begun ? setupPath(context) : securityPath(context));
}

export async function showSetup(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  requireFresh(context, browser, securityPath(context));
  return setupPage(context, request, reply, browser, false);
}

export async function confirmCodes(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser, form } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const { person, session } = browser;
  const { accounts } = context;
  const codes = await confirmTwoStep(person.id, form.get("code") ?? "", viaOf(request), accounts);
  if (codes === null) {
    void reply.code(400);
    return setupPage(context, request, reply, browser, true);
  }
  // Whoever is signed in elsewhere did not prove the second factor.
  await accounts.sessions.endOthers(person.id, session.hash, byPerson(person.id, viaOf(request)));
  await tellOfChange(context, request, person.email, "twoStepOn");
  return recoveryPage(context, request, reply, codes);
}

export async function renewCodes(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const codes = await renewRecovery(browser.person.id, viaOf(request), context.accounts);
  if (codes === null) return seeOther(reply, securityPath(context));
  await tellOfChange(context, request, browser.person.email, "recoveryMade");
  return recoveryPage(context, request, reply, codes);
}

export async function endCodes(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { browser } = await readSecurityForm(context, request);
  requireFresh(context, browser, securityPath(context));
  const { id, email } = browser.person;
  if (await context.accounts.secondFactors.remove(id, byPerson(id, viaOf(request))))
    await tellOfChange(context, request, email, "twoStepOff");
  return seeOther(reply, securityPath(context, "?saved=1"));
}

async function setupPage(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  browser: SignedInBrowser,
  wrong: boolean,
): Promise<FastifyReply> {
  const waiting = await waitingSecret(browser.person, companyOf(context, request), context.accounts);
  if (waiting === null) return seeOther(reply, securityPath(context));
  return sendPage(
    reply,
    renderTwoStepSetup({
      context: pageContext(context, request, null),
      action: setupPath(context),
      csrf: formToken(context, browser.hash, purpose),
      ...waiting,
      wrong,
    }),
  );
}

/** The answer itself, and no page that could be opened again: it is shown once. */
function recoveryPage(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  codes: readonly string[],
): FastifyReply {
  return sendPage(
    reply,
    renderRecoveryCodes({
      context: pageContext(context, request, null),
      codes,
      donePath: securityPath(context),
    }),
  );
}
