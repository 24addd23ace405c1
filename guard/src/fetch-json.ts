/** Fetches a small JSON object from the issuer: bounded in time and size, never redirected. */
import { parseObject } from "./strict-json.ts";

/** The issuer gave no usable answer. Not the caller's fault: it becomes 503, never 401. */
export class IssuerUnavailable extends Error {
  override readonly name: string = "IssuerUnavailable";
}

/** How to ask. `timeout` in milliseconds, `maxBytes` of the answer's body. */
export interface Ask {
  fetch: typeof globalThis.fetch;
  timeout: number;
  maxBytes: number;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Ends the question from outside. */
  signal?: AbortSignal;
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (size > maxBytes) throw new IssuerUnavailable(`answer longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Answers with the JSON object at `url`, or throws IssuerUnavailable. */
export async function fetchObject(url: string, ask: Ask): Promise<Record<string, unknown>> {
  const { fetch, timeout, maxBytes, method = "GET", headers = {}, body, signal } = ask;
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: "application/json", ...headers },
      // A redirect would send the introspection secret, or our trust, to a host that nobody configured.
      redirect: "error",
      signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal === undefined ? [] : [signal])]),
      ...(body === undefined ? {} : { body }),
    });
    if (response.status !== 200 || response.redirected) {
      await response.body?.cancel();
      throw new IssuerUnavailable(`${method} ${url} answered ${response.status}`);
    }
    const object = parseObject(await readBounded(response, maxBytes));
    if (object === null) throw new IssuerUnavailable(`${url} did not answer with a JSON object`);
    return object;
  } catch (cause) {
    if (cause instanceof IssuerUnavailable) throw cause;
    throw new IssuerUnavailable(`${url} cannot be reached`, { cause });
  }
}
