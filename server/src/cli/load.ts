/** The settings of one call: flags, a dev data folder, the environment, a file, the secret beside it. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Option, type Command } from "commander";
import { loadSettings, type Loaded, type LoadInput } from "../config/load.ts";
import { definition, flagName, SETTING_KEYS, type SettingKey, type Settings } from "../config/settings.ts";
import { readDevState } from "./dev/state.ts";
import { CliError, refuse } from "./output.ts";

/** Used when `--config` and GATEHOUSE_CONFIG say nothing and it is there. */
export const CONFIG_FILE = "gatehouse.yaml";
/** Beside the configuration file; used when nothing else gives the secret. */
export const SECRET_FILE = "gatehouse.secret";

/** Gives a command one flag per setting: all, or those of the server only; shown in its help or just understood. */
export function settingOptions(
  command: Command,
  which: (key: SettingKey) => boolean,
  help: "shown" | "hidden",
): Command {
  for (const key of SETTING_KEYS.filter(which)) {
    const option = new Option(`${flagName(key)} <value>`, definition(key).doc).helpGroup("Settings:");
    command.addOption(help === "hidden" ? option.hideHelp() : option);
  }
  return help === "shown"
    ? command
    : command.addHelpText(
        "after",
        "\nSettings can be given as flags too; `gatehouse serve --help` lists them.",
      );
}

export const everySetting = (): boolean => true;
/** What one app may have of its own is not taken by commands about apps: there it would seem to be the app's. */
export const serverSetting = (key: SettingKey): boolean => definition(key).per === "server";

/** The settings among a command's options. */
export function settingFlags(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const flags: Record<string, unknown> = {};
  for (const key of SETTING_KEYS) {
    const value = options[key.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())];
    if (value !== undefined) flags[key] = value;
  }
  return flags;
}

/** The configuration file that is meant, or null. */
export function configFile(
  options: Readonly<Record<string, unknown>>,
  env: NonNullable<LoadInput["env"]>,
): string | null {
  const named = options["config"] ?? env["GATEHOUSE_CONFIG"];
  if (typeof named === "string" && named !== "") return named;
  // A development folder has all it needs; what lies here is another server's.
  return options["data"] === undefined && existsSync(CONFIG_FILE) ? CONFIG_FILE : null;
}

/** The preset that is meant, or null. */
export function presetName(
  options: Readonly<Record<string, unknown>>,
  env: NonNullable<LoadInput["env"]>,
): string | null {
  const named = options["preset"] ?? env["GATEHOUSE_PRESET"];
  return typeof named === "string" && named !== "" ? named : null;
}

/** Loads; what is wrong is in `problems`. Throws CliError when `--data` is no development folder. */
export function load(
  options: Readonly<Record<string, unknown>>,
  env: NonNullable<LoadInput["env"]>,
  mode: LoadInput["mode"],
): Loaded {
  const file = configFile(options, env);
  const preset = presetName(options, env);
  const own = settingFlags(options);
  const data = dataFlags(options["data"]);
  const input: LoadInput = {
    flags: { ...data?.flags, ...own },
    env,
    ...(file === null ? {} : { file }),
    ...(preset === null ? {} : { preset }),
    mode,
  };
  const loaded = loadSettings(input);
  if (data !== null) {
    for (const key of Object.keys(data.flags) as SettingKey[])
      if (!(key in own)) loaded.origin[key] = `data ${data.file}`;
    return loaded;
  }
  const secret = join(file === null ? "." : dirname(file), SECRET_FILE);
  const given = env["GATEHOUSE_SECRET"] ?? env["GATEHOUSE_SECRET_FILE"];
  if (loaded.origin.secret !== "default" || given !== undefined || !existsSync(secret)) return loaded;
  const again = loadSettings({ ...input, env: { ...env, GATEHOUSE_SECRET_FILE: secret } });
  const place = "env GATEHOUSE_SECRET_FILE";
  if (again.origin.secret === place) again.origin.secret = secret;
  again.problems = again.problems.map((problem) =>
    problem.startsWith(place) ? secret + problem.slice(place.length) : problem,
  );
  return again;
}

/** The same, when nothing may be wrong. Throws CliError with every problem. */
export function loadOrRefuse(...args: Parameters<typeof load>): Loaded {
  const loaded = load(...args);
  if (loaded.problems.length > 0) throw refuse(loaded.problems.map((sentence) => ({ sentence })));
  return loaded;
}

function dataFlags(data: unknown): { flags: Partial<Settings>; file: string } | null {
  if (typeof data !== "string") return null;
  const folder = resolve(data);
  const file = join(folder, "dev.json");
  const state = readDevState(folder);
  if (state === null)
    throw new CliError(`${file} cannot be read; give --data the folder of a \`gatehouse dev\`.`);
  const flags = {
    issuer: `http://127.0.0.1:${state.port}`,
    port: state.port,
    database: `file:${join(folder, "gatehouse.db")}`,
    secret: state.secret,
  };
  return { flags, file };
}
