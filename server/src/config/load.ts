/** Puts the settings together: default, preset, file, environment, flag; a later one wins, and every mistake is told at once. */
import { readConfigFile } from "./file.ts";
import { plainIssuer, weakSecret } from "./formats.ts";
import { didYouMean } from "./nearest.ts";
import { isPresetName, PRESET_NAMES, presetSettings } from "./presets.ts";
import { defaultSettings, envName, SETTING_KEYS } from "./settings.ts";
import type { SettingKey, Settings } from "./settings.ts";
import { envEntries, flagEntries, plainKey } from "./sources.ts";
import type { Entry, Problem } from "./sources.ts";
import { readValue } from "./value.ts";
import type { Value } from "./value.ts";

export interface LoadInput {
  flags?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string | undefined>>;
  /** Path of a YAML or JSON file. */
  file?: string;
  preset?: string;
  /** `serve` refuses what is only fit for development. */
  mode: "dev" | "serve";
}

export interface Loaded {
  settings: Settings;
  /** Where each value comes from: `default`, `preset NAME`, `PATH:LINE`, `env NAME` or `flag --name`. */
  origin: Record<SettingKey, string>;
  /** One sentence each: place, wrong value, fix. Nothing may start while there is one. */
  problems: string[];
}

/** Loads the settings. Never throws: what is wrong is in `problems`, and a wrong value leaves the one below it. */
export function loadSettings(input: LoadInput): Loaded {
  const values: Record<SettingKey, Value> = defaultSettings();
  const origin = Object.fromEntries(SETTING_KEYS.map((key) => [key, "default"])) as Record<
    SettingKey,
    string
  >;
  const problems: Problem[] = [];

  const entries: Entry[] = [];
  if (input.preset !== undefined) {
    if (isPresetName(input.preset)) {
      const place = `preset ${input.preset}`;
      for (const [key, raw] of Object.entries(presetSettings(input.preset))) {
        entries.push({ key, raw, place, kind: "data" });
      }
    } else {
      const text = `there is no such preset; give one of ${PRESET_NAMES.join(", ")}.`;
      problems.push({ place: `preset ${input.preset}`, text });
    }
  }
  if (input.file !== undefined) {
    const file = readConfigFile(input.file);
    problems.push(...file.problems);
    for (const { key, value, place } of file.entries) entries.push({ key, raw: value, place, kind: "data" });
  }
  const env = envEntries(input.env ?? {});
  problems.push(...env.problems);
  entries.push(...env.entries, ...flagEntries(input.flags ?? {}));

  const broken = new Set<string>();
  for (const { key, raw, place, kind } of entries) {
    if (!isSettingKey(key)) {
      const guess = didYouMean(plainKey(key), SETTING_KEYS, "remove it.");
      problems.push({ place, text: `${key} is not a setting; ${guess}` });
      continue;
    }
    const read = readValue(key, raw, kind);
    if (read.ok) {
      values[key] = read.value;
      origin[key] = place;
    } else {
      broken.add(key);
      problems.push({ place, text: read.problem });
    }
  }
  const settings = values as unknown as Settings;
  problems.push(...together(settings, origin));
  if (input.mode === "serve") problems.push(...unfit(settings, origin, broken));
  return { settings, origin, problems: problems.map(({ place, text }) => `${place}: ${text}`) };
}

/** Whether a text is the key of a setting. */
export function isSettingKey(key: string): key is SettingKey {
  return (SETTING_KEYS as readonly string[]).includes(key);
}

/** Values that are right alone and wrong together. */
function together(settings: Settings, origin: Record<SettingKey, string>): Problem[] {
  const problems: Problem[] = [];
  const atMost = (less: SettingKey, more: SettingKey): void => {
    if (Number(settings[less]) <= Number(settings[more])) return;
    const place = origin[less] === "default" ? origin[more] : origin[less];
    const text = `${less} is ${String(settings[less])}, longer than ${more} (${String(settings[more])}); make it at most as long.`;
    problems.push({ place, text });
  };
  atMost("session_idle_seconds", "session_absolute_seconds");
  atMost("refresh_idle_seconds", "refresh_absolute_seconds");
  if (settings.database.startsWith("file:") && !["auto", "1"].includes(settings.workers)) {
    const text = `workers is ${settings.workers}, but SQLite has one writer; give 1, or a database of PostgreSQL.`;
    problems.push({ place: origin.workers, text });
  }
  if (settings.client_certificate_format !== "off" && settings.trusted_proxies.length === 0) {
    const text = `client_certificate_format is ${settings.client_certificate_format}, but no proxy is believed; give its address in trusted_proxies.`;
    problems.push({ place: origin.client_certificate_format, text });
  }
  const { issuer, mtls_address } = settings;
  if (issuer !== null && mtls_address !== null && pathOf(issuer) !== pathOf(mtls_address)) {
    const text = `mtls_address is ${JSON.stringify(mtls_address)}, whose path is not that of issuer (${JSON.stringify(issuer)}); give both the same path.`;
    problems.push({ place: origin.mtls_address, text });
  }
  const needs = (key: SettingKey, others: readonly SettingKey[]): void => {
    for (const other of others)
      if (settings[key] !== null && settings[other] === null)
        problems.push({ place: origin[key], text: `${key} is set, but ${other} is not; set both.` });
  };
  needs("upstream_issuer", ["upstream_client_id", "upstream_client_secret"]);
  needs("handover_url", ["handover_jwks"]);
  if (settings.smtp_url !== null && settings.mail_from === null) {
    const text = "smtp_url is set, but mail_from is not; give the address that letters come from.";
    problems.push({ place: origin.smtp_url, text });
  }
  return problems;
}

const pathOf = (address: string): string | undefined => URL.parse(address)?.pathname;

/** What development allows and a server that others reach must not have. */
function unfit(
  settings: Settings,
  origin: Record<SettingKey, string>,
  broken: ReadonlySet<string>,
): Problem[] {
  const problems: Problem[] = [];
  if (settings.issuer === null) {
    const text = `issuer is not set; give the public address of this server, e.g. ${envName("issuer")}=https://auth.example.com.`;
    if (!broken.has("issuer")) problems.push({ place: "serve", text });
  } else {
    const fix = plainIssuer(settings.issuer);
    if (fix)
      problems.push({ place: origin.issuer, text: `issuer is ${JSON.stringify(settings.issuer)}; ${fix}` });
  }
  if (settings.secret === null) {
    const text = `secret is not set; give ${envName("secret")} or ${envName("secret")}_FILE, e.g. from \`openssl rand -base64 48\`.`;
    if (!broken.has("secret")) problems.push({ place: "serve", text });
  } else {
    const weak = weakSecret(settings.secret);
    if (weak) problems.push({ place: origin.secret, text: `secret ${weak}` });
  }
  if (settings.sign_up === "open" && settings.smtp_url === null) {
    const text = "sign_up is open, but no mail can be sent; give smtp_url and mail_from.";
    problems.push({ place: origin.sign_up, text });
  }
  if (settings.outbound_loopback) {
    const text = "outbound_loopback is true, which lets strangers make this server ask itself; give false.";
    problems.push({ place: origin.outbound_loopback, text });
  }
  if (settings.database.startsWith("file::memory:")) {
    const text = `database is ${JSON.stringify(settings.database)}, which forgets everything; give file:PATH or postgres://USER:PASSWORD@HOST/NAME.`;
    problems.push({ place: origin.database, text });
  }
  return problems;
}
