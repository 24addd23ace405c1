/** The figures of one process, in the terms of Prometheus. No label is ever a client, a person, a code or a token. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What the rest of the house tells the meter. Times in milliseconds. */
export interface Meter {
  request(route: string, status: number, ms: number): void;
  /** `grant` is one of ours or null; `outcome` is `issued`, `failed`, or the name of a refusal. */
  token(grant: string | null, outcome: string): void;
  cache(name: string, hit: boolean): void;
  /** One transaction that holds `size` verbs. */
  batch: (size: number) => void;
  write<T>(verb: string, work: () => Promise<T>): Promise<T>;
  /** What is asked only when somebody looks. */
  watch(now: Watched): void;
  readonly registry: Registry;
}

type Named = { name: string; help: string; labelNames: never[] };

export interface Watched {
  requestsUnderWay(): number;
  signingKeys(): Promise<number>;
  /** Of all nodes together. */
  letters(): Promise<{ waiting: number; givenUp: number }>;
  /** What the inspector has not written down, since this process began. */
  eventsDropped(): number;
}

/** Seconds. A token takes about a millisecond; nothing may take more than two seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5];

/** `process` also measures this process: CPU, memory, garbage collection, event-loop delay. */
export function createMeter(options: { process: boolean } = { process: true }): Meter {
  const registry = new Registry();
  const registers = [registry];
  if (options.process) collectDefaultMetrics({ register: registry });
  const named = <L extends string>(name: string, help: string, labelNames: L[]) => ({
    name: `gatehouse_${name}`,
    help,
    labelNames,
    registers,
  });
  const requests = new Counter(
    named("http_requests_total", "Answers by route and class of status", ["route", "status"]),
  );
  const times = new Histogram({ ...named("http_request_seconds", "Time to the answer", ["route"]), buckets });
  const tokens = new Counter(
    named("token_requests_total", "Token requests by grant and outcome", ["grant", "outcome"]),
  );
  const caches = new Counter(named("cache_total", "Looks into a cache", ["cache", "outcome"]));
  const writes = new Histogram({
    ...named("store_write_seconds", "Time of a write, waiting included", ["outcome"]),
    buckets,
  });
  const waiting = new Gauge({
    ...named("store_writes_waiting", "Writes that wait or run", []),
    aggregator: "sum",
  });
  const batches = new Histogram({
    ...named("store_batch_size", "Verbs in one commit", []),
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
  });
  new Gauge({ ...named("processes", "Processes that serve", []), aggregator: "sum" }).set(1);
  const request = remembered((route: string) => ({
    time: times.labels(route),
    status: remembered((status: string) => requests.labels(route, status)),
  }));
  const token = remembered((grant: string) => remembered((outcome: string) => tokens.labels(grant, outcome)));
  const cache = remembered((name: string) => ({
    hit: caches.labels(name, "hit"),
    miss: caches.labels(name, "miss"),
  }));
  const ended = { stored: writes.labels("stored"), failed: writes.labels("failed") };
  return {
    registry,
    request(route, status, ms) {
      const own = request(route);
      own.time.observe(ms / 1000);
      own.status(`${Math.floor(status / 100)}xx`).inc();
    },
    token: (grant, outcome) => token(grant ?? "none")(outcome).inc(),
    cache: (name, hit) => cache(name)[hit ? "hit" : "miss"].inc(),
    batch: (size) => batches.observe(size),
    async write(_verb, work) {
      const start = performance.now();
      waiting.inc();
      let outcome: "stored" | "failed" = "failed";
      try {
        const value = await work();
        outcome = "stored";
        return value;
      } finally {
        waiting.dec();
        ended[outcome].observe((performance.now() - start) / 1000);
      }
    },
    watch(now) {
      // A store that is away must not take the other figures with it.
      const letters = (): ReturnType<typeof now.letters> =>
        now.letters().catch(() => ({ waiting: 0, givenUp: 0 }));
      const figures: [Named, "sum" | "max", () => number | Promise<number>][] = [
        [
          named("http_requests_under_way", "Requests that are worked on", []),
          "sum",
          () => now.requestsUnderWay(),
        ],
        [named("signing_keys", "Published signing keys", []), "max", () => now.signingKeys().catch(() => 0)],
        [
          named("letters_waiting", "Letters that wait to be sent, on all nodes", []),
          "max",
          async () => (await letters()).waiting,
        ],
        [
          named("letters_given_up", "Letters that were given up within a week, on all nodes", []),
          "max",
          async () => (await letters()).givenUp,
        ],
        [
          named("events_dropped", "Requests that the inspector has not written down", []),
          "sum",
          () => now.eventsDropped(),
        ],
      ];
      for (const [name, aggregator, read] of figures)
        registry.registerMetric(
          new Gauge({
            ...name,
            registers: [],
            aggregator,
            async collect(this: Gauge): Promise<void> {
              this.set(await read());
            },
          }),
        );
    },
  };
}

/** Looked up by label each time, a figure costs more than it tells; so each is made once. */
function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    let one = made.get(key);
    if (one === undefined) made.set(key, (one = make(key)));
    return one;
  };
}
