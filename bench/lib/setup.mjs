/** Before anything is measured: the repository's pinned Node runs this, and what is measured is freshly built. */
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Runs the same command under the pinned Node when this is another one; does not come back then. */
export function usePinnedNode() {
  const pinned = `${root}node_modules/.bin/node`;
  if (!existsSync(pinned) || realpathSync(pinned) === realpathSync(process.execPath)) return;
  const { status } = spawnSync(realpathSync(pinned), process.argv.slice(1), { stdio: "inherit" });
  process.exit(status ?? 1);
}

/** Builds guard, server and bundle as `npm run build` does. */
export function build() {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  if (!existsSync(tsc)) throw new Error("run `npm ci` in the repository's root first");
  for (const argv of [[tsc, "-b", "guard", "server"], ["scripts/bundle.mjs"]]) {
    const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: "inherit" });
    if (status !== 0) throw new Error("the build failed");
  }
}
