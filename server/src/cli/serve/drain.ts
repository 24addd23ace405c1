/** Stopping without dropping anybody: no new connections, what was asked is answered, then the sockets close (RFC 9112 §9.6). */
import type { Gatehouse } from "../../compose/world.ts";

export type HttpServer = Awaited<ReturnType<Gatehouse["app"]>>;

export interface Drain {
  /**
   * From now on every answer ends its connection, and new ones are still taken: a balancer that keeps connections loses
   * them while nothing is refused yet, not in the moment when the server closes.
   */
  begin(): void;
  /** Stops the server within about the limit; says whether everybody was served. */
  end(): Promise<boolean>;
}

/** Call before `listen`. `limitMs`: how long `end` waits for those who are still being served. */
export function drainable(app: HttpServer, limitMs: number): Drain {
  let leaving = false;
  app.addHook("onRequest", (_request, reply, done) => {
    // A client that keeps its connection would ask again on it; this tells it to open another, elsewhere.
    // On what Node sends: pages are answered by a server behind this one.
    if (leaving) reply.raw.setHeader("connection", "close");
    done();
  });
  return {
    begin() {
      leaving = true;
    },
    async end() {
      leaving = true;
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
    },
  };
}
