/** `gatehouse version`. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";

export function addVersion(command: Command, cli: Cli): void {
  command.action(
    cli.plain(() => {
      const file = new URL("../../../package.json", import.meta.url);
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
      return { json: { version, node: process.versions.node }, text: `gatehouse ${version}` };
    }),
  );
}
