/** Requests as an attacker writes them: any method, path, header and body, from any loopback address, down to bare bytes. */
import { request as httpRequest, type Agent, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { TestServer } from "./server.ts";

export interface Wire {
  method?: string;
  path?: string;
  headers?: Record<string, string | readonly string[]>;
  body?: string | Uint8Array;
  /** Another loopback address to come from, e.g. 127.0.0.2. */
  from?: string;
  agent?: Agent;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The body as JSON; empty when it is none. */
  json: Record<string, unknown>;
}

export const FORM = "application/x-www-form-urlencoded";
export const JSON_TYPE = "application/json";

/** One request, POST /oauth/token with a form unless told otherwise; nothing is corrected on the way. */
export function wire(server: Pick<TestServer, "origin">, options: Wire = {}): Promise<Answer> {
  const { hostname, port } = new URL(server.origin);
  const body = options.body === undefined ? undefined : Buffer.from(options.body);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: hostname,
        port,
        method: options.method ?? "POST",
        path: options.path ?? "/oauth/token",
        headers: {
          ...(body === undefined ? {} : { "content-length": String(body.length) }),
          ...(options.headers as Record<string, string | string[]> | undefined),
        },
        agent: options.agent ?? false,
        ...(options.from === undefined ? {} : { localAddress: options.from }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: readJson(text),
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A form body; `null` leaves a field out. */
export function form(fields: Record<string, string | null>): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) body.append(name, value);
  return body.toString();
}

/** POST of a form to `path`. */
export function post(
  server: Pick<TestServer, "origin">,
  path: string,
  fields: Record<string, string | null> | string,
  headers: Record<string, string> = {},
  more: Wire = {},
): Promise<Answer> {
  const body = typeof fields === "string" ? fields : form(fields);
  return wire(server, { ...more, path, body, headers: { "content-type": FORM, ...headers } });
}

/** RFC 7617 with the form encoding of RFC 6749 §2.3.1. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${formEncode(id)}:${formEncode(secret)}`).toString("base64")}`;
}

function formEncode(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}

/** Sends bytes as they are and answers all that came back until the server hung up. */
export function rawBytes(server: Pick<TestServer, "origin">, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => (text += chunk));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? resolve(text) : reject(error),
    );
    socket.on("close", () => resolve(text));
    socket.write(bytes);
  });
}
