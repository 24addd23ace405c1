/** What was found, kept in a file between the steps: by engine, then by step. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

export function findings(file) {
  const all = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return {
    all: () => all,
    set(engine, step, value) {
      (all[engine] ??= {})[step] = value;
      writeFileSync(file, JSON.stringify(all, null, 2));
    },
  };
}
