/** One slice: some seconds of load on one server, proven afterwards, and what it cost. */
import { load } from "./load.mjs";
import { percentile } from "./stats.mjs";
import { works } from "./work.mjs";

/**
 * `rate`: at so many per second instead of as many as possible. `expected`: for how many requests there must be codes or
 * people. Answers a record of figures: `cpu` in microseconds per request, latencies in milliseconds; `core`, `busy` and
 * `postgres` are how many cores the server, the load and PostgreSQL used.
 */
export async function measure(servers, slice, { seconds, rate = null, expected = 0 }) {
  const target = await servers.get(slice.server);
  const work = await works[slice.work](target, slice.kind, expected);
  const around = async () => ({
    ...(await target.usage()),
    commits: slice.server === "gatehouse" ? await target.ask("commits") : 0,
    postgres: await servers.postgresCpu(),
    mine: process.cpuUsage(),
    at: performance.now(),
  });
  const connections = rate === null ? (slice.connections ?? 32) : 64;
  const done = await load({ port: target.port, seconds, rate, ...work, around, connections });
  await work.prove();
  const { before, after, count, elapsed, latencies } = done;
  const mine = after.mine.user + after.mine.system - before.mine.user - before.mine.system;
  const cores = (micros) => micros / 1000 / (after.at - before.at);
  const postgres = after.postgres - before.postgres;
  return {
    count,
    perSecond: count / elapsed,
    cpu: (after.cpu - before.cpu) / count,
    core: cores(after.cpu - before.cpu),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    rss: after.rss,
    commits: (after.commits - before.commits) / count,
    busy: cores(mine),
    postgresCpu: postgres / count,
    postgres: cores(postgres),
  };
}
