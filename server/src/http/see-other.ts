/** RFC 9700 §4.12 — where a form's answer, or a page that is elsewhere, sends the browser. */
import type { FastifyReply } from "fastify";
import { noStore } from "./headers.ts";

/** 303, so that no browser sends a form again to where it is led. */
export function seeOther(reply: FastifyReply, location: string): FastifyReply {
  return reply.headers(noStore).code(303).header("location", location).send();
}
