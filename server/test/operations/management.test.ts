/** The management listener: alive, ready, figures (reliability P9, 4.4, 4.11; security HX-03). */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMeter, type Meter } from "../../src/http/management/meter.ts";
import { createReadiness } from "../../src/http/management/readiness.ts";
import { createManagement } from "../../src/http/management/server.ts";
import { postToken } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

describe("readiness", () => {
  test("P9 a database that hangs is told within two seconds, and one that answers again too", async () => {
    let away = false;
    const readiness = createReadiness(() => (away ? new Promise(() => undefined) : Promise.resolve()));
    expect(await readiness.trouble()).toBeNull();
    away = true;
    const started = performance.now();
    while ((await readiness.trouble()) === null) await new Promise((resolve) => setImmediate(resolve));
    expect(performance.now() - started).toBeLessThan(2_000);
    away = false;
    const back = performance.now();
    while ((await readiness.trouble()) !== null) await new Promise((resolve) => setImmediate(resolve));
    expect(performance.now() - back).toBeLessThan(2_000);
  });

  test("P9 one that refuses is told, and a storm of questions is one probe", async () => {
    let probes = 0;
    const readiness = createReadiness(() => {
      probes++;
      return Promise.reject(new Error("refused"));
    });
    const heard = await Promise.all(Array.from({ length: 500 }, () => readiness.trouble()));
    expect(new Set(heard)).toEqual(new Set(["database"]));
    expect(probes).toBe(1);
  });

  test("4.11 who drains is not ready, whatever the database says", async () => {
    const readiness = createReadiness(() => Promise.resolve());
    expect(await readiness.trouble()).toBeNull();
    readiness.drain();
    expect(await readiness.trouble()).toBe("draining");
  });
});

test("/livez says that the process answers, /readyz why it is not ready, anything else is nothing", async () => {
  let trouble: "database" | null = null;
  const app = createManagement({
    trouble: () => Promise.resolve(trouble),
    metrics: () => Promise.resolve("# none\n"),
  });
  expect((await app.inject("/livez")).statusCode).toBe(200);
  expect((await app.inject("/readyz")).statusCode).toBe(200);
  trouble = "database";
  const answer = await app.inject("/readyz");
  expect([answer.statusCode, answer.json(), answer.headers["cache-control"]]).toEqual([
    503,
    { status: "unavailable", reason: "database" },
    "no-store",
  ]);
  expect((await app.inject("/livez")).statusCode).toBe(200);
  expect((await app.inject("/metrics")).headers["content-type"]).toContain("text/plain; version=0.0.4");
  expect((await app.inject("/")).statusCode).toBe(404);
  expect((await app.inject({ method: "POST", url: "/livez" })).statusCode).toBe(404);
  await app.close();
});

describe("figures", () => {
  let server: TestServer;
  let app: TestApp;
  const meter: Meter = createMeter({ process: false });

  beforeAll(async () => {
    server = await startServer({ meter });
    app = await server.addApp({ settings: { access_token_profile: "opaque" } });
  });
  afterAll(() => server.close());

  const token = (client_secret: string): ReturnType<typeof postToken> =>
    postToken(server, { grant_type: "client_credentials", client_id: app.client_id, client_secret });

  /** Figures are counted after the answer has left. */
  async function figures(holds: string): Promise<string> {
    for (;;) {
      const text = await meter.registry.metrics();
      if (text.includes(holds)) return text;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  test("tokens by grant and outcome, requests by route and class of status, writes and commits of the store", async () => {
    expect((await token(app.client_secret)).status).toBe(200);
    expect((await token("wrong")).status).toBe(401);
    const text = await figures('outcome="unknown_client"');
    expect(text).toContain('gatehouse_token_requests_total{grant="client_credentials",outcome="issued"} 1');
    expect(text).toContain('gatehouse_token_requests_total{grant="none",outcome="unknown_client"} 1');
    expect(text).toContain('gatehouse_http_requests_total{route="/oauth/token",status="2xx"} 1');
    expect(text).toContain('gatehouse_http_requests_total{route="/oauth/token",status="4xx"} 1');
    expect(text).toContain('gatehouse_http_request_seconds_count{route="/oauth/token"} 2');
    expect(text).toMatch(/gatehouse_store_write_seconds_count\{outcome="stored"\} [1-9]/);
    expect(text).toMatch(/gatehouse_store_batch_size_count [1-9]/);
    expect(text).toContain("gatehouse_store_writes_waiting 0");
    expect(text).toMatch(/gatehouse_cache_total\{cache="registry",outcome="miss"\} [1-9]/);
    expect(text).toContain("gatehouse_http_requests_under_way 0");
    expect((await token(app.client_secret)).status).toBe(200);
    await figures('gatehouse_cache_total{cache="registry",outcome="hit"}');
  });

  test("letters that wait or were given up, and what the inspector dropped", async () => {
    const { letters } = server.gatehouse.store;
    const now = server.clock.now();
    for (const id of ["a", "b", "c"])
      await letters.put({ id, body: "{}", createdAt: now, uselessAt: now + 1000 }, 10);
    await letters.givenUp("a", "550");
    await figures("gatehouse_letters_waiting 2");
    await figures("gatehouse_letters_given_up 1");
    await figures("gatehouse_events_dropped 0");
    await server.gatehouse.recorder.flush();
    const owners = vi
      .spyOn(server.gatehouse.store.events, "owners")
      .mockRejectedValue(new Error("the store is away"));
    expect((await token("wrong")).status).toBe(401);
    await server.gatehouse.recorder.flush();
    owners.mockRestore();
    await figures("gatehouse_events_dropped 1");
  });

  test("HX-03 no label holds a client, a secret or a token, and no caller makes up a label", async () => {
    const issued = await token(app.client_secret);
    await fetch(`${server.origin}/made-up-${app.client_id}?client_secret=${app.client_secret}`);
    await postToken(server, { grant_type: "made_up_grant", ...app });
    const text = await figures('route="(none)"');
    for (const value of [app.client_id, app.client_secret, String(issued.json["access_token"])])
      expect(text).not.toContain(value);
    expect(text).not.toContain("made");
  });
});
