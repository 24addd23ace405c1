/** One question for every kind of token: what does it mean to this API, now? */
import type { Access, ReadingContext } from "./access-token.ts";
import { createBudgets } from "./budget.ts";
import type { Budgets } from "./budget.ts";
import { fetchObject } from "./fetch-json.ts";
import { createIntrospect } from "./introspect.ts";
import { discoverEndpoints } from "./issuer.ts";
import { createKeySet } from "./jwks.ts";
import type { Settings } from "./options.ts";
import type { TokenFault } from "./refusals.ts";
import { createStanding } from "./standing.ts";
import type { Standing } from "./standing.ts";
import { createStatusFeed } from "./status-feed.ts";
import { createTokenCache } from "./token-cache.ts";
import { createHeaders, verifyJwt } from "./verify-jwt.ts";

/** Answers with what a token means or what is wrong with it; throws IssuerUnavailable. */
export interface TokenVerifier {
  /** The answer when it is at hand: a remembered JWT under fresh keys. `key` is what `tokenKey` makes of the token. */
  remembered(key: string): Access | null;
  verify(token: string, key: string): Promise<Access | TokenFault>;
  /** Whether a token that was verified still counts. */
  standing: Standing;
  /** Null when nobody counts here. */
  budgets: Budgets | null;
}

const MAX_JWKS = 131_072;

/** Wires keys, introspection and memory together. */
export function createVerifier(settings: Settings): TokenVerifier {
  const { fetch, now, profiles, algorithms, introspection } = settings;
  const endpoints = discoverEndpoints({ ...settings, timeout: settings.jwksTimeout });
  const headers = createHeaders({ profiles, algorithms });
  const cache = createTokenCache<Access>(settings.cacheSize);

  async function load(): Promise<Record<string, unknown>> {
    try {
      const url = await endpoints.jwks_uri();
      return await fetchObject(url, { fetch, timeout: settings.jwksTimeout, maxBytes: MAX_JWKS });
    } catch (cause) {
      endpoints.forget();
      throw cause;
    }
  }
  const { maxAge, staleFor } = settings;
  const keys = createKeySet({ load, now, maxAge, staleFor, onChange: (isSame) => cache.retain(isSame) });
  const introspect =
    introspection === null
      ? null
      : createIntrospect({
          ...settings,
          ...introspection,
          endpoints,
          timeout: settings.introspectionTimeout,
        });
  const readsJwts = profiles.includes("rfc9068") || profiles.includes("passport");

  function context(): ReadingContext {
    const { issuer, audience, environment, clockTolerance } = settings;
    return {
      issuer,
      audience,
      environment,
      clockTolerance,
      now: now() / 1000,
      provesKeys: settings.dpop !== null,
      provesCertificates: settings.mtls !== null,
    };
  }

  function remembered(key: string): Access | null {
    const at = now();
    return keys.isFresh(at) ? (cache.get(key, at) ?? null) : null;
  }

  async function verify(token: string, key: string): Promise<Access | TokenFault> {
    if (cache.get(key, now()) !== undefined) {
      await keys.ensureFresh();
      const still = cache.get(key, now());
      if (still !== undefined) return still;
    }
    const header = readsJwts ? headers.read(token) : null;
    if (header === null) {
      return introspect === null ? "malformed_token" : introspect.read(token, key, context());
    }
    const result = await verifyJwt(token, header, keys, context());
    if (typeof result === "string") return result;
    const { access, kid, resolver } = result;
    // A key that was withdrawn during the check must leave nothing behind.
    if (keys.isCurrent(resolver)) cache.set(key, access, access.expiresAt * 1000, kid);
    return access;
  }

  const feed =
    settings.statusFeed === null
      ? null
      : createStatusFeed({
          ...settings,
          endpoint: () => endpoints.status_changes_endpoint(),
          forget: () => endpoints.forget(),
          timeout: settings.introspectionTimeout,
          maxStale: settings.statusFeed.maxStale,
        });
  const standing = createStanding({ feed, introspect, onStale: settings.statusFeed?.onStale ?? "deny" });

  const budgets =
    settings.budgets && introspection !== null
      ? createBudgets({
          ...settings,
          ...introspection,
          endpoint: () => endpoints.budget_endpoint(),
          forget: () => endpoints.forget(),
          timeout: settings.introspectionTimeout,
        })
      : null;

  return { remembered, verify, standing, budgets };
}
