/** RFC 9110 §15.5 — a "no" to what never became a request: broken HTTP, too large a head, or too slow. Answered, then hung up. */
import type { Socket } from "node:net";
import { refusals, type RefusalName } from "../oauth/refusals.ts";
import type { HttpContext } from "./context.ts";
import { commonHeaders, noStore } from "./headers.ts";

const byNodeCode: Readonly<Record<string, RefusalName>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "body_too_slow",
  HPE_HEADER_OVERFLOW: "request_too_large",
};

/** Speaks the refusal on the bare socket and closes it: where one request ended badly, no other may begin (TK-30). */
export function refuseConnection(
  context: HttpContext,
  error: Error & { code?: string },
  socket: Pick<Socket, "writable" | "end" | "destroy">,
): void {
  // Nobody is there any more.
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const refusal = byNodeCode[error.code ?? ""] ?? "bad_http";
  const row = refusals[refusal];
  context.log("info", { event: "refused", refusal, path: "(none)" });
  const body = JSON.stringify({ error: row.error, error_description: row.sentence });
  const headers = {
    ...commonHeaders(context.secure),
    ...noStore,
    "content-type": "application/json; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    connection: "close",
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${row.status} Refused`, ...head, "", body].join("\r\n"));
}
