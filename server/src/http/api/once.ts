/** The header `Idempotency-Key` on POST: a request that is sent again does nothing again and is answered as before. */
import type { Access } from "@gatehouse/guard";
import type { FastifyRequest } from "fastify";
import { Problem } from "../../desk/problems.ts";
import { sha256 } from "../../lib/hash.ts";
import type { HttpContext } from "../context.ts";
import { bodyBytes } from "../endpoint-request.ts";

/** Printable ASCII; 255 characters hold four UUIDs and more. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * Does `work` once for this key, this caller and this very request. Throws Problem. What failed is not kept. It is asked
 * behind the gate: an answer is given again only to whoever may have it still.
 */
export async function once(
  { ports, idempotency }: Pick<HttpContext, "ports" | "idempotency">,
  request: FastifyRequest,
  access: Pick<Access, "client_id" | "person">,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers["idempotency-key"];
  if (request.method !== "POST" || key === undefined) return work();
  if (typeof key !== "string" || !KEY.test(key))
    throw new Problem("invalid", [
      { field: "Idempotency-Key", sentence: "Send 1 to 255 visible ASCII characters without a space." },
    ]);
  const hash = sha256(`${access.client_id}\n${access.person ?? ""}\n${key}`);
  const body = Buffer.from(bodyBytes(request)).toString("utf8");
  const asked = sha256(`${request.raw.url ?? ""}\n${body}`);
  const begun = await idempotency.begin(hash, asked, ports.clock.now());
  if (begun.outcome === "other") throw new Problem("key_reused");
  if (begun.outcome === "running") throw new Problem("key_running");
  if (begun.outcome === "done") return JSON.parse(begun.answer) as unknown;
  let answer: unknown;
  try {
    answer = await work();
  } catch (error) {
    await idempotency.letGo(hash);
    throw error;
  }
  await idempotency.finish(hash, JSON.stringify(answer), ports.clock.now());
  return answer;
}
