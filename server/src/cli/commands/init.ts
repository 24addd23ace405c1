/** `gatehouse init`: a commented configuration file and a secret, readable by their owner only; nothing is ever overwritten. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { definition, SETTING_KEYS, type SettingKey } from "../../config/settings.ts";
import { readValue } from "../../config/value.ts";
import type { Cli } from "../cli.ts";
import { CONFIG_FILE, SECRET_FILE } from "../load.ts";
import { CliError, refuse } from "../output.ts";

export function addInit(command: Command, cli: Cli): void {
  command
    .argument("[folder]", "where to", ".")
    .option("--issuer <address>", "the public address of the server")
    .option("--company <name>", "the company's name, as people know it")
    .action(
      cli.plain<{ issuer?: string; company?: string }>(({ options, args }) => {
        const folder = resolve(args[0] ?? ".");
        const config = join(folder, CONFIG_FILE);
        const secret = join(folder, SECRET_FILE);
        for (const file of [config, secret])
          if (existsSync(file)) throw new CliError(`${file} is there already; nothing was written.`);
        const values = checked({ ...options, database: `file:${join(folder, "gatehouse.db")}` });
        mkdirSync(folder, { recursive: true });
        // The flag holds where two of us write at once.
        write(secret, `${randomBytes(48).toString("base64url")}\n`);
        write(config, configText(values));
        const next = options.issuer === undefined ? `Set issuer in ${CONFIG_FILE}, then run` : "Now run";
        return {
          json: { config, secret },
          text: `Wrote ${config}\nWrote ${secret} (keep it: without it nothing stored can be read)\n${next} \`gatehouse serve\` there.`,
        };
      }),
    );
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new CliError(`${file} cannot be written (${code}).`);
  }
}

const ASKED = ["issuer", "company", "database"] as const satisfies readonly SettingKey[];
type Asked = Partial<Record<(typeof ASKED)[number], string>>;

function checked(options: Asked): Asked {
  const problems = ASKED.flatMap((key) => {
    const read = options[key] === undefined ? null : readValue(key, options[key], "text");
    return read === null || read.ok ? [] : [{ field: `--${key}`, sentence: read.problem }];
  });
  if (problems.length > 0) throw refuse(problems);
  return options;
}

/** Every setting with its sentence; what is not set shows its default and is commented out. JSON values are YAML. */
function configText(values: Asked): string {
  const blocks = SETTING_KEYS.filter((key) => key !== "secret").map((key) => {
    const value = values[key as keyof Asked];
    const standard = definition(key).default ?? definition(key).example ?? "https://auth.example.com";
    const line =
      value === undefined ? `#${key}: ${JSON.stringify(standard)}` : `${key}: ${JSON.stringify(value)}`;
    return `# ${definition(key).doc}\n${line}\n`;
  });
  return [
    `# Gatehouse. What is commented out has the value that it shows${values.issuer === undefined ? ", except issuer, which must be set" : ""}.\n`,
    `# The secret is in ${SECRET_FILE} beside this file, or where GATEHOUSE_SECRET_FILE says.\n`,
    "\n",
    blocks.join("\n"),
  ].join("");
}
