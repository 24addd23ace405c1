/** Reliability 4.16 — mixed traffic for minutes (`npm run soak`): memory and open files stay what they were, and nothing fails. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../support/build.ts";
import { cliSecret } from "../support/cli.ts";
import { report } from "../support/figures.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../support/load.ts";
import { createDatabase } from "../support/postgres-admin.ts";
import { startCluster, type Cluster } from "../support/postgres-cluster.ts";
import { premadeCodes, premadeRefreshTokens } from "../support/premade.ts";
import { steady } from "../support/rate.ts";
import { serve, type Served } from "../support/served.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { broken, redeemAt } from "../faults/afterwards.ts";

/** How long, and how many requests a second. */
const minutes = Number(process.env["SOAK"] ?? "10");
const perSecond = Number(process.env["SOAK_RATE"] ?? "50");
/** Codes live ten minutes: they are made while the traffic runs. */
const CODES = 200;

let cluster: Cluster;
let server: TestServer;
let opaque: TestApp;
let signed: TestApp;
let node: Served;
let calls: Caller;

beforeAll(async () => {
  build();
  cluster = await startCluster();
  await createDatabase(cluster.url(""), "soak", "template0");
  server = await startServer({
    realClock: true,
    settings: { secret: cliSecret, database: cluster.url("soak") },
  });
  opaque = await server.addApp({ settings: { access_token_profile: "opaque" } });
  await server.gatehouse.store.registry.createOrganisation({ id: "org_2", name: "Southwind" });
  signed = await server.addApp({ organisation: "org_2" });
  node = await serve(server);
  calls = caller(node.port, 64);
});

afterAll(async () => {
  calls.close();
  await node.end("SIGKILL");
  await server.close();
  await cluster.stop();
});

const client = ({ client_id, client_secret }: TestApp) => ({ client_id, client_secret });

const token = (app: TestApp): Promise<Answer> =>
  calls.post("/oauth/token", { ...client(app), grant_type: "client_credentials" });

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

test(
  `4.16 ${minutes} minutes of mixed traffic at ${perSecond} requests a second: memory and files are flat, 0 failed`,
  async () => {
    const families = await premadeRefreshTokens(server, opaque, 50);
    const held = families.map(({ token }) => token);
    const free = held.map((_, n) => n);
    const codes = await premadeCodes(server, opaque, CODES);
    const living: string[] = [];
    let making: Promise<void> | null = null;
    const refresh = async (): Promise<Answer> => {
      const chain = free.pop();
      if (chain === undefined) return token(opaque);
      const answer = await calls.post("/oauth/token", {
        ...client(opaque),
        grant_type: "refresh_token",
        refresh_token: held[chain] ?? "",
      });
      if (answer.status === 200) held[chain] = String(answer.json["refresh_token"]);
      free.push(chain);
      return answer;
    };
    const more = async (): Promise<void> => {
      // On a machine that has no time for it the next one tries again.
      codes.push(...(await premadeCodes(server, opaque, CODES).catch(() => [])));
    };
    const redeem = async (): Promise<Answer> => {
      if (codes.length < CODES / 2) making ??= more().finally(() => (making = null));
      const code = codes.pop();
      return code === undefined ? token(opaque) : redeemAt(calls, opaque, code);
    };
    const look = (one: string): Promise<Answer> =>
      calls.post("/oauth/introspect", {
        client_id: server.api.client_id,
        client_secret: server.api.client_secret,
        token: one,
      });
    const ways: readonly ((n: number) => Promise<Answer>)[] = [
      async () => {
        const answer = await token(opaque);
        living.push(String(answer.json["access_token"]));
        return answer;
      },
      () => token(signed),
      refresh,
      redeem,
      (n) => look(living[n % Math.max(1, living.length)] ?? "none"),
      async () => {
        const one = living.length > 100 ? living.shift() : undefined;
        return one === undefined
          ? token(signed)
          : calls.post("/oauth/revoke", { ...client(opaque), token: one });
      },
      (n) => look(`gha_live_${n}`),
      // Somebody who guesses, every now and then.
      (n) =>
        n % 700 === 7
          ? calls.post("/oauth/token", { client_id: opaque.client_id, client_secret: "no", grant_type: "x" })
          : token(signed),
    ];
    const holds: { megabytes: number; files: number }[] = [];
    // Of each answer only what it was is kept: this process must not grow either.
    const load = steady(perSecond, async (n) => {
      const answer = await (ways[n % ways.length] ?? refresh)(n);
      return { kind: kindOf(answer), took: answer.took };
    });
    const weigh = (): void => {
      const { megabytes, files } = node.holds();
      // How many connections its clients keep is their affair.
      holds.push({ megabytes, files: files - calls.open() });
    };
    const looking = setInterval(weigh, 2_000);
    await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
    clearInterval(looking);
    const samples = await load.stop();
    const counts = tally(samples.map(({ answer }) => answer.kind));
    const fifth = Math.floor(holds.length / 5);
    const fifths = [0, 1, 2, 3, 4].map((n) => {
      const part = holds.slice(n * fifth, (n + 1) * fifth);
      return {
        megabytes: Math.round(median(part.map((one) => one.megabytes))),
        files: median(part.map((one) => one.files)),
      };
    });
    // The first is the one in which it becomes warm.
    const [, early, , , late] = fifths;
    const grown = (late?.megabytes ?? 0) - (early?.megabytes ?? 0);
    const files = (late?.files ?? 0) - (early?.files ?? 0);
    const times = samples.map(({ answer }) => answer.took).toSorted((a, b) => a - b);
    const refused = samples.filter(({ answer }) => answer.kind.startsWith("5")).length;
    // Told first, judged afterwards: ten minutes are not thrown away.
    report(
      "soak with mixed traffic",
      `${minutes} minutes, ${samples.length.toLocaleString("en")} requests at ${perSecond} a second, ${refused} not served, p99 ` +
        `${Math.ceil(times[Math.floor(times.length * 0.99)] ?? 0)} ms; by fifths of the time: ` +
        `${fifths.map(({ megabytes }) => megabytes).join(", ")} MB of memory, ` +
        `${fifths.map((one) => one.files).join(", ")} open files beside its clients' connections`,
    );
    const failed = Object.keys(counts).filter((kind) => kind !== "200" && !kind.startsWith("401 "));
    expect(failed).toEqual([]);
    expect(samples.length).toBeGreaterThan(minutes * 60 * perSecond * 0.5);
    expect(grown).toBeLessThan(15);
    expect(files).toBeLessThanOrEqual(5);
    expect(await broken(server)).toEqual([]);
  },
  (minutes + 3) * 60_000,
);
