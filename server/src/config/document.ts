/** docs/configuration.md, written from the table and the presets, so that it cannot be wrong. */
import { PRESET_NAMES, PRESETS, presetSettings } from "./presets.ts";
import type { PresetName } from "./presets.ts";
import { definition, envName, flagName, SETTING_KEYS } from "./settings.ts";
import type { SettingDefinition } from "./definition.ts";
import type { SettingKey } from "./settings.ts";

/** The whole document as Markdown, ending in a line break. */
export function configurationDocument(): string {
  return [
    "# Configuration",
    "",
    "<!-- Generated from server/src/config/settings.ts. Do not edit. -->",
    "",
    "A setting comes from, the later winning over the earlier: its default, a preset, a file (YAML or JSON, one",
    "`key: value` a line), the environment (`GATEHOUSE_` and the key in capitals), a flag (`--` and the key with dashes).",
    "Where a row says so, the environment may name a file that holds the value: `GATEHOUSE_…_FILE`. Prefer that for",
    "secrets; other users of a machine can read the flags of a program. `gatehouse config` prints every value and where",
    "it comes from. A mistake stops the start, with its place and its fix.",
    "",
    "## For the whole server",
    "",
    ...SETTING_KEYS.filter((key) => definition(key).per === "server").flatMap(section),
    "## For every app, unless it has its own",
    "",
    "These are the defaults; each app may have its own value of each.",
    "",
    ...SETTING_KEYS.filter((key) => definition(key).per === "client").flatMap(section),
    "## Presets",
    "",
    ...PRESET_NAMES.flatMap(presetSection),
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

function presetSection(name: PresetName): string[] {
  const values = Object.entries(presetSettings(name)).map(([key, value]) => `- \`${key}: ${String(value)}\``);
  return [`### ${name}`, "", PRESETS[name].sentence, "", ...values, ""];
}

function section(key: SettingKey): string[] {
  const row = definition(key);
  const file = row.secret ? ` or \`${envName(key)}_FILE\`` : "";
  return [
    `### ${key}`,
    "",
    row.doc,
    "",
    `- value: ${allowed(row)}`,
    `- default: ${standard(row)}`,
    `- environment: \`${envName(key)}\`${file}; flag: \`${flagName(key)}\``,
    "",
  ];
}

function allowed(row: SettingDefinition): string {
  if (row.choices) return row.choices.map((choice) => `\`${choice}\``).join(", ");
  if (row.type === "integer") return `a whole number from ${row.min} to ${row.max}`;
  if (row.type === "boolean") return "`true` or `false`";
  if (row.type === "list")
    return "a list of IP addresses and networks; in the environment with commas between them";
  if (row.format === "issuer")
    return "an https address without query, fragment or last slash; http only for this machine";
  if (row.format === "host") return "an IP address or host name";
  if (row.format === "database") return "`file:PATH` or `postgres://USER:PASSWORD@HOST/NAME`";
  if (row.format === "smtp") return "`smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST:PORT`";
  if (row.format === "jwks") return "a JWK set of public keys in JSON";
  if (row.format === "mailbox") return "an e-mail address, or a name and an address in angle brackets";
  return `a text of ${row.min} to ${row.max} characters`;
}

/** A default with its unit in words where seconds are many. */
function standard(row: SettingDefinition): string {
  if (row.default === null) return "none";
  if (Array.isArray(row.default)) return "none";
  const text = `\`${String(row.default)}\``;
  if (typeof row.default !== "number" || row.default < 120 || row.doc.includes("bits") || row.max === 65535)
    return text;
  const [unit, size] =
    row.default % 86400 === 0 ? ["day", 86400] : row.default % 3600 === 0 ? ["hour", 3600] : ["minute", 60];
  const count = row.default / size;
  return `${text} (${count} ${unit}${count === 1 ? "" : "s"})`;
}
