/** The built program: brought up to date once, however many test files ask. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The program in few files, as the image starts it. */
export const mainFile: string = join(root, "server/dist/cli/bundle/main.js");
/** The same as modules, as `npm start` loads it. */
export const modulesFile: string = join(root, "server/dist/cli/main.js");

/** Types and bundle, when either is older than what it is made of. The lock is a database's, so it ends with whoever holds it. */
export function build(): void {
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const lock = new DatabaseSync(join(cache, "gatehouse-build.lock"), { timeout: 120_000 });
  try {
    lock.exec("BEGIN IMMEDIATE");
    if (modulesAreStale()) run("node_modules/typescript/bin/tsc", "-b", "guard", "server");
    if (mtime(mainFile) < mtime(join(root, "server/tsconfig.tsbuildinfo"))) run("scripts/bundle.mjs");
  } finally {
    lock.close();
  }
}

function run(...argv: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the program does not build:\n${stdout}${stderr}`);
}

function modulesAreStale(): boolean {
  const built = ["guard", "server"].map((name) => mtime(join(root, name, "tsconfig.tsbuildinfo")));
  const written = ["guard/src", "server/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => mtime(join(root, folder, name))),
  );
  return mtime(modulesFile) === 0 || Math.max(...written) > Math.min(...built);
}

function mtime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
