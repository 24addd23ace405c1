/** One GET of a small JSON document, or one POST of a form, at an address that an outsider gave us: the only way out of this server (DR-09). */
import type { IncomingMessage } from "node:http";
import { lookup } from "node:dns/promises";
import type { Socket } from "node:net";
import { http } from "../lib/node-http.ts";
import type { Delivery, FetchedDocument, OutboundPort } from "../oauth/ports.ts";
import { checkedAddress, connectTo, type Wires } from "./connect.ts";
import { OutboundRefused, readTarget, type TargetRules } from "./target.ts";

/** From the first look at the name to the last byte. Milliseconds. */
const DEADLINE_MS = 5_000;

export interface OutboundOptions extends TargetRules, Partial<Wires> {
  deadlineMs?: number;
}

/** Every address that the system's resolver knows, its hosts file included. */
const systemResolve = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true, verbatim: true })).map((found) => found.address);

/** Talks over a connection to a checked address, for so long at most; never throws. */
export type Ask = <T>(
  url: string,
  talk: (url: URL, socket: Socket) => Promise<T>,
) => Promise<T | { outcome: "refused"; why: string }>;

/** The one way out: every address is read, resolved, checked and dialled here. */
export function createAsk(options: OutboundOptions): Ask {
  const wires: Wires = { ...options, resolve: options.resolve ?? systemResolve };
  return async (url, talk) => {
    let open: Socket | undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new OutboundRefused("timeout")), options.deadlineMs ?? DEADLINE_MS);
    });
    let over = false;
    const asking = async () => {
      const target = readTarget(url, options);
      const address = await checkedAddress(target, wires.resolve);
      if (over) throw new OutboundRefused("timeout");
      open = connectTo(target, address, wires);
      return talk(target.url, open);
    };
    try {
      return await Promise.race([asking(), late]);
    } catch (error) {
      return { outcome: "refused", why: error instanceof OutboundRefused ? error.trouble : "unreachable" };
    } finally {
      over = true;
      clearTimeout(timer);
      open?.destroy();
    }
  };
}

/** Asks outsiders; a "no" is a word for the log, never a part of the answer. */
export function createOutbound(options: OutboundOptions): OutboundPort {
  const ask = createAsk(options);
  return {
    json: (url, maxBytes) =>
      ask(url, async (target, socket) => readDocument(await send(target, socket), maxBytes)),
    post: (url, fields) =>
      ask(url, async (target, socket): Promise<Delivery> => {
        const { statusCode = 0 } = await send(target, socket, new URLSearchParams(fields).toString());
        // A redirect is an answer like any other, and not followed.
        return { outcome: "answered", status: statusCode };
      }),
  };
}

/** A GET, or a POST of a form. */
function send(url: URL, socket: Socket, form?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      createConnection: () => socket,
      method: form === undefined ? "GET" : "POST",
      path: url.pathname + url.search,
      // No cookie, no credential, nothing of the request that made us ask.
      headers: {
        host: url.host,
        accept: "application/json",
        "accept-encoding": "identity",
        "user-agent": "gatehouse",
        connection: "close",
        ...(form === undefined
          ? {}
          : {
              "content-type": "application/x-www-form-urlencoded",
              "content-length": String(Buffer.byteLength(form)),
            }),
      },
      maxHeaderSize: 8192,
    });
    sent.on("error", () => reject(new OutboundRefused("unreachable")));
    sent.on("response", resolve);
    sent.end(form);
  });
}

async function readDocument(response: IncomingMessage, maxBytes: number): Promise<FetchedDocument> {
  const { statusCode = 0, headers } = response;
  if (statusCode >= 300 && statusCode < 400) throw new OutboundRefused("redirect");
  if (statusCode !== 200) throw new OutboundRefused("status");
  // What is small when it is packed can be large when it is not.
  if ((headers["content-encoding"] ?? "identity").toLowerCase() !== "identity")
    throw new OutboundRefused("encoding");
  if (!/^application\/(?:[\w.-]+\+)?json[ \t]*(?:;|$)/i.test(headers["content-type"] ?? ""))
    throw new OutboundRefused("content_type");
  if (Number(headers["content-length"] ?? 0) > maxBytes) throw new OutboundRefused("too_large");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new OutboundRefused("too_large");
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    return { outcome: "fetched", json: JSON.parse(text) as unknown, maxAgeMs: maxAgeOf(headers) };
  } catch {
    throw new OutboundRefused("malformed_json");
  }
}

/** RFC 9111 §5.2.2 — how long the sender lets it be kept; null when it does not say. Milliseconds. */
function maxAgeOf(headers: IncomingMessage["headers"]): number | null {
  const control = headers["cache-control"] ?? "";
  if (/\bno-(?:store|cache)\b/i.test(control)) return 0;
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(control)?.[1];
  if (seconds === undefined) return null;
  const age = /^\d{1,9}$/.exec(headers.age ?? "")?.[0] ?? "0";
  return Math.max(0, Number(seconds) - Number(age)) * 1000;
}
