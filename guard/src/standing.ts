/** Whether a verified token still counts: by the feed of withdrawn tokens, and by what was chosen for when the feed is silent. */
import type { Access } from "./access-token.ts";
import type { Introspect } from "./introspect.ts";
import type { RefusalName } from "./refusals.ts";
import type { StatusFeed } from "./status-feed.ts";
import { tokenKey } from "./token-cache.ts";

/** What is done with a token while the feed is older than its limit: trust it, ask about it, or refuse it. */
export type OnStale = "allow" | "introspect" | "deny";

export interface Standing {
  /** Why it does not count, or null. At once where nothing must be waited for. Throws IssuerUnavailable. */
  fault(access: Access, token: string): RefusalName | null | Promise<RefusalName | null>;
  /** Listens no more. */
  close(): void;
}

export interface StandingSettings {
  /** Null when nobody asked for one. */
  feed: StatusFeed | null;
  introspect: Introspect | null;
  onStale: OnStale;
}

export function createStanding({ feed, introspect, onStale }: StandingSettings): Standing {
  if (feed === null) return { fault: () => null, close: () => undefined };

  /** What the feed says; undefined when it cannot say, because it is too old or knows no such list. */
  function heard({ status }: Access): RefusalName | null | undefined {
    // A token without a place was issued by somebody who publishes nothing about it: it lives until it ends.
    if (feed === null || status === null) return null;
    const fresh = feed.isFresh();
    const withdrawn = feed.isWithdrawn(status);
    // Once withdrawn is withdrawn, however old the news.
    if (withdrawn === true) return "revoked_token";
    return fresh && withdrawn === false ? null : undefined;
  }

  async function otherwise(token: string): Promise<RefusalName | null> {
    if (onStale === "allow") return null;
    if (onStale === "deny" || introspect === null) return "status_unknown";
    return (await introspect.isActive(token, tokenKey(token))) ? null : "inactive_token";
  }

  async function later(access: Access, token: string): Promise<RefusalName | null> {
    await feed?.begun();
    const now = heard(access);
    return now === undefined ? otherwise(token) : now;
  }

  return {
    fault(access, token) {
      const now = heard(access);
      return now === undefined ? later(access, token) : now;
    },
    close: () => feed.close(),
  };
}
