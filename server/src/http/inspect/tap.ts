/** The one place where an answer is told to the recorder: which endpoints are of interest, and what is handed over. */
import type { FastifyRequest } from "fastify";
import { paths } from "../../oauth/metadata.ts";
import type { Kind } from "../../desk/inspector/event.ts";
import type { HttpContext } from "../context.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The app whose authorization request came to an end here, and the "no" if it was one. */
    answered: { client_id: string; refusal: string | null; challenge?: string | null } | null;
    /** The scope of the token that was given. */
    tokenScope: string | null;
  }
}

/** Tells of one answer; for the `onResponse` of every request. */
export type Tap = (request: FastifyRequest, status: number) => void;

export function tap(context: HttpContext): Tap {
  const { recorder, base } = context;
  if (recorder === null) return () => undefined;
  const { clock } = context.ports;
  const kinds = new Map<string, Kind>(
    (
      [
        [paths.token, "token"],
        ...paths.tokenAliases.map((path) => [path, "token"] as const),
        [paths.authorize, "authorize"],
        ["/consent", "authorize"],
        [paths.device, "device"],
        [paths.par, "par"],
        [paths.revoke, "revoke"],
        [paths.introspect, "introspect"],
        [`${paths.register}/:client_id`, "register"],
      ] as const
    ).map(([path, kind]) => [base + path, kind]),
  );
  return (request, status) => {
    const route = request.routeOptions.url ?? "";
    const kind = kinds.get(route);
    if (kind === undefined || request.method === "OPTIONS") return;
    const { headers, answered } = request;
    // A page of ours on the way to an answer, or a check without effect.
    if (kind === "authorize" && answered === null && request.refusal === null) return;
    const url = request.raw.url ?? "";
    const cut = url.indexOf("?");
    recorder.note({
      at: clock.now(),
      kind,
      method: request.method,
      status,
      client: answered?.client_id ?? request.provenClient,
      refusal: answered === null ? request.refusal : answered.refusal,
      grant: request.grantType,
      scope: request.tokenScope,
      query: cut < 0 ? "" : url.slice(cut + 1),
      contentType: headers["content-type"],
      authorization: headers.authorization,
      body: request.body,
      agent: headers["user-agent"],
      fromBrowser: headers.origin !== undefined || headers["sec-fetch-site"] !== undefined,
      dpop: headers["dpop"] !== undefined,
      version: headers["x-version"] as string | undefined,
      challenge: answered?.challenge ?? null,
      requestId: request.id,
    });
  };
}
