/** `npm start`: builds (a second), then runs `gatehouse dev` in this process, so that signals reach it. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const tsc = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
const built = spawnSync(process.execPath, [tsc, "-b", "guard", "server"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);
process.argv.splice(2, 0, "dev");
await import("../server/dist/cli/main.js");
