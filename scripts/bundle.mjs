/**
 * `npm run build`, its second half: the built program once more, in a few files instead of 1,500 (decision 28). A start is half as
 * long and holds a sixth less memory; what is loaded later is still loaded later. Throws when anything in it cannot be found.
 */
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const built = fileURLToPath(new URL("../server/dist/cli/", import.meta.url));
/** As deep as `server/dist/cli/commands/`: what looks for a file beside the program finds it from either. */
const target = join(built, "bundle");

/**
 * Packages that stay packages: native code; what must be the same that a loaded SDK uses; and what others name and we never come to
 * (a second PostgreSQL client, the framework's schema compilers, its test client), which a start would only have to read.
 */
const external = [
  "@node-rs/argon2",
  "@opentelemetry/api",
  "pg-native",
  "@fastify/ajv-compiler",
  "@fastify/fast-json-stringify-compiler",
  "light-my-request",
];

const making = mkdtempSync(join(built, "bundle-"));
const program = await rolldown({
  input: join(built, "main.js"),
  platform: "node",
  // What is bundled is JavaScript; and an image has no tests, which the one of this repository refers to.
  tsconfig: false,
  external: [/^node:/, ...external],
  onLog(_level, log, handle) {
    // Circles among modules are as harmless here as they were before.
    if (log.code !== "CIRCULAR_DEPENDENCY") handle("error", log);
  },
});
try {
  await program.write({ dir: making, format: "esm" });
  rmSync(target, { recursive: true, force: true });
  renameSync(making, target);
} finally {
  await program.close();
  rmSync(making, { recursive: true, force: true });
}
