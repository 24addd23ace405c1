/** `npm start`: builds (a second), then runs `gatehouse dev` in this process, so that signals reach it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
if (!existsSync(tsc)) fail("Nothing is installed yet: run npm ci, then npm start.");
if (Number.parseInt(process.versions.node, 10) < 24)
  fail(
    `This is Node ${process.versions.node}, and Gatehouse needs 24. Use npm start: it runs the one that npm ci installed.`,
  );
const built = spawnSync(process.execPath, [tsc, "-b", "guard", "server"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);
process.argv.splice(2, 0, "dev");
await import("../server/dist/cli/main.js");

function fail(sentence) {
  console.error(`gatehouse: ${sentence}`);
  process.exit(1);
}
