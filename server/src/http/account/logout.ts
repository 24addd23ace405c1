/** OpenID Connect RP-Initiated Logout 1.0 — an app sends the person here to sign out; asked first, unless the app proves who it means. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { readForm } from "../../oauth/checks/parameters.ts";
import { readLogout } from "../../oauth/openid/logout.ts";
import { subjectFor } from "../../oauth/openid/subject.ts";
import type { HttpContext } from "../context.ts";
import { bodyBytes } from "../endpoint-request.ts";
import { seeOther } from "../see-other.ts";
import { browserOf, forgetBrowser } from "./browser.ts";
import { readQuery, strictText } from "./form.ts";

export async function logout(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const parameters =
    request.method === "POST"
      ? readForm(strictText(bodyBytes(request)), "malformed_form")
      : readQuery(request);
  const asked = await readLogout(parameters, context.ports);
  const browser = await browserOf(context, request);
  const away = asked.target ?? `${context.base}/signed-out`;
  if (browser.person === null) return seeOther(reply, away);
  const { client, subject } = asked;
  const meant = client !== null && subject === subjectFor(browser.person.id, client, context.ports);
  // Anybody can send a browser here: only an ID token of this very person does away with the question (LO-04).
  if (!meant) return seeOther(reply, `${context.base}/sign-out`);
  await forgetBrowser(context, reply, browser);
  return seeOther(reply, away);
}
