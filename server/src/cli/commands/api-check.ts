/** `gatehouse api check`: does the API still do what its OpenAPI document says? For continuous integration: exit code 1 on drift. */
import type { Command } from "commander";
import { apiChanges } from "../../oauth/api-changes.ts";
import type { Gatehouse } from "../../compose/world.ts";
import { findApi } from "../apis.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { differenceText } from "../openapi/differences.ts";
import { probe } from "../openapi/probe.ts";
import { readApiFile, type ReadApi } from "../openapi/read.ts";
import { readRoutes, routeDrift } from "../openapi/routes.ts";
import { CliError, type Answer } from "../output.ts";

interface CheckOptions {
  api?: string;
  server?: string;
  routes?: string;
  offline?: true;
}

export function addApiCheck(noun: Command, cli: Cli): void {
  const offline = cli.plain<CheckOptions>(({ args, options }) => check(args[0] ?? "", options, null));
  const stored = cli.open<CheckOptions>((gatehouse, { args, options }) =>
    check(args[0] ?? "", options, gatehouse),
  );
  settingOptions(
    noun
      .command("check")
      .description("exit code 1 when document, stored catalogue and running API differ (docs/openapi.md)"),
    serverSetting,
    "hidden",
  )
    .argument("<file>", "OpenAPI 3.0 or 3.1, YAML or JSON")
    .option("--routes <file>", "JSON list of the API's routes, such as its guard.routes")
    .option("--server <url>", "a running API: asked by GET, without a token")
    .option("--api <api>", "id or identifier of the API that it describes")
    .option("--offline", "leave out the comparison with what is imported here; needs no settings")
    .action((...all: unknown[]) =>
      ((all.at(-1) as Command).opts<CheckOptions>().offline === true ? offline : stored)(...all),
    );
}

async function check(file: string, options: CheckOptions, gatehouse: Gatehouse | null): Promise<Answer> {
  const read = readApiFile(file);
  const { routes } = read.document;
  if (options.server !== undefined && !/^https?:$/.test(URL.parse(options.server)?.protocol ?? ""))
    throw new CliError("Give --server an address such as https://api.example.com.", 2);
  const causes = [
    ...read.warnings,
    ...(gatehouse === null ? [] : await storedDrift(gatehouse, read, options.api)),
    ...(options.routes === undefined ? [] : routeDrift(routes, readRoutes(options.routes))),
    ...(options.server === undefined ? [] : await probe(options.server, routes)),
  ];
  return {
    json: { ok: causes.length === 0, routes: routes.length, scopes: read.scopes.length, causes },
    text:
      causes.length === 0
        ? `No drift: ${routes.length} routes, ${read.scopes.length} scopes.`
        : causes.join("\n"),
    failed: causes.length > 0,
  };
}

async function storedDrift(
  gatehouse: Gatehouse,
  read: ReadApi,
  named: string | undefined,
): Promise<string[]> {
  const api = await findApi(gatehouse, named ?? read.identifier ?? undefined);
  const document = await gatehouse.store.resources.document(api.id);
  if (document === null) return [`Nothing was imported for ${api.name} yet: run gatehouse api import.`];
  const changes = apiChanges({ scopes: api.scopes, document }, read);
  return changes.length === 0
    ? []
    : [`What is imported for ${api.name} differs:\n${differenceText(changes).replaceAll(/^/gm, "  ")}`];
}
