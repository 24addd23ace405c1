/** Hears from the issuer, within a moment, which tokens were withdrawn: one request that waits, again and again. */
import { fetchObject, IssuerUnavailable } from "./fetch-json.ts";
import { createStatusBits, readPage } from "./status-bits.ts";

export interface StatusFeed {
  /** Whether what is known is younger than the limit. The first question begins the listening. */
  isFresh(): boolean;
  /** Resolves when the issuer has told all it knows for the first time, or after a moment. */
  begun(): Promise<void>;
  /** Null when the token's place is in no list of this issuer. */
  isWithdrawn(status: { idx: number; uri: string }): boolean | null;
  /** Listens no more. */
  close(): void;
}

/** Times in milliseconds. */
export interface StatusFeedSettings {
  issuer: string;
  /** Where to listen; throws IssuerUnavailable. */
  endpoint: () => Promise<string>;
  /** Told that the issuer did not answer. */
  forget: () => void;
  fetch: typeof globalThis.fetch;
  now: () => number;
  /** How old may be what is known. */
  maxStale: number;
  timeout: number;
}

const MAX_PAGE = 262_144;
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 2_000;
/** Between two questions that were not made to wait, so that a busy or leaving issuer is not asked in a circle. */
const REST = 500;

/** Keeps no process alive. */
function rest(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms).unref());
}

/** Begins at the first question; `close` ends it. */
export function createStatusFeed(settings: StatusFeedSettings): StatusFeed {
  const { issuer, fetch, now, maxStale, timeout } = settings;
  const bits = createStatusBits();
  const ended = new AbortController();
  const first = Promise.withResolvers<void>();
  /** Half of the limit, so that an answer that is lost in the network is missed in time. Seconds. */
  const wait = Math.max(1, Math.min(20, Math.floor(maxStale / 2000)));
  let cursor: string | null = null;
  let syncedAt = Number.NEGATIVE_INFINITY;
  let listening = false;

  /** One question; answers whether the issuer was quick to say that there is nothing. */
  async function ask(): Promise<boolean> {
    const url = new URL(await settings.endpoint());
    if (cursor !== null) url.searchParams.set("after", cursor);
    // The first answer is all that is known by now, and is not waited for.
    const waited = cursor !== null;
    url.searchParams.set("wait", String(waited ? wait : 0));
    const began = performance.now();
    const answer = await fetchObject(url.href, {
      fetch,
      timeout: wait * 1000 + timeout,
      maxBytes: MAX_PAGE,
      signal: ended.signal,
    });
    const page = readPage(answer, issuer);
    if (page === null) throw new IssuerUnavailable(`${url.origin} told changes that cannot be read`);
    const news = page.withdrawn.length > 0 || page.more || page.reset;
    // What is told anew is not all known before its last page.
    if (page.reset) syncedAt = Number.NEGATIVE_INFINITY;
    bits.apply(page, now() / 1000);
    ({ cursor } = page);
    if (!page.more) {
      syncedAt = now();
      first.resolve();
    }
    return waited && !news && performance.now() - began < REST;
  }

  async function listen(): Promise<void> {
    let pause = FIRST_PAUSE;
    while (!ended.signal.aborted) {
      try {
        const quick = await ask();
        pause = FIRST_PAUSE;
        if (quick) await rest(REST);
      } catch {
        // Whoever asks sees that it is not fresh; there is nobody else to tell.
        settings.forget();
        await rest(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    }
  }

  return {
    isFresh() {
      if (!listening) {
        listening = true;
        void listen();
      }
      return now() - syncedAt < maxStale;
    },
    async begun() {
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, timeout);
      await Promise.race([first.promise, late.promise]);
      clearTimeout(timer);
    },
    isWithdrawn: (status) => bits.isWithdrawn(status),
    close: () => ended.abort(),
  };
}
