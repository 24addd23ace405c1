/** `gatehouse config` and `gatehouse init`: where every value comes from, and files that are never overwritten. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SETTING_KEYS } from "../../src/config/settings.ts";
import { cliSecret, inProcess, place, type Place } from "../support/cli.ts";

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

type Settings = Record<string, { value: string; origin: string }>;

test("every setting says where it comes from: default, preset, file and line, environment, flag", async () => {
  const file = join(at.folder, "own.yaml");
  writeFileSync(file, "# ours\ncompany: Bookings Inc.\nport: 4100\nhost: 127.0.0.2\n");
  const env = { GATEHOUSE_SECRET: cliSecret, GATEHOUSE_PORT: "4200", GATEHOUSE_HOST: "127.0.0.3" };
  const heard = await inProcess(
    [
      "config",
      "--json",
      "--config",
      file,
      "--preset",
      "provider-001",
      "--host",
      "127.0.0.4",
      "--pkce",
      "plain_allowed",
    ],
    env,
  );
  expect(heard).toMatchObject({ code: 0, err: "" });
  const { settings } = heard.json() as { settings: Settings };
  expect(Object.keys(settings)).toEqual([...SETTING_KEYS]);
  expect(settings).toMatchObject({
    log_level: { value: "info", origin: "default" },
    client_id_label: { value: "Identifier", origin: "preset provider-001" },
    company: { value: "Bookings Inc.", origin: `${file}:2` },
    port: { value: "4200", origin: "env GATEHOUSE_PORT" },
    host: { value: "127.0.0.4", origin: "flag --host" },
    pkce: { value: "plain_allowed", origin: "flag --pkce" },
  });
});

test("HX-05 no secret is shown, however it came, in text or JSON", async () => {
  const password = "p4ssw0rd-of-the-database";
  const env = {
    GATEHOUSE_DATABASE: `postgres://gatehouse:${password}@db.example/gatehouse`,
    GATEHOUSE_SECRET: cliSecret,
  };
  for (const more of [[], ["--json"], ["--secret", `${cliSecret}-as-a-flag`]]) {
    const heard = await inProcess(["config", ...more], env);
    expect(heard.out).toContain("(set, not shown)");
    expect(heard.out + heard.err).not.toContain(cliSecret);
    expect(heard.out + heard.err).not.toContain(password);
  }
});

test("a mistake is told with its place, and the exit code is 1", async () => {
  const heard = await at.gatehouse(["config", "--json", "--port", "none"]);
  expect(heard.code).toBe(1);
  expect(heard.json()["problems"]).toEqual([
    expect.stringMatching(/^flag --port: port is "none"; give/) as string,
  ]);
  expect(heard.err).toMatch(/^gatehouse: flag --port: /);
});

test("GATEHOUSE_CONFIG and GATEHOUSE_PRESET are read; the flag wins", async () => {
  const [one, two] = ["one", "two"].map((name) => {
    const file = join(at.folder, `${name}.yaml`);
    writeFileSync(file, `company: ${name}\n`);
    return file;
  });
  const env = { GATEHOUSE_CONFIG: String(one), GATEHOUSE_PRESET: "provider-004" };
  const company = async (...argv: string[]): Promise<Settings> =>
    (await inProcess(["config", "--json", ...argv], env)).json()["settings"] as Settings;
  expect(await company()).toMatchObject({
    company: { value: "one" },
    token_endpoint_get: { value: "basic_only" },
  });
  expect(await company("--config", String(two))).toMatchObject({ company: { value: "two" } });
});

test("init: what it writes is all that serve needs, readable by its owner only", async () => {
  const folder = join(at.folder, "new");
  const heard = await inProcess([
    "init",
    folder,
    "--issuer",
    "https://auth.example.com",
    "--company",
    'Big "B" #1',
    "--json",
  ]);
  expect(heard).toMatchObject({ code: 0, err: "" });
  const { config, secret } = heard.json() as { config: string; secret: string };
  expect([config, secret].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  const shown = await inProcess(["config", "--json", "--config", config]);
  expect(shown.json()).toMatchObject({
    problems: [],
    settings: {
      issuer: {
        value: "https://auth.example.com",
        origin: expect.stringContaining("gatehouse.yaml:") as string,
      },
      company: { value: 'Big "B" #1' },
      secret: { value: "(set, not shown)", origin: secret },
    },
  });
  const text = readFileSync(config, "utf8");
  for (const key of SETTING_KEYS) if (key !== "secret") expect(text).toMatch(new RegExp(`^#?${key}: `, "m"));
  const doctor = await inProcess(["doctor", "--config", config, "--json"]);
  expect(doctor.json()["checks"]).toContainEqual({
    check: "settings",
    status: "ok",
    sentence: expect.any(String) as string,
  });
  const other = await inProcess(["init", join(at.folder, "other"), "--json"]);
  expect(readFileSync(String(other.json()["secret"]), "utf8")).not.toBe(readFileSync(secret, "utf8"));
});

test("init: uncommented, every line it writes is a valid setting", async () => {
  const { config } = (await inProcess(["init", join(at.folder, "new"), "--json"])).json() as {
    config: string;
  };
  const text = readFileSync(config, "utf8");
  expect(text).toMatch(/^#issuer: /m);
  writeFileSync(config, text.replaceAll(/^#(\w+: )/gm, "$1"));
  expect((await inProcess(["config", "--config", config])).err).toBe("");
});

test("init never overwrites, and writes nothing when one of the two is there", async () => {
  for (const there of ["gatehouse.yaml", "gatehouse.secret"]) {
    const one = place();
    writeFileSync(join(one.folder, there), "mine");
    const heard = await inProcess(["init", one.folder]);
    expect(heard).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("nothing was written") as string,
    });
    expect(readFileSync(join(one.folder, there), "utf8")).toBe("mine");
    const other = there === "gatehouse.yaml" ? "gatehouse.secret" : "gatehouse.yaml";
    expect(() => statSync(join(one.folder, other))).toThrow("ENOENT");
    one.remove();
  }
  const wrong = await inProcess(["init", join(at.folder, "new"), "--issuer", "auth.example.com"]);
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("--issuer: issuer is") as string });
  expect(() => statSync(join(at.folder, "new"))).toThrow("ENOENT");
});
