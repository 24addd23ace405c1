/** RateLimit header fields for HTTP (draft-ietf-httpapi-ratelimit-headers-11): how much a client may still ask. */
import type { Standing } from "./budgets.ts";

/** The policy and how it stands; structured fields (RFC 9651) with integers only. */
export function rateLimitHeaders(
  limit: number,
  windowMs: number,
  standing: Standing,
): Record<string, string> {
  return {
    "ratelimit-policy": `"client";q=${limit};w=${windowMs / 1000}`,
    ratelimit: `"client";r=${standing.left};t=${standing.resetSeconds}`,
  };
}
