/** `gatehouse api import`: an OpenAPI document becomes the API's scopes, consent words and routes, all or nothing. */
import type { Command } from "commander";
import { uuid7 } from "../../lib/random.ts";
import { apiChanges } from "../../oauth/api-changes.ts";
import type { Resource } from "../../oauth/resource.ts";
import type { Gatehouse } from "../../compose/world.ts";
import type { Imported } from "../../desk/registry.ts";
import { checkIdentifier, findApi } from "../apis.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { differenceJson, differenceText } from "../openapi/differences.ts";
import { readApiFile, type ReadApi } from "../openapi/read.ts";
import { CliError } from "../output.ts";
import { displayName } from "./organisation.ts";

interface ImportOptions {
  api?: string;
  identifier?: string;
  dryRun?: true;
  force?: true;
}

export function addApiImport(noun: Command, cli: Cli): void {
  settingOptions(
    noun
      .command("import")
      .description("make scopes, consent words and routes what an OpenAPI document says (docs/openapi.md)"),
    serverSetting,
    "hidden",
  )
    .argument("<file>", "OpenAPI 3.0 or 3.1, YAML or JSON")
    .option("--api <api>", "id or identifier of the API that it describes")
    .option("--identifier <uri>", "the audience of a new API's tokens, when the document does not say it")
    .option("--dry-run", "show what would change, and change nothing")
    .option("--force", "take scopes away that apps are assigned")
    .action(
      cli.open<ImportOptions>(async (gatehouse, { args, options }) => {
        const read = readApiFile(args[0] ?? "");
        const api = await target(gatehouse, read, options);
        const before = {
          scopes: api.known?.scopes ?? [],
          document: api.known === null ? null : await gatehouse.store.resources.document(api.id),
        };
        const changes = apiChanges(before, read);
        const outcome = options.dryRun === true ? "dry_run" : await write(gatehouse, api, read, options);
        return {
          json: {
            api: { id: api.known === null && options.dryRun ? null : api.id, identifier: api.identifier },
            outcome,
            changes: differenceJson(changes),
            warnings: read.warnings,
          },
          text: [...read.warnings, differenceText(changes), conclusion(outcome, api)]
            .filter((line) => line !== "")
            .join("\n"),
        };
      }),
    );
}

interface Target {
  id: string;
  identifier: string;
  name: string;
  known: Resource | null;
}

/** The API that is meant: named, or by the document's identifier; without either the only one there is, or a new one. */
async function target(gatehouse: Gatehouse, read: ReadApi, options: ImportOptions): Promise<Target> {
  const said = options.identifier ?? read.identifier;
  if (options.api !== undefined) {
    const known = await findApi(gatehouse, options.api);
    if (said !== null && said !== known.identifier)
      throw new CliError(`The identifier of ${known.name} is ${known.identifier}, not ${said}.`);
    return { ...known, known };
  }
  const all = await gatehouse.store.resources.list();
  const identifier = said ?? (all.length === 1 ? all[0]?.identifier : undefined) ?? read.document.server;
  if (identifier === null)
    throw new CliError(
      "Say which API this is: --api, --identifier, or x-gatehouse-identifier in the document.",
    );
  const known = all.find((each) => each.identifier === identifier);
  if (known !== undefined) return { ...known, known };
  checkIdentifier(identifier);
  const { ports } = gatehouse;
  const name = displayName(read.document.title);
  return { id: `api_${uuid7(ports.clock, ports.random)}`, identifier, name, known: null };
}

async function write(
  { store }: Gatehouse,
  { id, identifier, name }: Target,
  { scopes, document }: ReadApi,
  { force = false }: { force?: boolean },
): Promise<Exclude<Imported["outcome"], "in_use">> {
  const result = await store.registry.importDocument({ id, identifier, name, scopes, document, force });
  if (result.outcome !== "in_use") return result.outcome;
  const used = result.scopes.map((each) => `${each.name} (${each.clients})`).join(", ");
  throw new CliError(
    `Nothing was changed: apps are assigned scopes that would go: ${used}. Keep them, or give --force.`,
  );
}

function conclusion(outcome: string, { name, id, known }: Target): string {
  if (outcome === "dry_run") return "Nothing was changed: this was a dry run.";
  if (outcome === "same") return `${name} is what the document says already.`;
  return known === null
    ? `${name} is registered as ${id}. For its introspection secret: gatehouse api rotate-secret ${id}`
    : `${name} is what the document says now.`;
}
