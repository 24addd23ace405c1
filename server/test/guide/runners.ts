/** What runs the samples of each language on this machine, and says why when something is missing. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { LanguageId } from "../../src/guide/samples/language.ts";

interface Runner {
  command: string;
  /** The name that the file must have. */
  file: string;
  /** Before the file's name. */
  args: readonly string[];
  /** Asks for its version. */
  version: readonly string[];
  /** CI installs it: its absence there is a failure. */
  promised: boolean;
}

const runners: Readonly<Record<LanguageId, Runner>> = {
  curl: { command: "sh", file: "sample.sh", args: [], version: ["curl", "--version"], promised: true },
  ruby: { command: "ruby", file: "sample.rb", args: [], version: ["ruby", "--version"], promised: true },
  php: {
    command: "php",
    file: "sample.php",
    args: ["-d", "display_errors=stderr"],
    version: ["php", "--version"],
    promised: true,
  },
  python: {
    command: "python3",
    file: "sample.py",
    args: [],
    version: ["python3", "--version"],
    promised: true,
  },
  node: {
    command: process.execPath,
    file: "sample.mjs",
    args: [],
    version: [process.execPath, "--version"],
    promised: true,
  },
  go: { command: "go", file: "main.go", args: ["run"], version: ["go", "version"], promised: false },
  java: { command: "java", file: "Sample.java", args: [], version: ["java", "--version"], promised: false },
  csharp: {
    command: "dotnet",
    file: "sample.cs",
    args: ["run"],
    version: ["dotnet", "--version"],
    promised: false,
  },
};

/** Everything, for `node scripts/verify-samples.mjs` and full runs: compilers take a minute. */
export const full: boolean = process.env["VERIFY_SAMPLES"] !== undefined || process.env["FAULTS"] === "full";

/** `ruby 3.1.7`; null, and the reason on standard error, when the language is skipped. */
export function runtimeOf(id: LanguageId): string | null {
  const { version, promised } = runners[id];
  if (!promised && !full) {
    console.warn(`guide samples: ${id} is skipped; node scripts/verify-samples.mjs and FAULTS=full run it`);
    return null;
  }
  const [command = "", ...args] = version;
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return `${id} ${/\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? ""}`.trim();
  if (promised && process.env["CI"] !== undefined) throw new Error(`${command} must be here`);
  console.warn(`guide samples: ${id} is skipped, because ${command} is not on this machine`);
  return null;
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  /** The first line of standard output. */
  firstLine: Promise<string>;
  ended: Promise<Ran>;
}

/** Starts a program; `ended` has what it said in all. */
export function start(id: LanguageId, source: string): Started {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-sample-"));
  const { command, file, args } = runners[id];
  writeFileSync(join(folder, file), source);
  const child = spawn(command, [...args, file], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close") as Promise<[number | null]>;
  let said = "";
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("\n")) resolve(said.slice(0, said.indexOf("\n")));
    });
    void closed.then(() => resolve(said));
  });
  const ended = Promise.all([closed, text(child.stderr)]).then(([[code], stderr]) => {
    rmSync(folder, { recursive: true, force: true });
    return { code, stdout: said, stderr };
  });
  return { child, firstLine, ended };
}

/** Runs a program to its end; throws what it complained about when it did not succeed. */
export async function run(id: LanguageId, source: string): Promise<string> {
  const { code, stdout, stderr } = await start(id, source).ended;
  if (code !== 0) throw new Error(`${id} ended with ${code}\n${stderr}\n${stdout}\n${source}`);
  return stdout;
}

/** What a program printed under a name: `name value` lines, or members of a JSON answer. */
export function printed(stdout: string, name: string): string {
  const value =
    new RegExp(`^${name} (\\S+)$`, "m").exec(stdout)?.[1] ??
    new RegExp(`"${name}":"?([^",}]+)`).exec(stdout)?.[1];
  if (value === undefined) throw new Error(`no ${name} in\n${stdout}`);
  return value;
}
