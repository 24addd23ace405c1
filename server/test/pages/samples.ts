/** The samples of the provider pages, cut out of the pages' own text, so that what runs is what their readers copy. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The pages lie beside the repository; a copy of the repository alone has none. */
const folder = new URL("../../../../shared/provider-pages/", import.meta.url);

export const pagesAreHere: boolean = existsSync(folder);
export const pagesFolder: string = fileURLToPath(folder);

function page(number: string): string {
  return readFileSync(new URL(`${number}.txt`, folder), "utf8");
}

/** The text between two marks: the first included, the second not; to the end when there is no second. */
function cut(text: string, from: string, to?: string): string {
  const start = text.indexOf(from);
  const end = to === undefined ? text.length : text.indexOf(to, start + from.length);
  if (start < 0 || end < 0) throw new Error(`the page has no part from ${from} to ${to ?? "its end"}`);
  return text.slice(start, end);
}

export interface Credentials {
  client_id: string;
  client_secret: string;
}

/** The three programs of page 004 with host, id and secret replaced, and nothing else. `host`: with port. */
export function samples004(host: string, app: Credentials): { ruby: string; php: string; curl: string } {
  const text = page("004");
  const fill = (sample: string): string =>
    sample
      .replaceAll("<<api_base_path>>", host)
      .replaceAll("<<client_id>>", app.client_id)
      .replaceAll("<<client_secret>>", app.client_secret);
  return {
    ruby: fill(cut(text, 'require "uri"', "<?php")),
    php: fill(cut(text, "<?php", "curl --location")),
    curl: fill(cut(text, "curl --location")),
  };
}

/** The page assigns `$responsePayload` and prints `$response_payload`: corrected, it prints what it assigned. */
export function correctedPhp(php: string): string {
  return php.replaceAll("$response_payload", "$responsePayload");
}

/** The request of page 002 and the answer that it shows. */
export function sample002(app: Credentials): {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  response: Record<string, unknown>;
} {
  const text = page("002");
  const [, method = "", path = ""] = /^(POST) (\/\S+)$/m.exec(text) ?? [];
  const table = cut(text, "NameValue", "Body")
    .split("\n")
    .filter((line) => line !== "");
  const headers: Record<string, string> = {};
  for (let line = 1; line + 1 < table.length; line += 2) headers[table[line] ?? ""] = table[line + 1] ?? "";
  const body = cut(text, '{\n    "grant_type"', "\nResponse")
    .replace("{client_id}", app.client_id)
    .replace("{client_secret}", app.client_secret);
  const response = cut(text, '{\n    "token_type"', "\nAuthorization Header");
  return { method, path, headers, body, response: JSON.parse(response) as Record<string, unknown> };
}

/** Example request 1 of page 003, byte for byte but for the id, and for what HTTP/1.1 needs beside it. */
export function sample003(host: string, client_id: string, extra: readonly string[] = []): string {
  const lines = cut(page("003"), "GET /oauth/authorize?", "\n\n").trimEnd().split("\n");
  const request = lines.join("\r\n").replace(/client_id=[0-9a-f]+/, `client_id=${client_id}`);
  // RFC 9112 §3.2: a request without Host is refused; every client adds it.
  return [request, `Host: ${host}`, ...extra, "Connection: close", "\r\n"].join("\r\n");
}
