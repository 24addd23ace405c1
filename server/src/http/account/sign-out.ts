/** Sign-out: asked first, so that no other site can do it (UI-01), then done. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { renderConfirmSignOut } from "../../pages/account/confirm-sign-out.tsx";
import { renderSignedOut } from "../../pages/account/signed-out.tsx";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf, forgetBrowser } from "./browser.ts";
import { readFormBody } from "./form.ts";

const purpose = "sign-out";

export async function confirmSignOut(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  if (browser.person === null) return seeOther(reply, `${context.base}/signed-out`);
  const { name, username } = browser.person;
  return sendPage(
    reply,
    renderConfirmSignOut({
      context: pageContext(context, request, null),
      action: `${context.base}/sign-out`,
      csrf: formToken(context, browser.hash, purpose),
      person: { name, username },
    }),
  );
}

export async function signOut(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  proveSameSite(context, request, browser.hash, purpose, form.get("csrf"));
  await forgetBrowser(context, reply, browser);
  return seeOther(reply, `${context.base}/signed-out`);
}

export function signedOut(context: HttpContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPage(
    reply,
    renderSignedOut({ context: pageContext(context, request, null), signInPath: `${context.base}/sign-in` }),
  );
}
