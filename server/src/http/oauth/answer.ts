/** RFC 6749 §4.1.2 and OAuth 2.0 Form Post Response Mode — hands the answer to the app, through the browser. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { locationOf, type Answer } from "../../oauth/authorize/answer.ts";
import { renderFormPost } from "../../pages/account/form-post.tsx";
import { submitScript } from "../../pages/submit-script.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy, formTarget } from "../headers.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { seeOther } from "./authorize.ts";

/** In the query by 303 (RFC 9700 §4.12), or as a form that the page sends by itself, and by a button without JavaScript. */
export function sendAnswer(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): FastifyReply {
  const policy = contentSecurityPolicy([formTarget(answer.target.uri)]);
  if (answer.response_mode === "query") {
    void reply.header("content-security-policy", policy);
    return seeOther(reply, locationOf(answer));
  }
  void reply.header("content-security-policy", `${policy}; script-src 'self'`);
  return sendPage(
    reply,
    renderFormPost({
      context: pageContext(context, request, null),
      action: answer.target.uri,
      fields: answer.parameters,
      script: context.base + submitScript.path,
    }),
  );
}
