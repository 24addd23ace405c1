/** From what waited to what is written: counts that are exact, and examples of what happened. */
import type { Happened, StoredEvent } from "../../desk/inspector/event.ts";
import type { Batch, Count, Milestone, NewEvent, Owner } from "../../desk/inspector/ports.ts";
import { redirectDifference } from "../../desk/inspector/redirect-difference.ts";
import { uuid7, type Random } from "../../lib/random.ts";
import { readSeen } from "./read.ts";
import { scopesAsked } from "./scopes.ts";
import type { Seen } from "./seen.ts";

/** Of one client in one batch: a busy client shows examples, its counts are exact. */
const MOST_GOOD = 5;
const MOST_REFUSED = 20;
/** Requests of one batch that are read for whom they name: whoever sprays made-up ids costs so much and no more. */
const MOST_READ = 500;
/** Clients of one batch, and requests that are kept for it; the memory of this is bounded. */
const MOST = 10_000;

const HOUR = 3_600_000;

export interface Named extends Happened {
  /** Not kept: its digest is. */
  challenge: string | null;
  redirect_uri: string | null;
  scope: string | null;
}

/** What a client got: counted all, shown a few. */
interface Good {
  kept: number;
  counts: Map<string, Count>;
}

/**
 * What has happened since the last batch. Of a busy client only what is shown is kept: a request that is held lives on
 * with its body, and what lives costs the collection of garbage more than all that is done here.
 */
export interface Waiting {
  /** Requests that were taken in. */
  taken: number;
  shown: Seen[];
  refused: number;
  good: Map<string, Good>;
}

export function nothing(): Waiting {
  return { taken: 0, shown: [], refused: 0, good: new Map() };
}

/** Takes one request in; false when there is no room. */
export function take(waiting: Waiting, seen: Seen): boolean {
  const { client, refusal } = seen;
  const fits =
    client === null || refusal !== null ? takeRefused(waiting, seen) : takeGood(waiting, seen, client);
  if (fits) waiting.taken++;
  return fits;
}

function takeRefused(waiting: Waiting, seen: Seen): boolean {
  if (waiting.refused >= MOST_READ) return false;
  waiting.refused++;
  waiting.shown.push(seen);
  return true;
}

function takeGood({ good, shown }: Waiting, seen: Seen, client: string): boolean {
  let own = good.get(client);
  if (own === undefined) {
    if (good.size >= MOST) return false;
    good.set(client, (own = { kept: 0, counts: new Map() }));
  }
  if (seen.kind === "token") countToken(own, client, seen);
  if (own.kept < MOST_GOOD && shown.length < MOST) {
    own.kept++;
    shown.push(seen);
  }
  return true;
}

function countToken(own: Good, client_id: string, { grant, at }: Seen): void {
  const name = grant ?? "unknown";
  const hour = hourOf(at);
  const key = `${hour} ${name}`;
  const known = own.counts.get(key);
  if (known === undefined) {
    const first = { client_id, hour, kind: "token", name, version: "", count: 1, lastAt: at } as const;
    return void own.counts.set(key, first);
  }
  known.count++;
  known.lastAt = Math.max(known.lastAt, at);
}

/** An example, or a "no", with whom it names; null when it names nobody. */
export function nameOf(seen: Seen): Named | null {
  const read = readSeen(seen);
  const client_id = seen.client ?? read.client_id;
  // What has not the form of an id may be a secret in its place; it is not even looked for.
  if (client_id === null || client_id.length > 300) return null;
  const grant_type = seen.grant ?? read.grant_type;
  return {
    at: seen.at,
    client_id,
    kind: seen.kind === "token" && grant_type === "refresh_token" ? "refresh" : seen.kind,
    outcome: seen.refusal === null ? "ok" : "refused",
    refusal: seen.refusal,
    grant_type,
    route: null,
    facts: { ...read.facts, ...(seen.client === null ? { only_named: true as const } : {}) },
    request_id: seen.requestId,
    challenge: seen.challenge,
    redirect_uri: read.redirect_uri,
    scope: read.scope,
  };
}

/** Of those clients that there are. `digest`: keyed. */
export function batchOf(
  all: readonly Named[],
  good: ReadonlyMap<string, Good>,
  owners: ReadonlyMap<string, Owner>,
  { random, digest }: { random: Random; digest: (text: string) => string },
): Batch {
  const counts = new Map<string, Count>();
  const milestones = new Map<string, Milestone>();
  const events: NewEvent[] = [];
  const kept = new Map<string, number>();
  const reach = (milestone: Milestone["milestone"], appId: string, at: number): void => {
    const key = `${milestone} ${appId}`;
    if (!milestones.has(key)) milestones.set(key, { milestone, appId, at });
  };
  for (const [client_id, { counts: own }] of good) {
    const owner = owners.get(client_id);
    if (owner === undefined) continue;
    for (const one of own.values()) {
      add(counts, one);
      reach("first_token", owner.appId, one.lastAt);
    }
  }
  for (const one of all) {
    const owner = owners.get(one.client_id);
    if (owner === undefined || (one.api ?? owner.resource) !== owner.resource) continue;
    const { kind, outcome, refusal, route, at, facts } = one;
    const count = facts.count ?? 1;
    if (outcome === "refused") add(counts, countOf(one, "refused", refusal ?? "unknown", "", count));
    else if (kind === "guard") {
      add(counts, countOf(one, "call", route ?? "", facts.version ?? "", count));
      reach("first_200", owner.appId, at);
    }
    const key = `${one.client_id} ${outcome}`;
    const before = kept.get(key) ?? 0;
    if (before >= (outcome === "ok" ? MOST_GOOD : MOST_REFUSED)) continue;
    kept.set(key, before + 1);
    const challenge = one.challenge === null ? null : digest(`${one.client_id} ${one.challenge}`);
    const id = uuid7({ now: () => at }, random);
    events.push({ ...eventOf(one, owner), appId: owner.appId, id, challenge });
  }
  return { events, counts: [...counts.values()], milestones: [...milestones.values()] };
}

const hourOf = (at: number): number => at - (at % HOUR);

function countOf(
  { client_id, at }: Happened,
  kind: Count["kind"],
  name: string,
  version: string,
  count: number,
): Count {
  return { client_id, hour: hourOf(at), kind, name, version, count, lastAt: at };
}

function add(counts: Map<string, Count>, one: Count): void {
  const key = JSON.stringify([one.client_id, one.hour, one.kind, one.name, one.version]);
  const known = counts.get(key);
  if (known === undefined) return void counts.set(key, { ...one });
  known.count += one.count;
  known.lastAt = Math.max(known.lastAt, one.lastAt);
}

/** With what only whoever knows the app can tell. */
function eventOf(
  { redirect_uri, scope, facts, at, client_id, kind, outcome, refusal, grant_type, route, request_id }: Named,
  owner: Owner,
): Omit<StoredEvent, "id"> {
  const differs =
    redirect_uri === null || outcome === "ok" ? [] : redirectDifference(redirect_uri, owner.redirect_uris);
  const { shown, unassigned } = scopesAsked(scope ?? "", owner.scopes);
  return {
    at,
    client_id,
    kind,
    outcome,
    refusal,
    grant_type,
    route,
    request_id,
    environment: owner.environment,
    facts: {
      ...facts,
      ...(differs.length > 0 ? { redirect_differs: differs } : {}),
      ...(shown.length > 0 ? { scope_asked: shown.join(" ") } : {}),
      ...(unassigned.length > 0 ? { scope_unassigned: unassigned } : {}),
      ...(owner.disabled ? { disabled: true as const } : {}),
    },
  };
}
