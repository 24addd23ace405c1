/** Express — a middleware; use it before the routes it guards. Sets `req.access` and `req.apiVersion`. */
import type { Access } from "../access-token.ts";
import type { Guard } from "../guard.ts";
import { nodeConnection, nodeHeaders, originForm, sendChallenge } from "./node-request.ts";
import type { NodeRequest, NodeResponse } from "./node-request.ts";

/** What is needed of an Express request. */
export interface ExpressRequest extends NodeRequest {
  url: string;
  /** What a mounted router has cut off from `url`. */
  baseUrl: string;
  originalUrl: string;
  access?: Access | null;
  apiVersion?: string | null;
}

/**
 * The whole path that routers after this middleware will match: `originalUrl`, unless something has rewritten `url`.
 * Express puts a slash before what a mount leaves over, which is no rewriting.
 */
function routedUrl({ url, baseUrl, originalUrl }: ExpressRequest): string {
  const routed = baseUrl + url;
  const unslashed = url.startsWith("/") ? baseUrl + url.slice(1) : routed;
  return routed !== originalUrl && unslashed === originalUrl ? originalUrl : routed;
}

/** Makes the middleware. Rules are written with full paths, wherever it is mounted. */
export function expressGuard(
  guard: Guard,
): (request: ExpressRequest, response: NodeResponse, next: () => void) => Promise<void> {
  return async (request, response, next) => {
    const { method = "", socket } = request;
    const url = originForm(routedUrl(request));
    const verdict = await guard.check({
      method,
      url,
      headers: nodeHeaders(request),
      connection: nodeConnection(socket),
    });
    if (!verdict.ok) {
      sendChallenge(response, verdict.challenge);
      return;
    }
    for (const [name, value] of Object.entries(verdict.headers)) response.setHeader(name, value);
    request.access = verdict.access;
    request.apiVersion = verdict.version;
    next();
  };
}
