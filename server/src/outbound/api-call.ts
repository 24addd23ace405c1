/** RFC 6750 §2.1 — one GET of the company's own API with a test token of whoever tries it out: the only way out on which a credential goes. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { http } from "../lib/node-http.ts";
import { createAsk, type OutboundOptions } from "./fetch.ts";
import { OutboundRefused } from "./target.ts";

/** Of a longer answer only so much is shown. Bytes. */
const SHOWN = 8 * 1024;

export type ApiAnswer =
  | { outcome: "answered"; status: number; headers: readonly (readonly [string, string])[]; body: string }
  | { outcome: "refused"; why: string };

/** `headers` are sent as they are. Never throws; a redirect is an answer like any other, and not followed. */
export type ApiCall = (url: string, headers: readonly (readonly [string, string])[]) => Promise<ApiAnswer>;

/** `base`: the address that the operator named; nothing outside of it is called. */
export function createApiCall(base: string, options: OutboundOptions): ApiCall {
  const ask = createAsk(options);
  return async (url, headers) => {
    if (!isWithin(base, url)) return { outcome: "refused", why: "not_the_api" };
    return ask(url, async (target, socket) => readAnswer(await get(target, socket, headers)));
  };
}

/** Whether `url` is `base` with more path. */
function isWithin(base: string, url: string): boolean {
  const [outer, inner] = [URL.parse(base), URL.parse(url)];
  if (outer === null || inner === null || outer.origin !== inner.origin) return false;
  return inner.pathname.startsWith(outer.pathname.replace(/\/?$/, "/"));
}

function get(
  url: URL,
  socket: Socket,
  headers: readonly (readonly [string, string])[],
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      createConnection: () => socket,
      method: "GET",
      path: url.pathname + url.search,
      headers: {
        "accept-encoding": "identity",
        "user-agent": "gatehouse-playground",
        ...Object.fromEntries(headers),
        host: url.host,
        connection: "close",
      },
      maxHeaderSize: 8192,
    });
    sent.on("error", () => reject(new OutboundRefused("unreachable")));
    sent.on("response", resolve);
    sent.end();
  });
}

async function readAnswer(response: IncomingMessage): Promise<ApiAnswer> {
  const { statusCode = 0, headers } = response;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > SHOWN) break;
  }
  return {
    outcome: "answered",
    status: statusCode,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value] as const] : [],
    ),
    body: new TextDecoder().decode(Buffer.concat(chunks).subarray(0, SHOWN)),
  };
}
