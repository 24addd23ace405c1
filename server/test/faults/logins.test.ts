/** Reliability 4.10 — 500 people sign in at once: passwords are hashed in a line of their own, and tokens do not wait in it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { fieldOf } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";
import { build, cliSecret } from "../support/cli.ts";
import { full, report } from "../support/figures.ts";
import { caller, kindOf, tally, type Answer, type Caller } from "../support/load.ts";
import { serve, type Served } from "../support/served.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { broken } from "./afterwards.ts";

const people = full() ? 500 : 100;
/** Programs that ask for tokens, one after the other each. */
const lines = 4;

let server: TestServer;
let app: TestApp;
let node: Served;
let calls: Caller;

beforeAll(async () => {
  build();
  server = await startServer({ realClock: true, settings: { secret: cliSecret } });
  app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  node = await serve(server);
  calls = caller(node.port, lines);
});

afterAll(async () => {
  calls.close();
  await node.end("SIGKILL");
  await server.close();
});

/** Asks for tokens until it is told to stop. */
async function tokens(until: Promise<unknown>): Promise<Answer[]> {
  const heard: Answer[] = [];
  const over = new AbortController();
  void until.then(() => over.abort());
  const line = async (): Promise<void> => {
    while (!over.signal.aborted)
      heard.push(
        await calls.post("/oauth/token", {
          grant_type: "client_credentials",
          client_id: app.client_id,
          client_secret: app.client_secret,
        }),
      );
  };
  await Promise.all(Array.from({ length: lines }, line));
  return heard;
}

const p99 = (answers: readonly Answer[]): number =>
  answers.map(({ took }) => took).toSorted((a, b) => a - b)[Math.floor(answers.length * 0.99)] ?? 0;

/** What somebody meets who types the right password. */
async function signIn(): Promise<string> {
  const visitor = new Browser(`http://127.0.0.1:${node.port}`);
  const page = await visitor.open("/sign-in");
  const typed = { username: server.person.username, password: server.person.password };
  const next = await visitor.post(page.url, { csrf: fieldOf(page, "csrf"), ...typed });
  return next.status === 200 && !next.url.includes("/sign-in") ? "signed in" : `${next.status}`;
}

test(`4.10 ${people} people sign in at once: nobody meets an error but 503, and tokens are given meanwhile`, async () => {
  await tokens(new Promise((resolve) => setTimeout(resolve, 500)));
  const alone = await tokens(new Promise((resolve) => setTimeout(resolve, full() ? 10_000 : 2_000)));
  const signing = Promise.all(Array.from({ length: people }, signIn));
  const beside = await tokens(signing);
  const met = tally(await signing);
  expect(tally([...alone, ...beside].map(kindOf))).toEqual({ "200": alone.length + beside.length });
  expect(Object.keys(met).filter((one) => one !== "signed in" && one !== "503")).toEqual([]);
  expect(met["signed in"]).toBeGreaterThan(0);
  expect(await broken(server)).toEqual([]);
  const times = p99(beside) / p99(alone);
  report(
    "500 people sign in at once",
    `${met["signed in"]} signed in, ${met["503"] ?? 0} × 503; tokens meanwhile: ${beside.length.toLocaleString("en")}, 0 failed, ` +
      `p99 ${p99(beside).toFixed(1)} ms, ${times.toFixed(1)} times that of before (${p99(alone).toFixed(1)} ms)`,
  );
}, 180_000);
