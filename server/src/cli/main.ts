#!/usr/bin/env node
/** `gatehouse`: the command line of this process. Says so first when Node is too old, before anything that needs a newer one is loaded. */
const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 24) {
  process.stderr.write(
    `gatehouse: this is Node ${process.versions.node}; Gatehouse needs Node 24 or newer.\n`,
  );
  process.exit(2);
}
const { processIo } = await import("./io.ts");
const { run } = await import("./run.ts");
process.exitCode = await run(process.argv.slice(2), processIo);
