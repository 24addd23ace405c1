/** What a request of an app tells on its way: who it is, which grant it wants; and the budget that may stop it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { isPublic } from "../../oauth/clients/client.ts";
import { Refusal } from "../../oauth/refusals.ts";
import type { EndpointRequest } from "../../oauth/token/read-body.ts";
import type { HttpContext } from "../context.ts";
import { endpointRequest } from "../endpoint-request.ts";
import { WINDOW_MS } from "./budgets.ts";
import { rateLimitHeaders } from "./rate-limit-headers.ts";

/** The request as the protocol reads it, with somebody who listens. */
export function watchedRequest(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): EndpointRequest {
  return {
    ...endpointRequest(context, request),
    watch: {
      async proven(client) {
        request.provenClient = client.client_id;
        const limit = client.policy.client_requests_per_minute;
        if (limit === 0) return;
        // Anybody can name a public client; so nobody can use up its budget for people elsewhere.
        const key = isPublic(client) ? `${client.client_id} ${request.ip}` : client.client_id;
        const standing = await context.budgets.spend(key, limit);
        void reply.headers(rateLimitHeaders(limit, WINDOW_MS, standing));
        if (!standing.allowed) throw new Refusal("too_many_requests", standing.resetSeconds);
      },
      provenApi(id) {
        request.provenClient = id;
      },
      grant(grant_type) {
        request.grantType = grant_type;
      },
      subject(id) {
        request.tokenSubject = id;
      },
    },
  };
}
