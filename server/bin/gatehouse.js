#!/usr/bin/env node
/** `gatehouse`: stands here before anything is built, so that npm links the command of this checkout and never asks elsewhere for one of its name. */
import { existsSync } from "node:fs";

const built = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(built)) await import(built.href);
else {
  process.stderr.write("gatehouse: this checkout is not built yet: npm run build\n");
  process.exitCode = 2;
}
