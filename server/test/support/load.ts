/** Load: forms over keep-alive sockets, a bounded number at once, and every answer with the time it took. */
import { Agent, request } from "node:http";

export interface Answer {
  status: number;
  /** The `Retry-After` header, or null. */
  retryAfter: string | null;
  /** Milliseconds that the node worked before it answered, when it tells (support/ahead.ts); else 0. */
  work: number;
  json: Record<string, unknown>;
  /** Milliseconds from the first byte sent to the last one received. */
  took: number;
}

/** A program that talks to one node over at most `sockets` connections, which it keeps. */
export interface Caller {
  /** Throws what the socket throws, when the node went away before it answered. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** How many connections it has, idle ones included. */
  open(): number;
  close(): void;
}

export function caller(port: number, sockets: number = 32): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets, scheduling: "fifo" });
  return {
    post: (path, fields, headers = {}) =>
      new Promise((resolve, reject) => {
        const body = new URLSearchParams(fields).toString();
        const started = performance.now();
        const sent = request(
          {
            agent,
            port,
            path,
            host: "127.0.0.1",
            method: "POST",
            headers: {
              "content-type": "application/x-www-form-urlencoded",
              "content-length": Buffer.byteLength(body),
              ...headers,
            },
          },
          (response) => {
            let text = "";
            response.setEncoding("utf8");
            response.on("data", (chunk: string) => (text += chunk));
            response.on("error", reject);
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                work: Number(response.headers["x-work"] ?? 0),
                retryAfter: response.headers["retry-after"] ?? null,
                json: read(text),
                took: performance.now() - started,
              }),
            );
          },
        );
        sent.on("error", reject);
        sent.end(body);
      }),
    open: () =>
      [agent.sockets, agent.freeSockets]
        .flatMap((kept) => Object.values(kept))
        .reduce((sum, sockets) => sum + (sockets?.length ?? 0), 0),
    close: () => agent.destroy(),
  };
}

function read(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}

/** Runs `one(0)` … `one(count - 1)`, at most `atOnce` of them at a time; answers in order. */
export async function many<T>(count: number, atOnce: number, one: (n: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const line = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) answers[n] = await one(n);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, line));
  return answers;
}

/** How often each key occurs, in the order of the keys. */
export function tally(keys: Iterable<string | number>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].map(String).toSorted()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** What an answer was, in words: `200`, or the status and the error of RFC 6749 §5.2. */
export function kindOf({ status, json }: Answer): string {
  return status === 200 ? "200" : `${status} ${String(json["error"])}`;
}
