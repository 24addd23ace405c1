/** Sends requests byte for byte over a real socket: what an HTTP client would tidy up must reach the server untidied. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Answer {
  status: number;
  headers: Map<string, string>;
  body: string;
}

export interface Api {
  port: number;
  close(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function listen(listener: RequestListener): Promise<Api> {
  const server: Server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** One request: the start line up to the version, and the header lines, as they are. */
export async function send(port: number, line: string, headers: readonly string[] = []): Promise<Answer> {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    `${[`${line} HTTP/1.1`, "Host: api.example", "Connection: close", ...headers].join("\r\n")}\r\n\r\n`,
    "latin1",
  );
  const answer = await text(socket);
  const [head = "", body = ""] = answer.split("\r\n\r\n", 2);
  const [start = "", ...lines] = head.split("\r\n");
  const pairs = lines.map((entry): [string, string] => {
    const colon = entry.indexOf(":");
    return [entry.slice(0, colon).toLowerCase(), entry.slice(colon + 1).trim()];
  });
  return { status: Number(start.split(" ")[1]), headers: new Map(pairs), body };
}
