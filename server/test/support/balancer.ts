/** A balancer as a company has one: asks each node whether it is ready, and hands requests round among those that are. */
import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Backend {
  port: number;
  ready(): Promise<boolean>;
}

export interface Balancer {
  port: number;
  /** The nodes; one that is replaced keeps no connection. */
  readonly backends: (Backend | null)[];
  close(): Promise<void>;
}

const ASK_MS = 100;

/** Requests that meet no ready node are answered 502, as are those whose node goes away: nothing is tried again. */
export async function startBalancer(count: number): Promise<Balancer> {
  const backends: (Backend | null)[] = Array.from({ length: count }, () => null);
  const ready = new Set<Backend>();
  const agents = new WeakMap<Backend, Agent>();
  let next = 0;
  const closing = new AbortController();

  async function ask(backend: Backend): Promise<void> {
    if ((await backend.ready()) && backends.includes(backend)) ready.add(backend);
    else ready.delete(backend);
  }

  async function look(): Promise<void> {
    while (!closing.signal.aborted) {
      // All at once: one that is slow to answer must not keep the news of another.
      for (const backend of ready) if (!backends.includes(backend)) ready.delete(backend);
      for (const backend of backends) if (backend !== null) void ask(backend);
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  }

  function pick(): Backend | null {
    const able = backends.filter((backend) => backend !== null && ready.has(backend));
    return able[next++ % able.length] ?? null;
  }

  function carry(asked: IncomingMessage, answer: ServerResponse): void {
    const backend = pick();
    const fail = (why: string): void => {
      if (!answer.headersSent) answer.writeHead(502);
      answer.end(JSON.stringify({ error: why }));
    };
    if (backend === null) return fail("no node is ready");
    const agent = agents.get(backend) ?? new Agent({ keepAlive: true });
    agents.set(backend, agent);
    const { method, url, headers } = asked;
    const passed = request(
      { host: "127.0.0.1", port: backend.port, method, path: url, headers, agent },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    passed.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    asked.pipe(passed);
  }

  const server = createServer(carry);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const looking = look();
  return {
    port: (server.address() as AddressInfo).port,
    backends,
    async close() {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await looking;
    },
  };
}
