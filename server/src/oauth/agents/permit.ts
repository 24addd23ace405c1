/** What the calls of an agent are counted under: made with the consent, named in its tokens. */
import type { Client } from "../clients/client.ts";
import type { TokenMore } from "../records.ts";
import { longest, type Limits } from "./limits.ts";
import type { Permit } from "./port.ts";

/** No code waits longer for its tokens: RFC 6749 §4.1.2 for an app, RFC 8628 §3.2 as we issue them for a device. Milliseconds. */
const LONGEST_CODE = 600_000;

/** Tokens begin within the life of a code, and then live as long as the client may. Null without limits: nothing is counted. */
export function permitFor(
  limits: Limits | null,
  client: Client,
  scope: readonly string[],
  resource: string,
  now: number,
): Permit | null {
  if (limits === null) return null;
  const { permit: id, calls, until } = limits;
  const latest = now + LONGEST_CODE + 1000 * longest(client, scope);
  return { id, resource, calls, createdAt: now, expiresAt: until ?? latest };
}

/** The claim that names it: a guard must spend from a `budget`, and may tell of an `activity`. */
export function permitClaim(limits: Limits | null | undefined): Pick<TokenMore, "budget" | "activity"> {
  if (limits == null) return {};
  return limits.calls === null ? { activity: limits.permit } : { budget: limits.permit };
}
