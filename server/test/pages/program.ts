/** The real program as a child: built when it is older than its source, started with one preset, ready when it says so. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Ready } from "../../src/cli/dev/ready.ts";
import type { PresetName } from "../../src/config/presets.ts";
import { build, modulesFile } from "../support/build.ts";
import type { TestApp } from "../support/server.ts";

/** A running `gatehouse dev`, and the app that a reader of the page would have. */
export interface Program {
  /** The issuer, which is also where it listens. */
  origin: string;
  apiUrl: string;
  ready: Ready;
  person: { username: string; password: string };
  /** The preset's app, live. */
  app: TestApp & { scopes: readonly string[]; redirect_uris: readonly string[] };
  /** The same app's test credentials. */
  testApp: TestApp;
  /** What it wrote to standard error so far. */
  stderr(): string;
  stop(): Promise<number | null>;
}

/** Starts it on free ports, with a data folder of its own. Without a preset: as `npm start` does. */
export async function startProgram(preset: PresetName | null): Promise<Program> {
  build();
  const data = mkdtempSync(join(tmpdir(), "gatehouse-page-"));
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("GATEHOUSE_")),
  );
  const child = spawn(
    process.execPath,
    [
      modulesFile,
      "dev",
      "--json",
      "--port",
      "0",
      "--data",
      data,
      ...(preset === null ? [] : ["--preset", preset]),
    ],
    {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  // A test run that is broken off leaves nothing behind.
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ready = await readyLine(child, () => errors);
  const named = preset ?? "provider-000";
  const [app, testApp] = (["live", "test"] as const).map((environment) => appOf(ready, named, environment));
  if (app === undefined || testApp === undefined) throw new Error(`no app for ${named}`);
  return {
    origin: ready.issuer,
    apiUrl: ready.api.url,
    ready,
    person: ready.person,
    app,
    testApp,
    stderr: () => errors,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = (await ended) as [number | null];
      process.off("exit", kill);
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

async function readyLine(child: ChildProcess, errors: () => string): Promise<Ready> {
  if (child.stdout === null) throw new Error("no standard output");
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith("{")) return JSON.parse(line) as Ready;
  throw new Error(`it ended without a ready line:\n${errors()}`);
}

function appOf(ready: Ready, preset: PresetName, environment: "live" | "test"): Program["app"] {
  const found = ready.apps.find((app) => app.preset === preset && app.environment === environment);
  if (found === undefined || found.client_secret === null) throw new Error(`no ${environment} app`);
  const { client_id, client_secret, redirect_uris, scopes } = found;
  return {
    appId: `app_${preset}`,
    client_id,
    client_secret,
    redirect_uri: redirect_uris[0] ?? "",
    redirect_uris,
    scopes,
  };
}
