/** Reads a Node.js request in Fetch's terms, for the adapters whose framework sits on node:http. */
import type { RequestHeaders } from "../bearer.ts";
import type { Challenge } from "../challenge.ts";
import type { Connection } from "../mtls.ts";

/** What is needed of node:http's IncomingMessage. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  /** Name, value, name, value, as received: `headers` hides a second Authorization. */
  rawHeaders: readonly string[];
  socket?: NodeSocket;
}

/** What is needed of a net.Socket or tls.TLSSocket. */
export interface NodeSocket {
  remoteAddress?: string | undefined;
  /** Of TLS only. An empty object when the other end presented none. */
  getPeerCertificate?: (detailed?: false) => { raw?: Uint8Array };
}

/** What is needed of node:http's ServerResponse. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

/** Joins repeated headers as Fetch does, so that the core sees every one of them. */
export function nodeHeaders({ rawHeaders }: Pick<NodeRequest, "rawHeaders">): RequestHeaders {
  return {
    get(name) {
      const wanted = name.toLowerCase();
      let found: string | null = null;
      for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
        if (rawHeaders[index]?.toLowerCase() !== wanted) continue;
        const value = String(rawHeaders[index + 1]);
        found = found === null ? value : `${found}, ${value}`;
      }
      return found;
    },
  };
}

/** The connection itself, whatever headers say of it. */
export function nodeConnection(socket: NodeSocket | undefined): Connection | null {
  if (socket === undefined) return null;
  return {
    peer: socket.remoteAddress ?? null,
    certificate: () => socket.getPeerCertificate?.(false).raw ?? null,
  };
}

/** The request target in origin form; the absolute form, which routers read in their own ways, becomes unreadable. */
export function originForm(url: string | undefined): string {
  return url?.startsWith("/") === true ? url : "";
}

/** Writes a challenge as the whole answer. */
export function sendChallenge(response: NodeResponse, { status, headers, body }: Challenge): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(JSON.stringify(body));
}
