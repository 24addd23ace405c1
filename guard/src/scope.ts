/** RFC 6749 §3.3, RFC 6750 §3.1 — whether a token may do what a route asks. */
import type { Access } from "./access-token.ts";
import type { Route } from "./routes.ts";

/**
 * Says what the token lacks for this route, or null.
 * The person comes first: more scopes would not help a machine token.
 */
export function lacking(
  route: Pick<Route, "scopes" | "or" | "person">,
  access: Pick<Access, "scopes" | "person">,
): "person_required" | "insufficient_scope" | null {
  if (route.person && access.person === null) return "person_required";
  const holds = (set: readonly string[]): boolean => set.every((scope) => access.scopes.includes(scope));
  return holds(route.scopes) || route.or?.some(holds) === true ? null : "insufficient_scope";
}
