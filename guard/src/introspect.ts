/** RFC 7662 — asks the issuer about a token, remembers the answer for at most a second or so. */
import { readShared } from "./access-token.ts";
import type { Access, ReadingContext } from "./access-token.ts";
import { fetchObject } from "./fetch-json.ts";
import type { IssuerEndpoints } from "./issuer.ts";
import type { TokenFault } from "./refusals.ts";
import { createTokenCache } from "./token-cache.ts";

/** Who asks, and how long an answer counts. Times in milliseconds. */
export interface IntrospectOptions {
  client_id: string;
  client_secret: string;
  endpoints: IssuerEndpoints;
  fetch: typeof globalThis.fetch;
  now: () => number;
  timeout: number;
  cacheFor: number;
  cacheSize: number;
}

/** Asks about a token; `key` is its cache key. Both throw IssuerUnavailable. */
export interface Introspect {
  /** What it means to this API. */
  read(token: string, key: string, context: ReadingContext): Promise<Access | TokenFault>;
  /** Whether the issuer still stands by it: for a JWT that was read already. */
  isActive(token: string, key: string): Promise<boolean>;
}

const MAX_ANSWER = 65_536;

function formEncode(text: string): string {
  return new URLSearchParams({ a: text }).toString().slice(2);
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
export function basic(client_id: string, client_secret: string): string {
  const pair = `${formEncode(client_id)}:${formEncode(client_secret)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}

/** Reads an introspection answer (§2.2). What it must say is stricter than the RFC: who, for which API, in which environment. */
export function readIntrospection(
  answer: Record<string, unknown>,
  context: ReadingContext,
): Access | TokenFault {
  if (answer["active"] !== true) return "inactive_token";
  const { iss, token_type } = answer;
  if (iss !== undefined && iss !== context.issuer) return "wrong_issuer";
  const kind = typeof token_type === "string" ? token_type.toLowerCase() : "";
  // It says that there is a key, but not which: nothing could be checked.
  if (kind === "dpop" && answer["cnf"] === undefined) return "sender_constrained";
  // A refresh token is active too, and must not open an API.
  if (kind !== "bearer" && kind !== "dpop") return "token_type_refused";
  return readShared(answer, context, "opaque");
}

/** Makes the asking function with its short memory. */
export function createIntrospect(options: IntrospectOptions): Introspect {
  const { endpoints, fetch, now, timeout, cacheFor } = options;
  const authorization = basic(options.client_id, options.client_secret);
  const answers = createTokenCache<Record<string, unknown>>(options.cacheSize);
  const pending = new Map<string, { askedAt: number; answer: Promise<Record<string, unknown>> }>();

  async function ask(token: string): Promise<Record<string, unknown>> {
    const url = await endpoints.introspection_endpoint();
    try {
      return await fetchObject(url, {
        fetch,
        timeout,
        maxBytes: MAX_ANSWER,
        method: "POST",
        headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ token, token_type_hint: "access_token" }).toString(),
      });
    } catch (cause) {
      endpoints.forget();
      throw cause;
    }
  }

  async function askAndRemember(
    token: string,
    key: string,
    askedAt: number,
  ): Promise<Record<string, unknown>> {
    try {
      const answer = await ask(token);
      // Counted from the question: the token may have been revoked while the answer travelled.
      answers.set(key, answer, askedAt + cacheFor, null);
      return answer;
    } finally {
      if (pending.get(key)?.askedAt === askedAt) pending.delete(key);
    }
  }

  /** One request for many callers, as long as its answer cannot be older than a remembered one could be. */
  async function askOnce(token: string, key: string, askedAt: number): Promise<Record<string, unknown>> {
    const shared = pending.get(key);
    if (shared !== undefined && askedAt - shared.askedAt < cacheFor) return shared.answer;
    const answer = askAndRemember(token, key, askedAt);
    pending.set(key, { askedAt, answer });
    return answer;
  }

  async function answerOn(token: string, key: string): Promise<Record<string, unknown>> {
    const askedAt = now();
    return answers.get(key, askedAt) ?? askOnce(token, key, askedAt);
  }

  return {
    async read(token, key, context) {
      const answer = await answerOn(token, key);
      // Read anew each time, against the clock of now: an answer never outlives exp (§4).
      return readIntrospection(answer, { ...context, now: now() / 1000 });
    },
    isActive: async (token, key) => (await answerOn(token, key))["active"] === true,
  };
}
