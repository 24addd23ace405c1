/** Tells the issuer of decisions, so that the app's developers see why a call was refused. In batches, bounded, and never in the way of a call. */
import { fetchObject } from "./fetch-json.ts";
import type { RefusalName } from "./refusals.ts";

/** Where decisions are sent. */
export interface ReportOptions {
  /** Default: the issuer's `/oauth/decisions`. */
  endpoint?: string;
}

/** One decision. `claimed` is a token that nothing vouches for: only its client_id is read, and it is never sent. */
export interface Decision {
  client_id: string | null;
  claimed: string | null;
  /** Null when the call was let in. */
  reason: RefusalName | null;
  method: string | null;
  /** The rule's path, never the caller's. */
  route: string | null;
  scopes: readonly string[];
  version: string | null;
}

export interface Reporter {
  /** Notes it; what it costs is a look into a map. */
  tell(decision: Decision): void;
  /** Sends what waits. */
  close(): void;
}

/** Milliseconds. */
const EVERY = 400;
/** Different decisions of one batch; more are not told. */
const MOST = 200;
const MAX_ANSWER = 4096;

interface Waiting extends Omit<Decision, "claimed"> {
  client_id: string;
  /** Whether the token proved who calls. */
  proven: boolean;
  count: number;
}

interface Settings {
  endpoint: string;
  authorization: string;
  fetch: typeof globalThis.fetch;
  timeout: number;
}

export function createReporter({ endpoint, authorization, fetch, timeout }: Settings): Reporter {
  let waiting = new Map<string, Waiting>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let sending = false;

  async function send(): Promise<void> {
    timer = null;
    // One at a time: an issuer that is slow gets fewer and larger batches.
    if (sending || waiting.size === 0) return;
    const decisions = [...waiting.values()];
    waiting = new Map();
    sending = true;
    try {
      await fetchObject(endpoint, {
        fetch,
        timeout,
        maxBytes: MAX_ANSWER,
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ decisions }),
      });
    } catch {
      // What could not be told is lost: a guard is no log, and no call may wait for it.
    } finally {
      sending = false;
      if (waiting.size > 0) arm();
    }
  }

  function arm(): void {
    if (timer !== null) return;
    timer = setTimeout(() => void send(), EVERY);
    timer.unref?.();
  }

  return {
    tell({ claimed, ...decision }) {
      const client_id = decision.client_id ?? (claimed === null ? null : claimedClient(claimed));
      if (client_id === null) return;
      const { reason, method, route, version } = decision;
      const key = `${client_id} ${reason} ${method} ${route} ${version}`;
      const known = waiting.get(key);
      if (known !== undefined) known.count++;
      else if (waiting.size < MOST)
        waiting.set(key, { ...decision, client_id, proven: decision.client_id !== null, count: 1 });
      arm();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      void send();
    },
  };
}

/** Whose token it says to be; null when it does not say, as an opaque one. */
function claimedClient(token: string): string | null {
  const [, payload] = token.slice(0, 16_384).split(".");
  if (payload === undefined) return null;
  try {
    const { client_id } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<
      string,
      unknown
    >;
    return typeof client_id === "string" && client_id.length <= 300 ? client_id : null;
  } catch {
    return null;
  }
}
