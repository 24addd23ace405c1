/** UI-23, reliability 4.10 — pages stand in line and take turns; tokens go past them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { atOnce } from "../../src/http/limits/at-once.ts";
import { commonHeaders } from "../../src/http/headers.ts";
import { inTurn, PER_TURN } from "../../src/http/limits/turns.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

/** A line whose turns and whose time the test moves. */
function ownLine(room: number): {
  come(name: string): void;
  turn(): Promise<string[]>;
  now: number;
} {
  const soon: (() => void)[] = [];
  let said: string[] = [];
  const own = {
    now: 0,
    come(name: string) {
      void wait().then(
        () => said.push(name),
        (error: Error) => said.push(`${name}: ${error.message}`),
      );
    },
    /** Runs what is due in the next turn of the event loop; who began or was refused since the last one. */
    async turn() {
      for (const work of soon.splice(0)) work();
      await new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(null))));
      return said.splice(0);
    },
  };
  const { wait } = inTurn(
    { room, patienceMs: 100 },
    { soon: (work) => soon.push(work), steady: () => own.now },
  );
  return own;
}

describe("the line", () => {
  test("so many begin in a turn, in the order of arrival, and who comes later stands behind them", async () => {
    const line = ownLine(10);
    for (const name of ["a", "b", "c"]) line.come(name);
    expect(await line.turn()).toEqual(["a", "b"]);
    line.come("d");
    line.come("e");
    expect(await line.turn()).toEqual(["c", "d"]);
    expect(await line.turn()).toEqual(["e"]);
    expect(await line.turn()).toEqual([]);
    line.come("f");
    expect(await line.turn()).toEqual(["f"]);
  });

  test("who finds it full is refused, and nobody who stands in it is lost", async () => {
    const line = ownLine(3);
    for (const name of ["a", "b", "c", "d"]) line.come(name);
    expect(await line.turn()).toEqual(["d: overloaded", "a", "b"]);
    line.come("e");
    expect(await line.turn()).toEqual(["c", "e"]);
  });

  test("who stood there for too long does not begin, and takes nobody's turn", async () => {
    const line = ownLine(10);
    for (const name of ["a", "b", "c", "d"]) line.come(name);
    line.now = 50;
    for (const name of ["e", "f", "g"]) line.come(name);
    line.now = 101;
    const refused = ["a", "b", "c", "d"].map((name) => `${name}: overloaded`);
    expect(await line.turn()).toEqual([...refused, "e", "f"]);
    expect(await line.turn()).toEqual(["g"]);
  });

  test("half of the places are left to those who need not stand in it", async () => {
    const work = atOnce(4, 1_000);
    const pages = Promise.allSettled([1, 2, 3].map((n) => work.runInTurn(() => n)));
    expect(await work.run(() => "a token")).toBe("a token");
    expect((await pages).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(work.underWay).toBe(0);
  });

  test("it says when it is full, and when there is room again", async () => {
    const work = atOnce(4, 1_000);
    const first = work.runInTurn(() => 1);
    expect(work.full).toBe(false);
    const second = work.runInTurn(() => 2);
    expect(work.full).toBe(true);
    await Promise.all([first, second]);
    expect(work.full).toBe(false);
  });

  test("who begins has half of the deadline left: after that nothing is done that would be answered too late", async () => {
    let now = 0;
    const soon: (() => void)[] = [];
    const work = atOnce(4, 60_000, { soon: (turn) => soon.push(turn), steady: () => now });
    const done: string[] = [];
    const early = work.runInTurn(() => done.push("early"));
    now = 30_000;
    for (const turn of soon.splice(0)) turn();
    await early;
    const late = work.runInTurn(() => done.push("late"));
    now = 60_001;
    for (const turn of soon.splice(0)) turn();
    await expect(late).rejects.toThrow("overloaded");
    expect(done).toEqual(["early"]);
  });
});

const gets = (urls: readonly string[]): { method: "GET"; url: string }[] =>
  urls.map((url) => ({ method: "GET", url }));

describe("the server", () => {
  let server: TestServer;
  let app: TestApp;
  beforeAll(async () => {
    server = await startServer({ settings: { management_api: "on" } });
    app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  });
  afterAll(() => server.close());

  /** Sends all in one turn of the event loop; their addresses in the order in which they were answered. */
  async function answered(pages: readonly string[]): Promise<string[]> {
    const order: string[] = [];
    const token = {
      method: "POST",
      url: "/oauth/token",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: `grant_type=client_credentials&client_id=${app.client_id}&client_secret=${app.client_secret}`,
    } as const;
    const all = [...gets(pages), token, ...gets(["/.well-known/jwks.json"])];
    await Promise.all(
      all.map(async (request) => {
        const { statusCode } = await server.fastify.inject(request);
        expect([request.url, statusCode]).toEqual([request.url, request.url === "/v1/apps" ? 401 : 200]);
        order.push(request.url);
      }),
    );
    return order;
  }

  test.each(["/sign-in", "/v1/apps"])(
    "UI-23 4.10 a token that is asked for behind a crowd at %s is given before most of the crowd is served",
    async (page) => {
      const turns = 12;
      // Once before, for the code: time is not what this is about, but there is a deadline.
      await answered([page]);
      const order = await answered(Array.from({ length: turns * PER_TURN }, () => page));
      const half = (turns * PER_TURN) / 2;
      expect(order.indexOf("/oauth/token")).toBeLessThan(half);
      expect(order.indexOf("/.well-known/jwks.json")).toBeLessThan(half);
    },
  );
});

describe("a full line", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { max_requests_at_once: 10 } });
  });
  afterAll(() => server.close());

  /** Sends 40 in one turn of the event loop, for five of whom there is room; the refusals. */
  async function refused(url: string, language = "en") {
    const headers = { accept: "text/html", "accept-language": language };
    const crowd = Array.from({ length: 40 }, () => server.fastify.inject({ method: "GET", url, headers }));
    return (await Promise.all(crowd)).filter(({ statusCode }) => statusCode === 503);
  }

  test("UI-23 4.10 one page is drawn for all who are refused, in their language, with every header", async () => {
    const { headers: usual } = await server.fastify.inject({ method: "GET", url: "/sign-in" });
    const refusals = [...(await refused("/sign-in")), ...(await refused("/portal"))];
    expect(refusals).toHaveLength(70);
    expect(new Set(refusals.map(({ body }) => body)).size).toBe(1);
    const ids = refusals.map(({ headers }) => headers["x-request-id"]);
    expect(new Set(ids).size).toBe(70);
    for (const { headers } of refusals) {
      expect(headers["retry-after"]).toMatch(/^[12]$/);
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(headers["cache-control"]).toBe("no-store");
      for (const name of Object.keys(commonHeaders(true))) expect(headers[name]).toBe(usual[name]);
    }
    const [german] = await refused("/sign-in", "de");
    expect(german?.body).toContain('lang="de"');
  });

  test("P8 pages of unknown addresses stand in the line too", async () => {
    expect(await refused("/nowhere")).toHaveLength(35);
    expect(server.lines.filter((line) => line["refusal"] === "not_found")).toHaveLength(5);
  });
});
