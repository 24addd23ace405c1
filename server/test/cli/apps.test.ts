/** `gatehouse app`: registration is refused with every reason at once, secrets are shown once, overlap and end are kept. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rotateSecret } from "../../src/cli/apps/rotate-secret.ts";
import { machineApp, place, type Place } from "../support/cli.ts";
import { postToken } from "../support/flow.ts";
import { startServer } from "../support/server.ts";

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

describe("app create", () => {
  test("RFC 7591 §2 a new organisation, one client per environment, each with its own secret", async () => {
    const { app } = await machineApp(
      at,
      "--set",
      "access_token_seconds=300",
      "--set",
      "token_endpoint_get=basic_only",
    );
    expect(app).toMatchObject({
      client_name: "Trip Planner",
      application_type: "machine",
      organisation: { name: "Northwind", verified_at: null },
    });
    const clients = app["clients"] as Record<string, unknown>[];
    expect(clients.map(({ environment }) => environment)).toEqual(["live", "test"]);
    for (const client of clients)
      expect(client).toMatchObject({
        grant_types: ["client_credentials"],
        scope: "bookings:read",
        resource: "https://api.example",
        settings: { access_token_seconds: 300, token_endpoint_get: "basic_only" },
      });
    const [live, other] = clients.map(({ client_secret }) => String(client_secret));
    expect(live).toMatch(/^ghs_live_/);
    expect(other).toMatch(/^ghs_test_/);
    expect((await at.answer("organisation", "list"))["organisations"]).toHaveLength(1);
  });

  test("an organisation that exists is not made again, by name or by id", async () => {
    const { app } = await machineApp(at);
    const { id } = app["organisation"] as { id: string };
    for (const organisation of ["Northwind", id])
      await at.answer(
        "app",
        "create",
        "--name",
        "Other",
        "--organisation",
        organisation,
        "--type",
        "machine",
        "--scope",
        "bookings:read",
      );
    expect((await at.answer("organisation", "list"))["organisations"]).toHaveLength(1);
    const unknown = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    const no = await at.gatehouse([
      "app",
      "create",
      "--name",
      "X",
      "--organisation",
      unknown,
      "--type",
      "machine",
      "--scope",
      "bookings:read",
    ]);
    expect(no).toMatchObject({ code: 1, err: "gatehouse: There is no organisation with this id.\n" });
  });

  test("everything that is wrong is told at once beside its option, and nothing is stored", async () => {
    await machineApp(at);
    const heard = await at.gatehouse([
      "app",
      "create",
      "--name",
      "\u200b",
      "--organisation",
      "New Partner",
      "--scope",
      "bookings:fly",
      "--grant",
      "password",
      "--redirect-uri",
      "http://app.example/cb",
      "--set",
      "pkc=optional",
      "--set",
      "rsa_bits=1024",
      "--json",
    ]);
    expect(heard.code).toBe(1);
    const { problems } = heard.json() as { problems: { field: string; sentence: string }[] };
    expect(problems.map(({ field }) => field)).toEqual([
      "--name",
      "--grant",
      "--redirect-uri",
      "--scope",
      "--set",
      "--set",
    ]);
    expect(problems.map(({ sentence }) => sentence)).toContain(
      "pkc is not a setting of a client; did you mean pkce?",
    );
    expect(heard.err.trimEnd().split("\n")).toHaveLength(6);
    const { organisations } = await at.answer("organisation", "list");
    expect((organisations as { name: string }[]).map(({ name }) => name)).toEqual(["Northwind"]);
  });

  test("RFC 6749 §2.1 a native app is public: no secret, no rotation, and PKCE cannot be optional", async () => {
    await machineApp(at);
    const create = [
      "app",
      "create",
      "--name",
      "Phone",
      "--organisation",
      "Northwind",
      "--type",
      "native",
      "--scope",
      "bookings:read",
      "--redirect-uri",
      "http://127.0.0.1/cb",
      "--environment",
      "test",
    ];
    const app = await at.answer(...create);
    const [client] = app["clients"] as Record<string, unknown>[];
    expect(client).toMatchObject({ token_endpoint_auth_method: "none", secrets: [] });
    expect(client).not.toHaveProperty("client_secret");
    const rotated = await at.gatehouse(["app", "rotate-secret", String(client?.["client_id"])]);
    expect(rotated).toMatchObject({ code: 1, err: expect.stringContaining("public") as string });
    const loose = await at.gatehouse([...create, "--set", "pkce=optional"]);
    expect(loose).toMatchObject({ code: 1, err: expect.stringContaining("must use PKCE") as string });
  });

  test("the text speaks the company's words, and the secret is never shown again", async () => {
    at.env["GATEHOUSE_CLIENT_ID_LABEL"] = "Identifier";
    at.env["GATEHOUSE_CLIENT_SECRET_LABEL"] = "Secret";
    await machineApp(at);
    const made = await at.gatehouse([
      "app",
      "create",
      "--name",
      "Second",
      "--organisation",
      "Northwind",
      "--type",
      "machine",
      "--scope",
      "bookings:read",
      "--environment",
      "live",
    ]);
    expect(made.out).toMatch(/^ {2}Identifier +live_[0-9a-f]{32}$/m);
    const [, secret = ""] = /^ {2}Secret +(ghs_live_\S+)$/m.exec(made.out) ?? [];
    expect(secret.length).toBeGreaterThan(40);
    const [, id = ""] = /(live_[0-9a-f]{32})/.exec(made.out) ?? [];
    for (const argv of [
      ["app", "show", id],
      ["app", "show", id, "--json"],
      ["app", "list", "--json"],
    ]) {
      const shown = await at.gatehouse(argv);
      expect(shown.code).toBe(0);
      expect(shown.out).not.toContain(secret);
      expect(shown.out).not.toContain(secret.slice(0, -4));
    }
    expect((await at.gatehouse(["app", "show", id])).out).toContain(`…${secret.slice(-4)} (first)`);
  });

  test("without an API, and with several, it says what to do", async () => {
    const create = [
      "app",
      "create",
      "--name",
      "X",
      "--organisation",
      "N",
      "--type",
      "machine",
      "--scope",
      "a",
    ];
    expect(await at.gatehouse(create)).toMatchObject({
      code: 1,
      err: expect.stringContaining("gatehouse api create") as string,
    });
    for (const name of ["one", "two"])
      await at.answer("api", "create", "--identifier", `https://${name}.example`, "--name", name);
    expect(await at.gatehouse(create)).toMatchObject({
      code: 2,
      err: expect.stringContaining("--api") as string,
    });
  });
});

describe("app rotate-secret", () => {
  test("an app with several clients is not guessed at", async () => {
    const { app, live } = await machineApp(at);
    const heard = await at.gatehouse(["app", "rotate-secret", String(app["id"])]);
    expect(heard).toMatchObject({ code: 2, err: expect.stringContaining(live.client_id) as string });
  });

  test("--overlap is a length of time", async () => {
    const { live } = await machineApp(at);
    for (const overlap of ["24", "1w", "-1h", "91d", ""])
      expect((await at.gatehouse(["app", "rotate-secret", live.client_id, "--overlap", overlap])).code).toBe(
        2,
      );
    const before = Date.now();
    const made = await at.answer("app", "rotate-secret", live.client_id, "--overlap", "24h");
    const end = Date.parse(String(made["others_end_at"]));
    expect(end - before).toBeGreaterThanOrEqual(86_400_000);
    expect(end - Date.now()).toBeLessThanOrEqual(86_400_000);
  });

  test("RFC 6749 §2.3.1 both secrets work during the overlap and only the new one after it", async () => {
    const server = await startServer();
    try {
      const app = await server.addApp();
      const view = await server.gatehouse.store.registry.findApp(app.client_id);
      const [client] = view?.clients ?? [];
      if (client === undefined) throw new Error("no client");
      const made = await rotateSecret(server.gatehouse, client, 3_600_000, "second");
      const { client_secret } = made.json as { client_secret: string };
      const works = async (secret: string): Promise<boolean> => {
        const fields = { grant_type: "client_credentials", client_id: app.client_id, client_secret: secret };
        return (await postToken(server, fields)).status === 200;
      };
      server.clock.advance(3_599_000);
      expect([await works(app.client_secret), await works(client_secret)]).toEqual([true, true]);
      server.clock.advance(1000);
      expect([await works(app.client_secret), await works(client_secret)]).toEqual([false, true]);
    } finally {
      await server.close();
    }
  });
});

test("app disable by the app's id reaches both clients, enable lets them begin anew", async () => {
  const { app } = await machineApp(at);
  const id = String(app["id"]);
  const statuses = async (): Promise<string[]> =>
    ((await at.answer("app", "show", id))["clients"] as { status: string }[]).map(({ status }) => status);
  await at.answer("app", "disable", id);
  expect(await statuses()).toEqual(["disabled", "disabled"]);
  await at.answer("app", "enable", id);
  expect(await statuses()).toEqual(["active", "active"]);
  expect((await at.gatehouse(["app", "disable", "app_none"])).err).toBe("gatehouse: There is no such app.\n");
});
