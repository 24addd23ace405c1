/** Reads one value of one setting, from text (environment, flag) or as data (file, stored override). */
import {
  contact,
  database,
  grants,
  header,
  host,
  issuer,
  api,
  jwks,
  levels,
  mailbox,
  network,
  smtp,
  workers,
} from "./formats.ts";
import { definition } from "./settings.ts";
import type { SettingDefinition } from "./definition.ts";
import type { SettingKey } from "./settings.ts";

export type Value = string | number | boolean | readonly string[] | null;
/** A value, or what is wrong with it: a sentence that goes on after the place. */
export type Read = { ok: true; value: Value } | { ok: false; problem: string };

const TEXT_FORMATS: Record<string, (value: string) => string | null> = {
  issuer,
  host,
  contact,
  database,
  workers,
  levels,
  header,
  smtp,
  mailbox,
  api,
  jwks,
  grants,
};

/** Reads `raw` for `key`. `source` says how it came: text is converted, data must have the right type. */
export function readValue(key: SettingKey, raw: unknown, source: "text" | "data"): Read {
  const row = definition(key);
  const no = (fix: string): Read => ({ ok: false, problem: `${key} ${shown(row, raw)}; ${fix}` });
  if (raw === null || raw === undefined || raw === "") {
    return { ok: false, problem: `${key} has no value; ${want(row)}` };
  }
  switch (row.type) {
    case "integer": {
      if (source === "data" && typeof raw === "string" && /^\d+$/.test(raw))
        return no("take its quotes away.");
      const value =
        source === "text" && typeof raw === "string" && /^\d{1,15}$/.test(raw) ? Number(raw) : raw;
      const whole = typeof value === "number" && Number.isSafeInteger(value);
      return whole && value >= (row.min ?? 0) && value <= (row.max ?? value)
        ? { ok: true, value }
        : no(want(row));
    }
    case "boolean": {
      const value = source === "text" && (raw === "true" || raw === "false") ? raw === "true" : raw;
      return typeof value === "boolean" ? { ok: true, value } : no(want(row));
    }
    case "choice": {
      const value = row.choices?.find(
        (choice) => choice === raw || (source === "text" && String(choice) === raw),
      );
      return value === undefined ? no(want(row)) : { ok: true, value };
    }
    case "list":
      return readList(raw, source, no, row);
    case "text":
      return readText(raw, no, row);
  }
}

function readList(
  raw: unknown,
  source: "text" | "data",
  no: (fix: string) => Read,
  row: SettingDefinition,
): Read {
  const items: unknown =
    source === "text" && typeof raw === "string" ? raw.split(",").map((item) => item.trim()) : raw;
  if (!Array.isArray(items)) return no(want(row));
  for (const item of items as unknown[]) {
    if (typeof item !== "string") return no(want(row));
    const fix = network(item);
    if (fix) return no(items.length > 1 ? `in ${JSON.stringify(item)} ${fix}` : fix);
  }
  return { ok: true, value: items as string[] };
}

function readText(given: unknown, no: (fix: string) => Read, row: SettingDefinition): Read {
  // A count is a number in a file, and a text only because it may be `auto`.
  const raw = row.format === "workers" && typeof given === "number" ? String(given) : given;
  if (typeof raw !== "string") {
    return no(typeof raw === "number" || typeof raw === "boolean" ? "write it in quotes." : want(row));
  }
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(raw)) return no("take the control characters and line breaks out of it.");
  if (raw.trim() !== raw) return no("take the spaces at its ends away.");
  if (row.min !== undefined && raw.length < row.min) return no(want(row));
  if (row.max !== undefined && raw.length > row.max) return no(want(row));
  const fix = TEXT_FORMATS[row.format ?? ""]?.(raw);
  return fix ? no(fix) : { ok: true, value: raw };
}

/** What the value is now, as far as a log may know it. */
function shown(row: SettingDefinition, raw: unknown): string {
  if (row.secret === "whole")
    return typeof raw === "string" ? `is ${raw.length} characters long` : "is not a text";
  const text = JSON.stringify(typeof raw === "string" ? withoutPassword(raw) : raw) ?? typeof raw;
  return `is ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
}

/** A database address without its password, as log and console may show it; broken ones too. */
export function withoutPassword(address: string): string {
  return address
    .replace(/(\/\/[^/?#]*?):[^/?#]*@/, "$1:•••@")
    .replace(/(\/\/[^/?#:]*):.*@/, "$1:•••@")
    .replace(/([?&][^=&]*(?:password|secret|key)[^=&]*=)[^&#]*/gi, "$1•••");
}

/** What would be right, as an order. */
export function want(row: SettingDefinition): string {
  switch (row.type) {
    case "integer":
      return `give a whole number from ${row.min} to ${row.max}.`;
    case "boolean":
      return "give true or false.";
    case "choice": {
      const names = (row.choices ?? []).map(String);
      return `give ${names.slice(0, -1).join(", ")} or ${names.at(-1)}.`;
    }
    case "list":
      return "give a list of IP addresses and networks such as 10.0.0.0/8.";
    case "text":
      if (row.format === "secret")
        return `give at least ${row.min} and at most ${row.max} random characters.`;
      if (row.format === "issuer") return "give a full address such as https://auth.example.com.";
      if (row.format === "grants") return "give * or names of grants, separated by spaces.";
      if (row.format === "contact") return "give an address such as mailto:security@example.com.";
      if (row.format === "host") return "give an address or host name such as 127.0.0.1.";
      if (row.format === "header") return "give the name of a header such as Client-Cert.";
      if (row.format === "workers") return "give auto or a whole number from 1 to 64.";
      if (row.format === "database") return "give file:PATH or postgres://USER:PASSWORD@HOST/NAME.";
      return `give a text of ${row.min} to ${row.max} characters.`;
  }
}
