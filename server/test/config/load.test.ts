/** Where settings come from, who wins, and what serve mode refuses. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { configurationDocument } from "../../src/config/document.ts";
import { explainSettings } from "../../src/config/explain.ts";
import { DEVELOPMENT_SECRET } from "../../src/config/formats.ts";
import { loadSettings } from "../../src/config/load.ts";
import { defaultSettings, SETTING_KEYS } from "../../src/config/settings.ts";

const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const SECRET = "k3J8fQ2mZx7RtVb1NwYc5LhDs9PaGe4U";

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("loadSettings", () => {
  test("nothing configured: the defaults, and no problem in development", () => {
    const loaded = loadSettings({ mode: "dev" });
    expect(loaded.settings).toEqual(defaultSettings());
    expect(loaded.problems).toEqual([]);
    expect(loaded.settings).toMatchObject({
      pkce: "s256_required",
      code_seconds: 60,
      fractional_times: false,
    });
  });

  test("default, preset, file, environment, flag: the later wins and says so", () => {
    const path = file("order.yaml", "# words\ncompany: File\nport: 1\nlog_level: warn\n");
    const loaded = loadSettings({
      mode: "dev",
      preset: "provider-002",
      file: path,
      env: { GATEHOUSE_PORT: "2", GATEHOUSE_LOG_LEVEL: "error", PATH: "/bin", GATEHOUSE_CONFIG: path },
      flags: { logLevel: "debug", host: undefined },
    });
    expect(loaded.problems).toEqual([]);
    expect(loaded.settings).toMatchObject({ company: "File", port: 2, log_level: "debug", rsa_bits: 4096 });
    expect(loaded.origin).toMatchObject({
      company: `${path}:2`,
      port: "env GATEHOUSE_PORT",
      log_level: "flag --log-level",
      rsa_bits: "preset provider-002",
      host: "default",
    });
  });

  test("an empty file and a file of comments only configure nothing", () => {
    expect(loadSettings({ mode: "dev", file: file("empty.yaml", "") }).problems).toEqual([]);
    expect(loadSettings({ mode: "dev", file: file("comment.yaml", "# nothing\n") }).problems).toEqual([]);
  });

  test("a file that is not there is one problem", () => {
    expect(loadSettings({ mode: "dev", file: "nowhere.yaml" }).problems).toEqual([
      "nowhere.yaml: the file does not exist; give the path of a YAML or JSON file.",
    ]);
  });

  test("a secret can come from a file of its own, without its last line break", () => {
    const path = file("secret", `${SECRET}\n`);
    const loaded = loadSettings({ mode: "dev", env: { GATEHOUSE_SECRET_FILE: path } });
    expect(loaded.problems).toEqual([]);
    expect(loaded.settings.secret).toBe(SECRET);
    expect(loaded.origin.secret).toBe("env GATEHOUSE_SECRET_FILE");
  });

  test("what Kubernetes sets for a Service called gatehouse is not meant for us", () => {
    const env = {
      GATEHOUSE_PORT: "tcp://10.0.0.7:80",
      GATEHOUSE_PORT_80_TCP_ADDR: "10.0.0.7",
      GATEHOUSE_SERVICE_HOST: "10.0.0.7",
    };
    expect(loadSettings({ mode: "dev", env })).toMatchObject({ problems: [], settings: { port: 3000 } });
  });

  test("lists: commas in the environment, a list in the file", () => {
    const env = { GATEHOUSE_TRUSTED_PROXIES: "10.0.0.0/8, ::1" };
    expect(loadSettings({ mode: "dev", env }).settings.trusted_proxies).toEqual(["10.0.0.0/8", "::1"]);
    const path = file("list.json", JSON.stringify({ trusted_proxies: ["192.168.1.1"] }));
    expect(loadSettings({ mode: "dev", file: path }).settings.trusted_proxies).toEqual(["192.168.1.1"]);
  });
});

describe("serve mode", () => {
  test("AT-11 without issuer and secret it does not start, and both are told at once", () => {
    expect(loadSettings({ mode: "serve" }).problems).toEqual([
      "serve: issuer is not set; give the public address of this server, e.g. GATEHOUSE_ISSUER=https://auth.example.com.",
      "serve: secret is not set; give GATEHOUSE_SECRET or GATEHOUSE_SECRET_FILE, e.g. from `openssl rand -base64 48`.",
    ]);
  });

  test("AT-11 the development secret starts development only", () => {
    const env = { GATEHOUSE_ISSUER: "https://auth.example.com", GATEHOUSE_SECRET: DEVELOPMENT_SECRET };
    expect(loadSettings({ mode: "dev", env }).problems).toEqual([]);
    expect(loadSettings({ mode: "serve", env }).problems).toHaveLength(1);
  });

  test.each(["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000", "http://auth.localhost"])(
    "plain http is for this machine: %s",
    (issuer) => {
      const env = { GATEHOUSE_ISSUER: issuer, GATEHOUSE_SECRET: SECRET };
      expect(loadSettings({ mode: "serve", env }).problems).toEqual([]);
    },
  );

  test.each(["http://localhost.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"])(
    "plain http is refused for %s",
    (issuer) => {
      const env = { GATEHOUSE_ISSUER: issuer, GATEHOUSE_SECRET: SECRET };
      expect(loadSettings({ mode: "serve", env }).problems).toHaveLength(1);
    },
  );
});

describe("what is told", () => {
  test("HX-03 no secret and no password is in the explanation or in a problem", () => {
    const env = {
      GATEHOUSE_SECRET: SECRET,
      GATEHOUSE_DATABASE: "postgres://gate:hunter2@db.internal/gatehouse",
    };
    const loaded = loadSettings({ mode: "dev", env });
    const rows = explainSettings(loaded);
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|k3J8f/);
    expect(rows.map((row) => row.key)).toEqual(SETTING_KEYS);
    expect(rows.find((row) => row.key === "database")?.value).toBe(
      "postgres://gate:•••@db.internal/gatehouse",
    );
    const broken = loadSettings({
      mode: "serve",
      env: { GATEHOUSE_SECRET: "hunter2", GATEHOUSE_DATABASE: "x://a:hunter2@b" },
    });
    expect(broken.problems.length).toBeGreaterThan(1);
    expect(broken.problems.join("\n")).not.toContain("hunter2");
  });

  test("UI-18 the document has every setting, session timeouts too", () => {
    const text = configurationDocument();
    for (const key of SETTING_KEYS) expect(text).toContain(`### ${key}\n`);
    expect(text).toContain("### session_idle_seconds");
    expect(text).toContain("- default: `2592000` (30 days)");
    expect(text).toContain("- default: `3600` (1 hour)");
  });
});
