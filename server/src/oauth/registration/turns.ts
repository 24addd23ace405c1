/** DR-09 — how often requests to us may make this server ask somebody else: nobody is attacked through us. */
import { sha256 } from "../../lib/hash.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";

/** Fetches in a minute, of one host and of all. */
const perHost = { count: 30, windowMs: 60_000 };
const perServer = { count: 600, windowMs: 60_000 };

/** Takes a turn to ask `host`. Throws `too_many_documents`. */
export async function takeTurn(
  host: string,
  { throttle, clock }: Pick<Ports, "throttle" | "clock">,
): Promise<void> {
  const now = clock.now();
  for (const [key, limit] of [
    [`document:${sha256(host)}`, perHost],
    ["documents", perServer],
  ] as const) {
    const wait = await throttle.fail(key, limit, now);
    if (wait > 0) throw new Refusal("too_many_documents", wait);
  }
}
