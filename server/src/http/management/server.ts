/** The management listener: /livez, /readyz, /metrics, on an address of their own that nobody outside should reach. */
import fastify, { type FastifyInstance } from "fastify";
import { withoutCompilers } from "../compilers.ts";
import { noStore } from "../headers.ts";
import type { Trouble } from "./readiness.ts";

export interface ManagementSources {
  /** Null when ready. */
  trouble: () => Promise<Trouble | null>;
  /** The figures as Prometheus text. */
  metrics: () => Promise<string>;
}

/** Builds it; `listen` is the caller's. */
export function createManagement({ trouble, metrics }: ManagementSources): FastifyInstance {
  const app = fastify({
    bodyLimit: 1024,
    requestTimeout: 5_000,
    exposeHeadRoutes: true,
    schemaController: withoutCompilers,
  });
  app.addHook("onRequest", (_request, reply, done) => {
    void reply.headers({ ...noStore, "x-content-type-options": "nosniff" });
    done();
  });
  // Alive means that this process answers; what it depends on is no reason to end it.
  app.get("/livez", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const reason = await trouble();
    if (reason === null) return { status: "ok" };
    void reply.code(503).header("retry-after", "1");
    return { status: "unavailable", reason };
  });
  app.get("/metrics", async (_request, reply) => {
    void reply.type("text/plain; version=0.0.4; charset=utf-8");
    return metrics();
  });
  return app;
}
