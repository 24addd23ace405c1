/** How a "no" is spoken where people come too: as a page, as a problem of the management API, or to a program. */
import type { FastifyRequest } from "fastify";
import { refusals, type RefusalName } from "../oauth/refusals.ts";
import type { RefusedModel } from "../pages/models.ts";
import { renderRefused } from "../pages/account/refused.tsx";
import { speakAsProblem } from "./api/speak.ts";
import type { HttpContext } from "./context.ts";
import { pageContext } from "./page-context.ts";
import { beginRefusal, sendPage, speakToProgram, type Speak } from "./speak.ts";

export const speakToAll: Speak = (context, request, reply, refusal, voice) => {
  if (voice !== "problem" && voice !== "page") return speakToProgram(context, request, reply, refusal, voice);
  beginRefusal(context, request, reply, refusal);
  if (voice === "problem") return speakAsProblem(request, reply, refusal);
  return sendPage(reply, renderRefused(refusedModel(context, request, refusal.refusal)));
};

function refusedModel(context: HttpContext, request: FastifyRequest, name: RefusalName): RefusedModel {
  return {
    context: pageContext(context, request, null),
    refusal: name,
    sentence: refusals[name].sentence,
    kind: kindOf(name),
    requestId: request.id,
    homePath: `${context.base}/`,
  };
}

function kindOf(name: RefusalName): RefusedModel["kind"] {
  const { status } = refusals[name];
  if (name === "pending_gone") return "expired";
  if (name === "proof_gone") return "gone";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 503 || status === 429) return "busy";
  return status >= 500 ? "server" : "app";
}
