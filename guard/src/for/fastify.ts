/** Fastify — a plugin; guards every route of the instance it is registered on. Sets `request.access` and `request.apiVersion`. */
import type { Access } from "../access-token.ts";
import type { Guard } from "../guard.ts";
import { nodeConnection, nodeHeaders, originForm } from "./node-request.ts";
import type { NodeRequest } from "./node-request.ts";

/** What is needed of a Fastify request; `raw.url` is what the router has matched. */
export interface FastifyRequestLike {
  raw: NodeRequest;
  access?: Access | null;
  apiVersion?: string | null;
}

/** What is needed of a Fastify reply. */
export interface FastifyReplyLike {
  code(status: number): unknown;
  headers(values: Record<string, string>): unknown;
  send(body: string): unknown;
}

/** What is needed of a Fastify instance. */
export interface FastifyLike {
  decorateRequest(name: string, value: null): unknown;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>,
  ): unknown;
}

/** Makes the plugin. It checks in `onRequest`: before the body is read and before any handler. */
export function fastifyGuard(guard: Guard): (instance: FastifyLike) => Promise<void> {
  async function check(request: FastifyRequestLike, reply: FastifyReplyLike): Promise<unknown> {
    const { method = "", url, socket } = request.raw;
    const headers = nodeHeaders(request.raw);
    const connection = nodeConnection(socket);
    const verdict = await guard.check({ method, url: originForm(url), headers, connection });
    if (!verdict.ok) {
      const { status, headers: answer, body } = verdict.challenge;
      reply.code(status);
      reply.headers(answer);
      reply.send(JSON.stringify(body));
      return reply;
    }
    reply.headers({ ...verdict.headers });
    request.access = verdict.access;
    request.apiVersion = verdict.version;
    return undefined;
  }
  async function plugin(instance: FastifyLike): Promise<void> {
    instance.decorateRequest("access", null);
    instance.decorateRequest("apiVersion", null);
    instance.addHook("onRequest", check);
  }
  // Fastify would otherwise close the hook into the plugin, where no route of the API lives.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}
