/** `gatehouse serve`: the built program, from its refusals to its end. */
import { createServer } from "node:http";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { build } from "../support/build.ts";
import {
  cliSecret,
  inProcess,
  machineApp,
  place,
  program,
  running,
  type Place,
  type Running,
} from "../support/cli.ts";
import { postToken } from "../support/flow.ts";
import { caller } from "../support/load.ts";
import { freePort } from "../support/server.ts";

beforeAll(build);

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

async function sentence(env: Record<string, string>, ...flags: string[]): Promise<string> {
  const heard = await inProcess(["serve", ...flags], {
    GATEHOUSE_DATABASE: "file:/nowhere/gatehouse.db",
    ...env,
  });
  expect(heard).toMatchObject({ code: 1, out: "" });
  return heard.err;
}
/** The commands are no part of the server, and it trusts what it remembers for half a second. */
const refusedSoon = (
  server: Parameters<typeof postToken>[0],
  client: { client_id: string; client_secret: string },
): Promise<void> =>
  expect
    .poll(
      async () => (await postToken(server, { grant_type: "client_credentials", ...client })).json["error"],
      { timeout: 1_000, interval: 20 },
    )
    .toBe("invalid_client");

describe("4.17 refuses to start", () => {
  const good = { GATEHOUSE_ISSUER: "https://auth.example.com", GATEHOUSE_SECRET: cliSecret };

  test("as the built program: no issuer and no secret, two sentences, exit 1", async () => {
    const heard = await program(["serve"], {});
    expect(heard.code).toBe(1);
    expect(heard.out).toBe("");
    expect(heard.err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^gatehouse: serve: issuer is not set; .*GATEHOUSE_ISSUER=/) as string,
      expect.stringMatching(/^gatehouse: serve: secret is not set; .*GATEHOUSE_SECRET_FILE/) as string,
    ]);
  });

  test("RFC 8414 §2 an issuer that is not https, unless it is this machine", async () => {
    const err = await sentence({ ...good, GATEHOUSE_ISSUER: "http://auth.example.com" });
    expect(err).toBe(
      'gatehouse: env GATEHOUSE_ISSUER: issuer is "http://auth.example.com"; use https; http is for loopback addresses only.\n',
    );
  });

  test("a public secret, a short one, and an unknown setting, and a value out of bounds", async () => {
    expect(
      await sentence({ ...good, GATEHOUSE_SECRET: "gatehouse-development-secret-not-for-production" }),
    ).toContain("is public");
    expect(await sentence({ ...good, GATEHOUSE_SECRET: "short" })).toContain("at least 32");
    expect(await sentence({ ...good, GATEHOUSE_PROT: "1" })).toContain("did you mean GATEHOUSE_PORT?");
    expect(await sentence(good, "--port", "70000")).toContain("flag --port: port is");
  });

  test("a database that this build cannot use, or that cannot be opened: one sentence, no stack", async () => {
    expect(await sentence({ ...good, GATEHOUSE_DATABASE: "file:/nowhere/gatehouse.db" })).toBe(
      "gatehouse: The database cannot be used: the database file cannot be opened.\n",
    );
  });
});

test("a port that is taken: one sentence, exit 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as { port: number };
  const heard = await at.gatehouse(["serve", "--port", String(port)]);
  expect(heard).toMatchObject({
    code: 1,
    err: `gatehouse: Cannot listen: port ${port} is taken; choose another with --port.\n`,
  });
  other.close();
});

describe("a server in production and the commands beside it", () => {
  let server: Running;
  let home: Place;
  const origin = (): { origin: string } => ({ origin: server.origin });

  beforeAll(async () => {
    home = place();
    const port = await freePort();
    home.env["GATEHOUSE_ISSUER"] = `http://127.0.0.1:${port}`;
    home.env["GATEHOUSE_PORT"] = String(port);
    server = await running(["serve"], home.env);
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  const token = (client_id: string, client_secret: string): ReturnType<typeof postToken> =>
    postToken(origin(), { grant_type: "client_credentials", client_id, client_secret });

  const endsSoon = (client_id: string, client_secret: string): Promise<void> =>
    refusedSoon(origin(), { client_id, client_secret });

  test("an app that is registered while it runs gets a token; rotation and a new API secret work at once, what is withdrawn ends within a second", async () => {
    expect(server.ready).toMatchObject({ ready: true, issuer: home.env["GATEHOUSE_ISSUER"] });
    const { live } = await machineApp(home, "--set", "access_token_profile=opaque");
    const first = await token(live.client_id, live.client_secret);
    expect(first).toMatchObject({ status: 200, json: { token_type: "Bearer", scope: "bookings:read" } });

    const kept = await home.answer("app", "rotate-secret", live.client_id, "--overlap", "1h");
    const second = String(kept["client_secret"]);
    expect((await token(live.client_id, live.client_secret)).status).toBe(200);
    expect((await token(live.client_id, second)).status).toBe(200);
    const third = String((await home.answer("app", "rotate-secret", live.client_id))["client_secret"]);
    expect((await token(live.client_id, third)).status).toBe(200);
    await endsSoon(live.client_id, live.client_secret);
    expect((await token(live.client_id, second)).json["error"]).toBe("invalid_client");

    const [{ id }] = (await home.answer("api", "list"))["apis"] as [{ id: string }];
    const api = await home.answer("api", "rotate-secret", id);
    const active = async (): Promise<unknown> => {
      const basic = Buffer.from(`${id}:${String(api["client_secret"])}`).toString("base64");
      const response = await fetch(`${server.origin}/oauth/introspect`, {
        method: "POST",
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ token: String(first.json["access_token"]) }),
      });
      return ((await response.json()) as { active?: unknown }).active;
    };
    expect(await active()).toBe(true);
    await home.answer("app", "disable", live.client_id);
    expect(await active()).toBe(false);
    await endsSoon(live.client_id, third);
    await home.answer("app", "enable", live.client_id);
    expect((await token(live.client_id, third)).status).toBe(200);
    expect(await active()).toBe(false);
  });
});

test("4.11 SIGTERM under load: what was asked is answered 200, nobody hears 503, exit 0, and doctor finds nothing", async () => {
  const { live } = await machineApp(at, "--set", "access_token_profile=opaque");
  const server = await running(["serve", "--port", "0", "--log-level", "warn"], at.env);
  const calls = caller(Number(new URL(server.origin).port), 16);
  const heard: string[] = [];
  let served = 0;
  let stopped: ReturnType<Running["stop"]> | null = null;
  const line = async (): Promise<void> => {
    for (;;) {
      const answer = await calls
        .post("/oauth/token", { grant_type: "client_credentials", ...live })
        .catch((error: { code?: string }) => error.code ?? "unknown");
      if (typeof answer === "string") return void heard.push(answer);
      heard.push(String(answer.status));
      if (++served === 200) stopped = server.stop();
    }
  };
  await Promise.all(Array.from({ length: 16 }, line));
  calls.close();
  const end = await (stopped ?? server.stop());
  expect(end.code).toBe(0);
  expect(end.err).toBe("");
  // A socket that is gone is a client's cue to connect elsewhere; no answer is anything but a 200.
  const answers = heard.filter((what) => /^\d/.test(what));
  expect(answers.length).toBeGreaterThanOrEqual(200);
  expect(new Set(answers)).toEqual(new Set(["200"]));
  expect(heard.filter((what) => !/^\d|^ECONN|^EPIPE/.test(what))).toEqual([]);
  expect((await at.gatehouse(["doctor"])).code).toBe(0);
}, 60_000);

test("a development folder: the commands find its database and secret through --data", async () => {
  const data = `${at.folder}/dev`;
  const dev = await running(["dev", "--port", "0", "--data", data], {});
  try {
    const list = await program(["app", "list", "--data", data, "--json"], {});
    expect((list.json()["apps"] as unknown[]).length).toBe(5);
    const [app] = (dev.ready["apps"] as { client_id: string; client_secret: string }[]).slice(-1);
    const rotated = await inProcess([
      "app",
      "rotate-secret",
      String(app?.client_id),
      "--data",
      data,
      "--json",
    ]);
    const fields = { grant_type: "client_credentials", client_id: String(app?.client_id) };
    await refusedSoon(dev, {
      client_id: String(app?.client_id),
      client_secret: String(app?.client_secret),
    });
    expect(
      (await postToken(dev, { ...fields, client_secret: String(rotated.json()["client_secret"]) })).status,
    ).toBe(200);
    const config = await inProcess(["config", "--data", data, "--json"]);
    expect(config.json()["settings"]).toMatchObject({
      issuer: { value: dev.ready["issuer"], origin: `data ${data}/dev.json` },
      secret: { value: "(set, not shown)", origin: `data ${data}/dev.json` },
    });
    const doctor = await inProcess(["doctor", "--data", data, "--json"]);
    const checks = doctor.json()["checks"] as { check: string; status: string }[];
    expect(checks.find(({ check }) => check === "seeded")?.status).toBe("warn");
    expect(doctor.code).toBe(0);
  } finally {
    expect((await dev.stop()).code).toBe(0);
  }
  const none = await inProcess(["app", "list", "--data", `${at.folder}/nothing`]);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining("gatehouse dev") as string });
}, 60_000);
