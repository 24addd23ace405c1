/** How a "no" is spoken where people come too: as a page, as a problem of the management API, or to a program. */
import type { FastifyRequest } from "fastify";
import { refusals, type RefusalName } from "../oauth/refusals.ts";
import { PLAIN, type Branding } from "../desk/branding/look.ts";
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
  if (refusal.refusal === "overloaded") return sendPage(reply, busyPage(context, request));
  const model = refusedModel(context, request, refusal.refusal, request.id);
  return sendPage(reply, renderRefused(model));
};

/** By how the company looks and in which language, as drawn for whoever came first. */
const busyPages = new WeakMap<Branding, Map<string, string>>();

/** Drawn once for all: drawing it for each of a crowd would cost more than half of what serving them does. */
function busyPage(context: HttpContext, request: FastifyRequest): string {
  const branding = request.branding ?? PLAIN;
  let drawn = busyPages.get(branding);
  if (drawn === undefined) busyPages.set(branding, (drawn = new Map()));
  const model = refusedModel(context, request, "overloaded", null);
  const key = JSON.stringify(model.context);
  let page = drawn.get(key);
  if (page === undefined) drawn.set(key, (page = renderRefused(model)));
  return page;
}

function refusedModel(
  context: HttpContext,
  request: FastifyRequest,
  name: RefusalName,
  requestId: string | null,
): RefusedModel {
  return {
    context: pageContext(context, request, null),
    refusal: name,
    sentence: refusals[name].sentence,
    kind: kindOf(name),
    requestId,
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
