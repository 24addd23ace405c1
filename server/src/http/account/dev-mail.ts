/** `/dev/mail`: the letters of `gatehouse dev`, which leaves them on this machine. Nowhere else is there such a page. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../oauth/refusals.ts";
import { renderDevMail } from "../../pages/account/dev-mail.tsx";
import type { HttpContext } from "../context.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";

export function showDevMail(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (context.outbox === null) throw new Refusal("not_found");
  const letters = context.outbox.letters().map(({ to, subject, text }) => ({ to, subject, text }));
  return sendPage(reply, renderDevMail({ context: pageContext(context, request, null), letters }));
}
