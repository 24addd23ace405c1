/** What the calls of an agent are counted under: made with the consent, named in its tokens. */
import type { Client } from "../clients/client.ts";
import type { TokenMore } from "../records.ts";
import { longest, type Limits } from "./limits.ts";
import type { Permit } from "./port.ts";

/** A token cannot begin later than its code ends; then it lives as long as the client may. Null without limits: nothing is counted. */
export function permitFor(
  limits: Limits | null,
  client: Client,
  scope: readonly string[],
  resource: string,
  now: number,
): Permit | null {
  if (limits === null) return null;
  const { permit: id, calls, until } = limits;
  const latest = now + 1000 * (client.policy.code_seconds + longest(client, scope));
  return { id, resource, calls, createdAt: now, expiresAt: until ?? latest };
}

/** The claim that names it: a guard must spend from a `budget`, and may tell of an `activity`. */
export function permitClaim(limits: Limits | null | undefined): Pick<TokenMore, "budget" | "activity"> {
  if (limits == null) return {};
  return limits.calls === null ? { activity: limits.permit } : { budget: limits.permit };
}
