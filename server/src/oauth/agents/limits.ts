/** RFC 6749 §3.3, §4.1.1 — the limits that a person sets for an agent that nobody here knows: a time, reading only, a number of calls. */
import { inQuarantine, type Client } from "../clients/client.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import { isIdentityScope } from "../openid/scopes.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import { OFFLINE_ACCESS } from "../words.ts";

/** What a person chose with "Allow". It goes from the consent into the code and its family of tokens. */
export interface Limits {
  /** Everything ends here at the latest (milliseconds since the epoch); null when only the server's settings end it. */
  until: number | null;
  /** Only scopes that the catalogue says read. */
  readOnly: boolean;
  /** How many calls the API lets through; null for any number. */
  calls: number | null;
  /** What its calls are counted under. */
  permit: string;
}

/** What may be chosen from. */
export interface Offer {
  /** Seconds, the shortest first; all shorter than what the server's settings give. */
  times: readonly number[];
  /** False when reading alone would leave nothing, or all of it. */
  readOnly: boolean;
  /** Numbers of calls; empty when the API has no way to count. */
  calls: readonly number[];
}

/** As a form sends it; an empty text is "no limit". */
export interface Chosen {
  time: string;
  readOnly: string;
  calls: string;
}

/** An hour, a day, a week. */
const TIMES = [3600, 86_400, 604_800];
const CALLS = [10, 100, 1000];

/** The longest that anything may live that this client is given now. Seconds. */
export function longest({ policy }: Client, scope: readonly string[]): number {
  const lasting = policy.refresh_token === "always" || scope.includes(OFFLINE_ACCESS);
  return lasting ? policy.refresh_absolute_seconds : policy.access_token_seconds;
}

/** Null for a client that somebody here answers for: a person decides about it with yes or no. */
export function offerFor(client: Client, resource: Resource, scope: readonly string[]): Offer | null {
  if (!inQuarantine(client)) return null;
  const most = longest(client, scope);
  const ofApi = scope.filter((name) => name !== OFFLINE_ACCESS && !isIdentityScope(name));
  const reading = ofApi.filter((name) => reads(name, resource)).length;
  return {
    times: TIMES.filter((seconds) => seconds < most),
    readOnly: reading > 0 && reading < ofApi.length,
    calls: resource.introspectionSecretHash === null ? [] : CALLS,
  };
}

/** What was chosen, by a form that anybody can write. Throws `limit_unknown` for what was not on offer. */
export function readLimits(chosen: Chosen, offer: Offer, now: number, permit: string): Limits {
  const time = oneOf(chosen.time, offer.times);
  const calls = oneOf(chosen.calls, offer.calls);
  const readOnly = chosen.readOnly === "yes";
  if (chosen.readOnly !== "" && !(readOnly && offer.readOnly)) throw new Refusal("limit_unknown");
  return { until: time === null ? null : now + time * 1000, readOnly, calls, permit };
}

/** Whether anything was limited at all. */
export function limitsAnything({ until, readOnly, calls }: Limits): boolean {
  return until !== null || readOnly || calls !== null;
}

/** What is left of scopes under these limits, by the catalogue as it is now: a scope that writes since is gone. */
export function scopeWithin(
  limits: Limits | null | undefined,
  scope: readonly string[],
  resource: Resource,
): readonly string[] {
  if (limits?.readOnly !== true) return scope;
  return scope.filter((name) => name === OFFLINE_ACCESS || isIdentityScope(name) || reads(name, resource));
}

/** RFC 9396: nobody can tell whether a detail writes, so reading alone leaves none. */
export function detailsWithin(
  limits: Limits | null | undefined,
  details: readonly AuthorizationDetail[],
): readonly AuthorizationDetail[] {
  return limits?.readOnly === true ? [] : details;
}

/** What a scope is not said to be, it is not: unknown counts as writing. */
export function reads(name: string, { scopes }: Resource): boolean {
  return scopes.some((scope) => scope.name === name && scope.access === "read");
}

function oneOf(text: string, offered: readonly number[]): number | null {
  if (text === "") return null;
  const found = offered.find((value) => String(value) === text);
  if (found === undefined) throw new Refusal("limit_unknown");
  return found;
}
