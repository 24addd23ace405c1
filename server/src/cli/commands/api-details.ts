/** `gatehouse api set-detail-type`, `remove-detail-type`: types of authorization details (RFC 9396) that an API understands. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { readDetailType, type DetailType } from "../../oauth/details/type.ts";
import { findApi } from "../apis.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError, refuse } from "../output.ts";

interface OfApi {
  api?: string;
}

export function addApiDetails(noun: Command, cli: Cli): void {
  settingOptions(
    noun
      .command("set-detail-type")
      .description("declare a type of authorization details (RFC 9396), or declare it anew"),
    serverSetting,
    "hidden",
  )
    .argument("<file>", "its declaration as JSON: type, fields, words, person")
    .option("--api <api>", "id or identifier; needed when there are several")
    .action(
      cli.open<OfApi>(async (gatehouse, { args, options }) => {
        const type = declaration(args[0] ?? "");
        const api = await findApi(gatehouse, options.api);
        await gatehouse.store.registry.putDetailType(api.id, type);
        return { json: { api: api.identifier, type }, text: `${api.name} understands ${type.type}.` };
      }),
    );
  settingOptions(
    noun
      .command("remove-detail-type")
      .description("take a type out; what was granted of it is worth nothing from now on"),
    serverSetting,
    "hidden",
  )
    .argument("<type>")
    .option("--api <api>", "id or identifier; needed when there are several")
    .action(
      cli.open<OfApi>(async (gatehouse, { args, options }) => {
        const api = await findApi(gatehouse, options.api);
        const [type = ""] = args;
        if (!(await gatehouse.store.registry.removeDetailType(api.id, type)))
          throw new CliError(`${api.name} has no such type of details.`);
        return { json: { api: api.identifier, removed: type }, text: `${type} is gone from ${api.name}.` };
      }),
    );
}

/** Throws CliError with everything that is wrong with it. */
function declaration(file: string): DetailType {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CliError(`${file} is not JSON: ${error.message}.`);
    throw new CliError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`,
    );
  }
  const read = readDetailType(json);
  if ("problems" in read) throw refuse(read.problems.map((sentence) => ({ sentence })));
  return read;
}
