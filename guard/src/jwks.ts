/** RFC 7517 — the issuer's published keys: cached, refetched without amplification, failing closed. */
import { createLocalJWKSet } from "jose";
import type { JSONWebKeySet, JWK, JWTVerifyGetKey } from "jose";
import { IssuerUnavailable } from "./fetch-json.ts";

/** Times in milliseconds. */
export interface KeySetOptions {
  /** Fetches the document; may throw. */
  load: () => Promise<Record<string, unknown>>;
  now: () => number;
  /** After this age the keys are fetched again before they are used. */
  maxAge: number;
  /** How long after `maxAge` they are still used while the issuer cannot be reached. */
  staleFor: number;
  /** Called with a test of which kid still means the same key, after every successful fetch. */
  onChange: (isSame: (kid: string) => boolean) => void;
}

/** The keys. Both throw IssuerUnavailable when no key may be trusted any more. */
export interface KeySet {
  /** True while nothing needs to be fetched at this time: the cheap question of the hot path. */
  isFresh(at: number): boolean;
  /** Fetches if the keys are too old. */
  ensureFresh(): Promise<void>;
  /** The resolver to verify with, or null when the issuer publishes no key of that name. */
  resolver(kid: string): Promise<JWTVerifyGetKey | null>;
  /** False when the keys were fetched anew since `resolver` was handed out. */
  isCurrent(resolver: JWTVerifyGetKey): boolean;
}

/** RS-07: a stranger who invents kids can cause one fetch in this time, whatever else happens. */
export const REFETCH_AFTER: number = 30_000;
/** Without any usable key there is nothing to protect but the issuer: ask at most once a second. */
const RETRY_AFTER = 1000;
const MAX_KEYS = 100;

interface Keys {
  fetchedAt: number;
  resolve: JWTVerifyGetKey;
  /** kid → the key as published. */
  published: Map<string, string>;
}

function readKeys(document: Record<string, unknown>, fetchedAt: number): Keys {
  const { keys } = document;
  if (!Array.isArray(keys) || keys.length > MAX_KEYS) throw new IssuerUnavailable("not a JWK Set");
  // A symmetric key in a public document is no secret; it must never verify anything.
  const usable = keys.filter((key: JWK | null) => typeof key?.kid === "string" && key.kty !== "oct") as JWK[];
  const set: JSONWebKeySet = { keys: usable };
  const published = new Map(usable.map((key) => [key.kid as string, JSON.stringify(key)]));
  return { fetchedAt, resolve: createLocalJWKSet(set), published };
}

/** Makes the cache; nothing is fetched before the first question. */
export function createKeySet(options: KeySetOptions): KeySet {
  const { load, now, maxAge, staleFor, onChange } = options;
  let keys: Keys | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown = null;
  let pending: Promise<void> | null = null;

  async function fetchKeys(): Promise<void> {
    triedAt = now();
    try {
      const next = readKeys(await load(), triedAt);
      const before = keys?.published;
      keys = next;
      failure = null;
      onChange((kid) => next.published.has(kid) && next.published.get(kid) === before?.get(kid));
    } catch (cause) {
      failure = cause;
    } finally {
      pending = null;
    }
  }

  /** Joins a fetch under way, or starts one unless the last was started less than `pause` ago. */
  async function refetch(pause: number): Promise<void> {
    if (pending === null && now() - triedAt < pause) return;
    pending ??= fetchKeys();
    await pending;
  }

  const isFresh = (at: number): boolean => keys !== null && at - keys.fetchedAt < maxAge;
  const isUsable = (): boolean => keys !== null && now() - keys.fetchedAt < maxAge + staleFor;

  async function ensureFresh(): Promise<void> {
    if (isFresh(now())) return;
    await refetch(isUsable() ? REFETCH_AFTER : RETRY_AFTER);
    if (!isUsable()) throw new IssuerUnavailable("no keys to verify with", { cause: failure });
  }

  async function resolver(kid: string): Promise<JWTVerifyGetKey | null> {
    await ensureFresh();
    if (keys?.published.has(kid) !== true) await refetch(REFETCH_AFTER);
    if (keys?.published.has(kid) === true) return keys.resolve;
    // While the issuer is away a new key cannot be told from an invented one.
    if (failure !== null)
      throw new IssuerUnavailable("unknown key, and the issuer is away", { cause: failure });
    return null;
  }

  return { isFresh, ensureFresh, resolver, isCurrent: (resolve) => keys?.resolve === resolve };
}
