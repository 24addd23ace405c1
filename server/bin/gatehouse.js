#!/usr/bin/env node
/**
 * `gatehouse`: the bundle when it is as new as what it was made of, else the modules. Stands here before anything is built, so that
 * npm links the command of this checkout and never asks elsewhere for one of its name.
 */
import { existsSync, statSync } from "node:fs";

const at = (path) => new URL(path, import.meta.url);
const [bundle, modules] = [at("../dist/cli/bundle/main.js"), at("../dist/cli/main.js")];
/** Milliseconds since 1970 of its last change; 0 when it is not there, as in an image or a package the stamp of the compiler. */
const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const built =
  existsSync(bundle) && changed(bundle) >= changed(at("../tsconfig.tsbuildinfo")) ? bundle : modules;
if (existsSync(built)) await import(built.href);
else {
  process.stderr.write("gatehouse: this checkout is not built yet: npm run build\n");
  process.exitCode = 2;
}
