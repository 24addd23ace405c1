/** POST of a guard: what it decided becomes events and counts of the apps that called. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { readDecisions } from "../../oauth/decisions.ts";
import type { HttpContext } from "../context.ts";
import { noStore } from "../headers.ts";
import { watchedRequest } from "../limits/watch.ts";

export async function decisions(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<object> {
  const { api, calls } = await readDecisions(watchedRequest(context, request, reply), context.ports);
  const at = context.ports.clock.now();
  context.recorder?.told(
    calls.map(({ client_id, proven, reason, route, scopes, version, count }) => ({
      at,
      client_id,
      api: api.identifier,
      kind: "guard",
      outcome: reason === null ? "ok" : "refused",
      refusal: reason,
      grant_type: null,
      route,
      facts: {
        count,
        ...(scopes.length > 0 ? { needs: scopes } : {}),
        ...(version === null ? {} : { version }),
        ...(proven ? {} : { only_named: true as const }),
      },
      request_id: request.id,
    })),
  );
  void reply.headers(noStore);
  return { taken: calls.length };
}
