/** `gatehouse docs`: the generated documents, written or checked to be current. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { configurationDocument } from "../../config/document.ts";
import type { Cli } from "../cli.ts";
import { auditActionsDocument } from "../docs/audit-actions.ts";
import { cliDocument } from "../docs/cli-help.ts";
import { managementApiDocument } from "../docs/management-api.ts";
import { refusalsDocument } from "../docs/refusals.ts";
import { rfcIndexDocument } from "../docs/rfc-index.ts";
import { CliError } from "../output.ts";

/** `fresh` makes a program whose help may be drawn. */
export function addDocs(command: Command, cli: Cli, fresh: () => Promise<Command>): void {
  command
    .option("--write", "write them into docs/ of the repository, or of this folder elsewhere")
    .option("--check", "exit code 1 when one is not current")
    .action(
      cli.plain<{ write?: true; check?: true }>(async ({ options }) => {
        if ((options.write === true) === (options.check === true))
          throw new CliError("Give --write or --check.", 2);
        const root = repository();
        const folder = join(root ?? ".", "docs");
        const all = documents(root, await fresh());
        const stale = [...all]
          .filter(([name, text]) => current(join(folder, name)) !== text)
          .map(([name]) => name);
        if (options.write === true) {
          mkdirSync(folder, { recursive: true });
          for (const name of stale) writeFileSync(join(folder, name), all.get(name) ?? "");
          return {
            json: { written: stale },
            text: stale.map((name) => `Wrote docs/${name}`).join("\n") || "All current.",
          };
        }
        return {
          json: { stale },
          text:
            stale.map((name) => `docs/${name} is not current; run \`npm run docs\`.`).join("\n") ||
            "All current.",
          failed: stale.length > 0,
        };
      }),
    );
}

/** Every generated document by its name in docs/. `root` null: outside the repository there are no tests to index. */
export function documents(root: string | null, program: Command): ReadonlyMap<string, string> {
  return new Map([
    ["configuration.md", configurationDocument()],
    ["refusals.md", refusalsDocument()],
    ["cli.md", cliDocument(program)],
    ["management-api.md", managementApiDocument()],
    ["audit-actions.md", auditActionsDocument()],
    ...(root === null ? [] : [["rfc-index.md", rfcIndexDocument(root)] as const]),
  ]);
}

/** The repository this file is in, or null in an installed package. */
function repository(): string | null {
  const root = fileURLToPath(new URL("../../../..", import.meta.url));
  return existsSync(join(root, "guard/test")) && existsSync(join(root, "server/test")) ? root : null;
}

function current(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
