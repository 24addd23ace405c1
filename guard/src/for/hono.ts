/** Hono — a middleware; use it before the routes it guards. Sets `c.get("access")` and `c.get("apiVersion")`. */
import type { Access } from "../access-token.ts";
import type { Guard } from "../guard.ts";
import type { Connection } from "../mtls.ts";
import { nodeConnection } from "./node-request.ts";
import type { NodeSocket } from "./node-request.ts";

/** What the middleware puts into the context: `new Hono<{ Variables: GuardVariables }>()`. */
export interface GuardVariables {
  access: Access | null;
  apiVersion: string | null;
}

/** What is needed of a Hono context. */
export interface HonoContextLike {
  req: { method: string; url: string; path: string; raw: { headers: { get(name: string): string | null } } };
  /** With `@hono/node-server` it holds the IncomingMessage of Node.js. */
  env?: unknown;
  set(name: string, value: unknown): void;
  header(name: string, value: string): void;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path).replace(/\/$/, "");
  } catch {
    return null;
  }
}

/** The URL, or nothing readable when the app routes on another path than the URL's (Hono's `getPath` option). */
function routedUrl({ url, path }: HonoContextLike["req"]): string {
  const own = /^https?:\/\/[^/]*([^?#]*)/i.exec(url)?.[1] ?? "";
  return decoded(own) === decoded(path) ? url : "";
}

/** The connection, where the runtime is Node.js and shows it. */
function connectionOf(env: unknown): Connection | null {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: NodeSocket } };
  return nodeConnection(incoming?.socket);
}

/** Makes the middleware. */
export function honoGuard(
  guard: Guard,
): (context: HonoContextLike, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const { method, raw } = context.req;
    const verdict = await guard.check({
      method,
      url: routedUrl(context.req),
      headers: raw.headers,
      connection: connectionOf(context.env),
    });
    if (!verdict.ok) {
      const { status, headers, body } = verdict.challenge;
      return new Response(JSON.stringify(body), { status, headers });
    }
    context.set("access", verdict.access);
    context.set("apiVersion", verdict.version);
    await next();
    // After the handler, which may have answered with a Response of its own.
    for (const [name, value] of Object.entries(verdict.headers)) context.header(name, value);
    return undefined;
  };
}
