/** examples/mcp-server/README.md, followed word by word from an empty folder: the packed guard, the built programs, an unmodified client. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { build, mainFile } from "../support/build.ts";
import type { Person } from "../support/flow.ts";
import { decide, memory } from "../support/mcp-client.ts";
import { freePort } from "../support/port.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "gatehouse-mcp-"));
/** The reader's empty folder. */
const folder = join(place, "folder");
const started: ChildProcess[] = [];
let text = readFileSync(join(root, "examples/mcp-server/README.md"), "utf8");

beforeAll(() => {
  build();
  mkdirSync(folder);
  // `npx gatehouse` in Gatehouse's folder is the built command; here its answers are read by a program.
  const npx = join(place, "npx");
  writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${mainFile}' "$@" --json\n`);
  chmodSync(npx, 0o700);
});
afterAll(async () => {
  for (const child of started) {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  rmSync(place, { recursive: true, force: true });
});

/** The commands of one block of the page. */
function block(name: string): string {
  const found = new RegExp(`^\`\`\`sh ${name}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text)?.[1];
  if (found === undefined) throw new Error(`the page has no commands under ${name}`);
  return found.trim();
}

const env = {
  PATH: `${place}:${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
  HOME: place,
  DIR: folder,
  // What is there is enough, or the page promises too much.
  npm_config_offline: "true",
  npm_config_cache: join(place, "cache"),
  npm_config_update_notifier: "false",
};

function finished(commands: string, cwd: string): string {
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", commands], { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${commands}\n${stderr}`);
  return stdout;
}

/** Starts the last line's program in the shell's own process; answers its first line. */
async function running(commands: string, cwd: string): Promise<string> {
  const child = spawn("sh", ["-ec", `exec env ${commands}`], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  let heard = "";
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    heard += String(chunk);
    if (heard.includes("\n")) break;
  }
  return heard;
}

/** `npm install` with what is installed here instead of a registry: the packed file, and links for all that it or the page names. */
function install(command: string): void {
  const [tool, verb, file = "", ...others] = command.split(" ");
  expect([tool, verb]).toEqual(["npm", "install"]);
  const [packed = "none"] = globSync(file, { cwd: folder });
  const guard = join(folder, "node_modules/@gatehouse/guard");
  mkdirSync(guard, { recursive: true });
  const args = ["-xzf", join(folder, packed), "-C", guard, "--strip-components=1"];
  expect(spawnSync("tar", args).status).toBe(0);
  const { dependencies } = JSON.parse(readFileSync(join(guard, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...others, ...Object.keys(dependencies)]) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
}

test("DR-01 AG-3 from the packed guard to ten calls of a tool, by the page's own commands", async () => {
  const [issuerPort, apiPort] = [await freePort(), await freePort()];
  // Only the ports are not the page's: others use this machine too.
  text = text.replaceAll(/\b[34]000\b/g, (port) => String(port === "4000" ? issuerPort : apiPort));
  finished(block("pack"), root);
  const ready = JSON.parse(await running(block("serve"), place)) as { issuer: string; person: Person };
  const [registered = ""] = finished(block("register"), place).split("\n}\n");
  const api = JSON.parse(`${registered}}`) as { id: string; client_secret: string };
  install(block("install"));
  const run = block("run").replace("API_ID=…", `API_ID=${api.id}`);
  const settings = `PORT=${apiPort} GATEHOUSE_ISSUER=${ready.issuer}`;
  const said = await running(
    `${settings} ${run.replace("API_SECRET=…", `API_SECRET=${api.client_secret}`)}`,
    folder,
  );
  const url = `http://127.0.0.1:${apiPort}/mcp`;
  expect(said).toContain(url);
  expect(text).toContain(`\`${url}\``);

  const provider = memory(false);
  const open = (): [Client, StreamableHTTPClientTransport] => [
    new Client({ name: "editor", version: "1.0.0" }),
    new StreamableHTTPClientTransport(new URL(url), { authProvider: provider }),
  ];
  const [first, transport] = open();
  await expect(first.connect(transport)).rejects.toThrow();
  const answer = await decide({ origin: ready.issuer, person: ready.person }, provider.leaves[0] as URL, {
    limit_calls: "10",
  });
  await transport.finishAuth(answer.searchParams);
  const [client, second] = open();
  await client.connect(second);
  const result = await client.callTool({ name: "next_tide", arguments: {} });
  expect(result.content).toEqual([{ type: "text", text: "High tide at 14:20" }]);
  await client.close();
  // It packs, and starts three programs.
}, 120_000);
