/** `gatehouse serve` in operation: readiness, grace and drain, and workers that share a port on PostgreSQL (reliability 4.11, P9). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { workerCount } from "../../src/cli/serve/workers.ts";
import { loadSettings } from "../../src/config/load.ts";
import { build } from "../support/build.ts";
import { inProcess, machineApp, place, program, running, type Place, type Running } from "../support/cli.ts";
import { postToken } from "../support/flow.ts";
import { startCluster, type Cluster } from "../support/postgres-cluster.ts";
import { createDatabase } from "../support/postgres-admin.ts";
import { freePort } from "../support/server.ts";

beforeAll(build);

let at: Place;
let port: number;
beforeEach(async () => {
  port = await freePort();
  at = place({ GATEHOUSE_MANAGEMENT_PORT: String(port), GATEHOUSE_DRAIN_GRACE_SECONDS: "1" });
});
afterEach(() => at.remove());

const look = async (path: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: "close" } });
  return { status: response.status, text: await response.text() };
};
const status = async (url: string): Promise<number> =>
  (await fetch(url, { headers: { connection: "close" } })).status;

/** Asks again until it holds; the test's own time limit is the bound. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

test("4.11 SIGTERM: readiness goes first, requests are still taken during the grace, then exit 0", async () => {
  const server = await running(["serve", "--port", "0"], at.env);
  const keys = `${server.origin}/.well-known/jwks.json`;
  expect(server.ready["management"]).toBe(`http://127.0.0.1:${port}`);
  expect(await look("/livez")).toEqual({ status: 200, text: '{"status":"ok"}' });
  expect((await look("/readyz")).status).toBe(200);
  expect((await look("/metrics")).text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
  expect(await status(`${server.origin}/metrics`)).toBe(404);
  const stopped = server.stop();
  await until(async () => (await look("/readyz")).status === 503);
  expect((await look("/readyz")).text).toContain("draining");
  expect(await status(keys)).toBe(200);
  expect((await look("/livez")).status).toBe(200);
  expect((await stopped).code).toBe(0);
}, 60_000);

test("a management port that is taken is told, and nothing is left running", async () => {
  const server = await running(["serve", "--port", "0"], at.env);
  const heard = await at.gatehouse(["serve", "--port", "0"]);
  expect(heard).toMatchObject({
    code: 1,
    err: `gatehouse: Cannot listen: port ${port} is taken; choose another with --management-port.\n`,
  });
  expect((await server.stop()).code).toBe(0);
}, 60_000);

test("SQLite has one writer: auto means one process, and more is refused with the reason", async () => {
  const heard = await inProcess(["serve", "--workers", "2"], at.env);
  expect(heard).toMatchObject({
    code: 1,
    err: "gatehouse: flag --workers: workers is 2, but SQLite has one writer; give 1, or a database of PostgreSQL.\n",
  });
  expect(workerCount({ workers: "auto", database: "file:x" })).toBe(1);
  expect(workerCount({ workers: "auto", database: "postgres://h/n" })).toBeGreaterThanOrEqual(1);
  expect(loadSettings({ flags: { workers: "many" }, mode: "dev" }).problems).toEqual([
    'flag --workers: workers is "many"; give auto or a whole number from 1 to 64.',
  ]);
});

test("workers: a database that nobody answers for is told in one sentence, and nothing is left running", async () => {
  at.env["GATEHOUSE_DATABASE"] = `postgres://postgres:test@127.0.0.1:${await freePort()}/nothing`;
  const heard = await program(["serve", "--port", "0", "--workers", "2"], at.env);
  expect(heard).toMatchObject({
    code: 1,
    err: "gatehouse: The database cannot be used: the database cannot be reached.\n",
  });
}, 20_000);

describe("workers on PostgreSQL", () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    await createDatabase(cluster.url(""), "workers", "template0");
  });
  afterAll(() => cluster.stop());

  test("4.11 workers start on an empty database; others whose port is taken say so, and end", async () => {
    await createDatabase(cluster.url(""), "empty", "template0");
    at.env["GATEHOUSE_DATABASE"] = cluster.url("empty");
    const server = await running(["serve", "--port", "0", "--workers", "2"], at.env);
    const taken = new URL(server.origin).port;
    const heard = await program(["serve", "--port", taken, "--workers", "2"], at.env);
    expect(heard.code).toBe(1);
    expect(heard.err).toContain(`gatehouse: Cannot listen: port ${taken} is taken`);
    expect(heard.err).toContain("gatehouse: A worker could not start; what it said stands above.");
    expect((await server.stop()).code).toBe(0);
  }, 120_000);

  interface Line {
    event?: string;
    pid?: number;
  }
  const lines = (err: string): Line[] =>
    err
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Line);

  test("4.11 P9 two share one port; a crashed one comes again; without the database nobody is ready; all drain, exit 0", async () => {
    at.env["GATEHOUSE_DATABASE"] = cluster.url("workers");
    const { live } = await machineApp(at, "--set", "access_token_profile=opaque");
    const server: Running = await running(["serve", "--port", "0", "--workers", "2"], at.env);
    const token = async (): Promise<number> =>
      (await postToken(server, { grant_type: "client_credentials", ...live }, { connection: "close" }))
        .status;
    expect((await look("/readyz")).status).toBe(200);
    expect(await Promise.all(Array.from({ length: 20 }, token))).toEqual(
      Array.from({ length: 20 }, () => 200),
    );
    // The figures of both are one.
    const issued = 'gatehouse_token_requests_total{grant="client_credentials",outcome="issued"} 20';
    await until(async () => (await look("/metrics")).text.includes(issued));

    const children = (): Promise<number[]> => server.children();
    expect(await children()).toHaveLength(2);
    const [victim] = await children();
    process.kill(victim ?? 0, "SIGKILL");
    await until(async () => !(await look("/metrics")).text.includes("gatehouse_processes 2"));
    await until(async () => (await look("/metrics")).text.includes("gatehouse_processes 2"));
    expect(await children()).not.toContain(victim);
    expect(await Promise.all(Array.from({ length: 10 }, token))).toEqual(
      Array.from({ length: 10 }, () => 200),
    );

    await cluster.crash();
    const gone = performance.now();
    await until(async () => (await look("/readyz")).status === 503);
    expect(performance.now() - gone).toBeLessThan(2_000);
    await cluster.restart();
    await until(async () => (await look("/readyz")).status === 200);
    expect(await token()).toBe(200);

    const end = await server.stop();
    expect(end.code).toBe(0);
    const said = lines(end.err);
    expect(said.filter(({ event }) => event === "worker_ended")).toMatchObject([{ pid: victim }]);
    expect(said.filter(({ event }) => event === "stopped")).toHaveLength(2);
  }, 120_000);
});
