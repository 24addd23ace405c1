/** A TCP proxy that misbehaves on demand: slow, silent, or gone in the middle of a commit. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/**
 * `pass`: as if it were not there. `slow`: everything from the server comes `latencyMs` later. `silent`: half-open, both
 * sides are kept and nothing is carried. `commit-lost`: a COMMIT is carried, then the client's side is reset, so that
 * the answer never comes. `commit-cut`: the same, but the COMMIT is not carried either. `refuse`: nobody is let in.
 */
export type Mode = "pass" | "slow" | "silent" | "commit-lost" | "commit-cut" | "refuse";

export interface Proxy {
  port: number;
  /** The port that new connections are led to. */
  upstream: number;
  mode: Mode;
  latencyMs: number;
  /** How many connections it has reset at a COMMIT. */
  readonly cuts: number;
  /** Resets every connection there is. */
  reset(): void;
  close(): Promise<void>;
}

/** Our prepared statement of that name, or its text. */
const isCommit = (chunk: Buffer): boolean => chunk.includes("\0commit\0") || chunk.includes("COMMIT");

/** Between whoever connects and the port `upstream` of the loopback. */
export async function startProxy(upstreamPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    if (proxy.mode === "refuse") return void client.resetAndDestroy();
    const upstream = connect({ host: "127.0.0.1", port: proxy.upstream });
    const gone = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    upstream.on("close", gone);
    client.on("close", () => upstream.end());
    client.on("data", (chunk: Buffer) => {
      const { mode } = proxy;
      if (mode === "silent") return;
      if ((mode === "commit-lost" || mode === "commit-cut") && isCommit(chunk)) {
        cuts++;
        if (mode === "commit-lost") upstream.end(chunk);
        else upstream.destroy();
        client.resetAndDestroy();
        return;
      }
      if (upstream.writable) upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => {
      const carry = (): void => void (client.writable && client.write(chunk));
      if (proxy.mode === "silent") return;
      if (proxy.mode === "slow") setTimeout(carry, proxy.latencyMs);
      else carry();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    upstream: upstreamPort,
    mode: "pass",
    latencyMs: 5000,
    get cuts() {
      return cuts;
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      proxy.reset();
      await closed;
    },
  };
  return proxy;
}
