/** RFC 6749 §4.1.2 and OAuth 2.0 Form Post Response Mode — hands the answer to the app, through the browser. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { locationOf, type Answer } from "../../oauth/authorize/answer.ts";
import { originOf } from "../../oauth/checks/redirect-uri.ts";
import { inQuarantine, type Client } from "../../oauth/clients/client.ts";
import { renderLeaving } from "../../pages/account/leaving.tsx";
import { renderFormPost } from "../../pages/account/form-post.tsx";
import { submitScript } from "../../pages/submit-script.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy, formTarget } from "../headers.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { seeOther } from "../see-other.ts";

/**
 * RFC 9700 §4.11.2 — an answer that no page announced, to an app that anybody can have made: the person sees the host
 * first, and goes on by themselves (AZ-22).
 */
export function announceAnswer(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  app: Pick<Client, "registration">,
): FastifyReply {
  if (!inQuarantine(app)) return sendAnswer(context, request, reply, answer);
  void reply.header("content-security-policy", contentSecurityPolicy([originOf(answer.target)]));
  return sendPage(
    reply,
    renderLeaving({
      context: pageContext(context, request, null),
      returnsTo: originOf(answer.target),
      ...(answer.response_mode === "query"
        ? { href: locationOf(answer), fields: null }
        : { href: answer.target.uri, fields: answer.parameters }),
    }),
  );
}

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
