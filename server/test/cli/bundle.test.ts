/** The program in few files (decision 28): what it loads only when somebody asks is there, and finds what lies beside it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import { build, mainFile } from "../support/build.ts";
import { place, program, running, type Place } from "../support/cli.ts";

const server = fileURLToPath(new URL("../..", import.meta.url));
const { version } = JSON.parse(readFileSync(join(server, "package.json"), "utf8")) as { version: string };

beforeAll(build);

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

test.each(commands.map(({ shown }) => shown.split(" ", 1)[0] ?? ""))("%s can be loaded", async (name) => {
  const { code, out, err } = await program([name, "--help"], at.env);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(`gatehouse ${name}`);
});

test("version knows the version, a file of settings is read, and a password is hashed", async () => {
  expect((await program(["version", "--json"], at.env)).json()).toMatchObject({ version });
  const config = join(at.folder, "gatehouse.yaml");
  writeFileSync(config, "security_contact: mailto:safe@example.com # of a file\n");
  const shown = await program(["config", "--config", config, "--json"], at.env);
  expect(shown.out).toContain("mailto:safe@example.com");
  const made = await program(["user", "create", "ada", "--json"], at.env);
  expect(made.err).toBe("");
  expect(made.code).toBe(0);
});

test.each([
  [
    "the bundle, when nothing was built after it",
    { "dist/cli/bundle/main.js": 2, "tsconfig.tsbuildinfo": 1 },
    "bundle",
  ],
  [
    "the modules, when they are newer",
    { "dist/cli/bundle/main.js": 1, "tsconfig.tsbuildinfo": 2 },
    "modules",
  ],
  ["the bundle, where no compiler left anything", { "dist/cli/bundle/main.js": 1 }, "bundle"],
  ["the modules, when there is no bundle", { "tsconfig.tsbuildinfo": 1 }, "modules"],
])("the command is %s", (_what, files, which) => {
  const put = (name: string, text: string, seconds = 1): void => {
    const file = join(at.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, seconds, seconds);
  };
  put("package.json", '{"type":"module"}');
  put("bin/gatehouse.js", readFileSync(join(server, "bin/gatehouse.js"), "utf8"));
  put("dist/cli/main.js", "process.stdout.write('modules')");
  for (const [name, changed] of Object.entries(files)) put(name, "process.stdout.write('bundle')", changed);
  const { stdout, stderr } = spawnSync(process.execPath, [join(at.folder, "bin/gatehouse.js")], {
    encoding: "utf8",
  });
  expect({ stdout, stderr }).toEqual({ stdout: which, stderr: "" });
});

test("whoever stops listening is told no more, and it is no fault", async () => {
  const line = `'${process.execPath}' '${mainFile}' --help | true`;
  const { status, stderr } = spawnSync("sh", ["-c", line], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test.each([
  ["/.well-known/openid-configuration", 200, "application/json"],
  ["/sign-in", 200, "text/html"],
  ["/guide", 200, "text/html"],
  ["/portal", 200, "text/html"],
  ["/console", 303, ""],
  ["/v1/openapi.json", 200, "application/json"],
  ["/v1/apps", 401, "application/problem+json"],
  ["/nowhere", 404, ""],
])("serve answers %s with %i", async (path, status, type) => {
  const child = await served();
  const answer = await fetch(child.origin + path, { redirect: "manual" });
  expect({ status: answer.status, type: answer.headers.get("content-type")?.split(";")[0] ?? "" }).toEqual({
    status,
    type: type === "" ? expect.any(String) : type,
  });
  await answer.text();
  expect((await child.stop()).code).toBe(0);
});

const served = () =>
  running(["serve"], {
    ...at.env,
    GATEHOUSE_PORT: "0",
    GATEHOUSE_MANAGEMENT_API: "on",
    GATEHOUSE_DRAIN_GRACE_SECONDS: "0",
  });
