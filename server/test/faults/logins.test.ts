/** UI-23, reliability 4.10 — 500 people sign in at once: their pages and passwords wait in lines of their own, and tokens do not wait in them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { build } from "../support/build.ts";
import { cliSecret } from "../support/cli.ts";
import { crowd } from "../support/crowd.ts";
import { full, report } from "../support/figures.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../support/load.ts";
import { steady } from "../support/rate.ts";
import { serve, type Served } from "../support/served.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { broken } from "./afterwards.ts";

const people = full() ? 500 : 100;
/** One after the other, so that a percentile is of many. */
const crowds = full() ? 5 : 1;
/** Tokens a second. They are asked for whatever becomes of those before: who waits for an answer before asking hides every delay but one. */
const rate = 100;
/** Milliseconds of work that may stand before a token: the connections of a crowd arrive in about twenty, and no line can divide that. */
const MOST = 50;

let server: TestServer;
let app: TestApp;
let node: Served;
let calls: Caller;

beforeAll(async () => {
  build();
  server = await startServer({ realClock: true, settings: { secret: cliSecret } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  node = await serve(server, { node: ["--import", new URL("../support/ahead.ts", import.meta.url).href] });
  calls = caller(node.port, 64);
});

afterAll(async () => {
  calls.close();
  await node.end("SIGKILL");
  await server.close();
});

/** What those heard who asked for tokens during `time`, and what `time` came to. */
async function tokensDuring<T>(time: () => Promise<T>): Promise<{ heard: Answer[]; met: T }> {
  const asking = steady(rate, () =>
    calls.post("/oauth/token", {
      grant_type: "client_credentials",
      client_id: app.client_id,
      client_secret: app.client_secret,
    }),
  );
  const met = await time();
  return { heard: (await asking.stop()).map(({ answer }) => answer), met };
}

const arrive = (size: number): Promise<string[]> =>
  crowd({ origin: `http://127.0.0.1:${node.port}`, people: size, ...server.person });

const p99 = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * 0.99)] ?? 0;

/** What a token cost that was asked for in this time: on the clock, and in work of the node that stood before its answer. */
const costs = (answers: readonly Answer[]): string =>
  `p99 ${p99(answers.map(({ took }) => took)).toFixed(1)} ms, ${p99(answers.map(({ work }) => work)).toFixed(1)} of them work`;

test(`UI-23 4.10 ${people} people sign in at once: nobody meets an error but 503, and tokens do not wait for them`, async () => {
  // Before: the code of pages and tokens alike is compiled when somebody needs it.
  await tokensDuring(() => arrive(50));
  const { heard: alone } = await tokensDuring(
    () => new Promise((resolve) => setTimeout(resolve, full() ? 15_000 : 2_000)),
  );
  const { heard: beside, met } = await tokensDuring(async () => {
    const all: string[][] = [];
    while (all.length < crowds) all.push(await arrive(people));
    return tally(all.flat());
  });
  expect(tally([...alone, ...beside].map(kindOf))).toEqual({ "200": alone.length + beside.length });
  expect(Object.keys(met).filter((one) => one !== "signed in" && one !== "503")).toEqual([]);
  expect(met["signed in"]).toBeGreaterThan(0);
  expect(await broken(server)).toEqual([]);
  report(
    "500 people sign in at once",
    `${crowds} times: ${met["signed in"]} signed in, ${met["503"] ?? 0} × 503; tokens meanwhile: ` +
      `${beside.length.toLocaleString("en")} at ${rate} a second, 0 failed, ${costs(beside)} (when nobody signs in ${costs(alone)})`,
  );
  expect(p99(beside.map(({ work }) => work))).toBeLessThan(MOST);
}, 180_000);
