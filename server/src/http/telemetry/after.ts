/** After every answer: one line of the access log, which also tells of tokens issued, and the figures. Never a query, a body or a header. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ProblemName } from "../../desk/problems.ts";
import type { RefusalName } from "../../oauth/refusals.ts";
import { paths } from "../../oauth/metadata.ts";
import type { HttpContext } from "../context.ts";
import { tap } from "../inspect/tap.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who has proven itself: a client or an API. */
    provenClient: string | null;
    grantType: string | null;
    /** The person for whom tokens were issued. */
    tokenSubject: string | null;
    refusal: RefusalName | ProblemName | null;
  }
}

/** Adds what is noted on the way, and the hook that tells it. `passes`: which requests others answer, and tell of. */
export function tellAfterwards(
  app: FastifyInstance,
  context: HttpContext,
  passes: (request: FastifyRequest) => boolean,
): void {
  app.decorateRequest("provenClient", null);
  app.decorateRequest("grantType", null);
  app.decorateRequest("tokenSubject", null);
  app.decorateRequest("refusal", null);
  app.decorateRequest("answered", null);
  app.decorateRequest("tokenScope", null);
  const tell = tap(context);
  const tokenPaths = new Set([paths.token, ...paths.tokenAliases].map((path) => context.base + path));
  app.addHook("onResponse", (request, reply, done) => {
    if (passes(request)) return done();
    const route = routeOf(request);
    const ms = reply.elapsedTime;
    const status = reply.statusCode;
    context.meter?.request(route, status, ms);
    if (tokenPaths.has(route) && request.method !== "OPTIONS")
      context.meter?.token(request.grantType, request.refusal ?? (status < 400 ? "issued" : "failed"));
    tell(request, status);
    context.log("info", {
      event: "request",
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      request_id: request.id,
      ...(request.provenClient === null ? {} : { client_id: request.provenClient }),
      ...(request.grantType === null ? {} : { grant_type: request.grantType }),
      ...(request.tokenSubject === null ? {} : { subject: request.tokenSubject }),
    });
    done();
  });
}

/** The pattern, which we wrote, never the path, which the caller wrote. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? "(none)";
}
