/** One node of a cluster, as a process of its own: the built server on a database that its parent made. Says `listening PORT`. */
import type { AddressInfo } from "node:net";
import type { KeyTimes } from "../../src/keys/ring.ts";

/** What the parent tells it, as JSON in its first argument. */
export interface NodeTask {
  issuer: string;
  secret: string;
  database: string;
  /** How many milliseconds its machine's clock is ahead; right when not given. SIGUSR2 puts it back by an hour. */
  skewMs?: number;
  /** Shorter times for keys than anybody would choose. */
  keyTimes?: KeyTimes;
  /** Other settings. */
  settings?: Record<string, unknown>;
}

// The pages are JSX, which Node cannot read by itself: the code comes from the build, the types from the source.
const built = (path: string): string => new URL(`../../dist/${path}`, import.meta.url).href;
const { compose } = (await import(
  built("compose/compose.js")
)) as typeof import("../../src/compose/compose.ts");
const { loadSettings } = (await import(built("config/load.js"))) as typeof import("../../src/config/load.ts");
const { untilStopped } = (await import(built("cli/stop.js"))) as typeof import("../../src/cli/stop.ts");

const task = JSON.parse(process.argv[2] ?? "{}") as NodeTask;
const { skewMs = 0, settings: more, keyTimes = {}, ...flags } = task;
if (skewMs !== 0) wrongClock(skewMs);
const { settings, problems } = loadSettings({
  flags: { client_requests_per_minute: 0, address_requests_per_minute: 0, ...flags, ...more },
  mode: "dev",
});
if (problems.length > 0) throw new Error(problems.join("\n"));
const gatehouse = await compose(settings, {
  keyTimes,
  log: (level, line) => void (level === "error" && process.stderr.write(`${JSON.stringify(line)}\n`)),
});
const app = await gatehouse.app(null);
await app.listen({ host: "127.0.0.1", port: 0 });
const stopped = untilStopped();
process.stdout.write(`listening ${(app.server.address() as AddressInfo).port}\n`);
await stopped;
await app.close();
await gatehouse.close();

/** What the whole process takes for the time of its machine. */
function wrongClock(ahead: number): void {
  let skew = ahead;
  const Right = Date;
  process.on("SIGUSR2", () => (skew -= 3_600_000));
  globalThis.Date = class extends Right {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length === 0 ? [Right.now() + skew] : given) as [number]));
    }
    static override now(): number {
      return Right.now() + skew;
    }
  } as DateConstructor;
}
