/** docs/cli.md: the help of every command, as the command line itself gives it. */
import type { Command } from "commander";

const WIDTH = 100;

/** The whole document as Markdown. The program is changed: it must be one of its own. */
export function cliDocument(program: Command): string {
  return [
    "# Command line",
    "",
    "<!-- Generated from server/src/cli. Do not edit. -->",
    "",
    ...section(program, "gatehouse"),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

function section(command: Command, name: string): string[] {
  let text = "";
  command.configureOutput({
    writeOut: (said) => (text += said),
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  const depth = name.split(" ").length;
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd());
  // Global options are said once.
  const globals = depth === 1 ? -1 : lines.indexOf("Global Options:");
  if (globals !== -1) {
    const end = lines.indexOf("", globals);
    lines.splice(globals, end === -1 ? lines.length : end - globals + 1);
  }
  const shown = lines.join("\n").trimEnd();
  return [
    `${"#".repeat(Math.min(depth + 1, 4))} ${name}`,
    "",
    "```text",
    shown,
    "```",
    "",
    ...command.commands
      .filter((child) => child.name() !== "help")
      .flatMap((child) => section(child, `${name} ${child.name()}`)),
  ];
}
