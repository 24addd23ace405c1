/** Ours: where the guards of an API take calls of a budget, and tell of those that they let through. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { spendBudget, type Slice } from "../../oauth/agents/budget.ts";
import type { HttpContext } from "../context.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";

export async function budget(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Slice> {
  const answer = await spendBudget(watchedRequest(context, request, reply), context.ports);
  void reply.headers(noStore);
  return answer;
}
