/** RFC 9470 §3 — whether the person signed in strongly and recently enough for a route. */
import type { Access } from "./access-token.ts";
import type { Route } from "./routes.ts";

/** `now` in seconds. A token that does not say when or how is not enough; a sign-in that lies ahead is as good as one of now. */
export function signedInWell(
  { acr, maxAge }: Pick<Route, "acr" | "maxAge">,
  access: Pick<Access, "acr" | "authTime">,
  now: number,
): boolean {
  if (acr !== undefined && (access.acr === null || !acr.includes(access.acr))) return false;
  return maxAge === undefined || (access.authTime !== null && Math.floor(now) - access.authTime <= maxAge);
}
