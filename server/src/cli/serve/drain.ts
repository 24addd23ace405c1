/** Stopping without dropping anybody: no new connections, what was asked is answered, then the sockets close (RFC 9112 §9.6). */
import type { Gatehouse } from "../../serve.ts";

export type HttpServer = ReturnType<Gatehouse["app"]>;

/** Call before `listen`. The answer stops the server within about `limitMs`, and says whether everybody was served. */
export function drainable(app: HttpServer, limitMs: number): () => Promise<boolean> {
  let stopping = false;
  app.addHook("onRequest", (_request, reply, done) => {
    // A client that keeps its connection would ask again on it; this tells it to open another, elsewhere.
    if (stopping) void reply.header("connection", "close");
    done();
  });
  return async () => {
    stopping = true;
    const { server } = app;
    const ended = new Promise<boolean>((resolve) => server.close(() => resolve(true)));
    const late = new AbortController();
    const limit = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), limitMs);
      late.signal.addEventListener("abort", () => clearTimeout(timer));
    });
    const served = await Promise.race([ended, limit]);
    late.abort();
    server.closeAllConnections();
    await app.close();
    return served;
  };
}
