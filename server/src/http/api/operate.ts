/** One operation of the desk over HTTP: guard, limits, input, the gate, and the answer as JSON. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Operation } from "../../desk/operation.ts";
import { perform } from "../../desk/perform.ts";
import { Problem } from "../../desk/problems.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { HttpContext } from "../context.ts";
import { noStore } from "../headers.ts";
import { WINDOW_MS } from "../limits/budgets.ts";
import { rateLimitHeaders } from "../limits/rate-limit-headers.ts";
import { callerOf } from "./caller.ts";
import { managementGuard } from "./guard.ts";
import { once } from "./once.ts";
import { readInput } from "./input.ts";
import { speakProblem } from "./speak.ts";

/** The handler of one operation. Cookies mean nothing here: only the Authorization header says who asks. */
export function operate(operation: Operation) {
  return async (
    context: HttpContext,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    if (!context.management) throw new Refusal("not_found");
    const verdict = await managementGuard(context, operation).check({
      method: request.method,
      url: request.raw.url ?? "/",
      headers: new Headers(headersOf(request)),
    });
    if (!verdict.ok) {
      const { status, headers, body } = verdict.challenge;
      return reply.code(status).headers(headers).headers(noStore).send(body);
    }
    const { access } = verdict;
    if (access === null) throw new Refusal("not_found");
    request.provenClient = access.client_id;
    await spend(context, reply, access.client_id);
    try {
      const caller = await callerOf(context, request, access);
      const answer = await perform(operation, context.desk, caller, readInput(operation, request), (work) =>
        once(context, request, access, work),
      );
      return reply
        .code(operation.method === "POST" ? 201 : 200)
        .headers(noStore)
        .send(answer);
    } catch (error) {
      if (error instanceof Problem) return speakProblem(request, reply, error);
      throw error;
    }
  };
}

/** The same budget as at the token endpoint: a client that loops stops itself, not others. */
async function spend(context: HttpContext, reply: FastifyReply, client_id: string): Promise<void> {
  const client = await context.ports.clients.find(client_id);
  const limit = client?.policy.client_requests_per_minute ?? 0;
  if (limit === 0) return;
  const standing = await context.budgets.spend(client_id, limit);
  void reply.headers(rateLimitHeaders(limit, WINDOW_MS, standing));
  if (!standing.allowed) throw new Refusal("too_many_requests", standing.resetSeconds);
}

function headersOf(request: FastifyRequest): [string, string][] {
  return Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === "string" && name !== "cookie" ? [[name, value] as [string, string]] : [],
  );
}
