/** RFC 7517 §5, RFC 7591 §2 `jwks_uri` — JSON documents that clients point at, remembered within bounds and fetched by one caller for all. */
import type { Clock } from "../lib/clock.ts";
import type { OutboundPort } from "../oauth/ports.ts";
import type { FetchJson, JsonObject } from "../oauth/proof-ports.ts";

/** A key set with the certificates of its keys. Bytes. */
const LARGEST = 65_536;
const MAX_DOCUMENTS = 1000;
/** Of all documents together, as text. Characters. */
const MAX_SIZE = 16 * 1024 * 1024;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How long a document counts: what its headers say, between these; the middle one when they say nothing. Milliseconds. */
const FRESH = { least: MINUTE, usual: 10 * MINUTE, most: 60 * MINUTE };
/** How much longer it counts while its site does not answer: a short outage there locks nobody out here. */
const STALE = 60 * MINUTE;
/** How soon somebody may ask for a newer one than is kept: nobody makes us knock more often (RS-07, for clients). */
const AGAIN = 30 * SECOND;
/** How soon a site that failed is asked again. */
const RETRY = 5 * SECOND;

interface Kept {
  /** Null while there is none to be had. */
  document: JsonObject | null;
  size: number;
  fetchedAt: number;
  freshUntil: number;
  /** Set by a failure: nobody is asked before. */
  retryAt: number;
}

/** `refused` hears why a document could not be had: a word for the log. */
export function createDocuments(
  outbound: Pick<OutboundPort, "json">,
  clock: Clock,
  refused: (why: string) => void,
): FetchJson {
  /** The one that was used last is the last. */
  const memory = new Map<string, Kept>();
  const underWay = new Map<string, Promise<JsonObject | null>>();
  let size = 0;

  function keep(url: string, kept: Kept): void {
    size += kept.size - (memory.get(url)?.size ?? 0);
    memory.delete(url);
    memory.set(url, kept);
    for (const [oldest, { size: freed }] of memory) {
      if (memory.size <= MAX_DOCUMENTS && size <= MAX_SIZE) break;
      memory.delete(oldest);
      size -= freed;
    }
  }

  async function fetch(url: string): Promise<JsonObject | null> {
    const fetched = await outbound.json(url, LARGEST);
    const now = clock.now();
    if (fetched.outcome === "fetched" && isObject(fetched.json)) {
      const age = Math.min(Math.max(fetched.maxAgeMs ?? FRESH.usual, FRESH.least), FRESH.most);
      const document = fetched.json;
      const length = JSON.stringify(document).length;
      keep(url, { document, size: length, fetchedAt: now, freshUntil: now + age, retryAt: 0 });
      return document;
    }
    refused(fetched.outcome === "refused" ? fetched.why : "no_object");
    const before = memory.get(url);
    const still = before !== undefined && before.document !== null && now < before.freshUntil + STALE;
    const none = { document: null, size: 0, fetchedAt: now, freshUntil: now };
    keep(url, { ...(still ? before : none), retryAt: now + RETRY });
    return still ? before.document : null;
  }

  return (url, wanted = "kept") => {
    const now = clock.now();
    const kept = memory.get(url);
    if (kept !== undefined && !isDue(kept, wanted, now)) {
      keep(url, kept);
      return Promise.resolve(kept.document);
    }
    const shared = underWay.get(url);
    if (shared !== undefined) return shared;
    const flight = fetch(url).finally(() => underWay.delete(url));
    underWay.set(url, flight);
    return flight;
  };
}

function isDue(kept: Kept, wanted: "kept" | "newer", now: number): boolean {
  if (now < kept.retryAt) return false;
  return now >= kept.freshUntil || (wanted === "newer" && now >= kept.fetchedAt + AGAIN);
}

function isObject(json: unknown): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
