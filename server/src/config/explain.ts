/** The rows of `gatehouse config`: every setting, its value, where it comes from, what it is. */
import type { Loaded } from "./load.ts";
import { definition, SETTING_KEYS } from "./settings.ts";
import type { SettingKey, Settings } from "./settings.ts";
import { withoutPassword } from "./value.ts";

export interface ExplainedSetting {
  key: SettingKey;
  /** As text; a secret is only said to be set. */
  value: string;
  origin: string;
  doc: string;
}

/** One row a setting, in the table's order. No secret is in it. `origin` null: nobody knows where they come from. */
export function explainSettings(loaded: {
  settings: Settings;
  origin: Loaded["origin"] | null;
}): ExplainedSetting[] {
  return SETTING_KEYS.map((key) => ({
    key,
    value: shownValue(key, loaded.settings),
    origin: loaded.origin?.[key] ?? "—",
    doc: definition(key).doc,
  }));
}

function shownValue(key: SettingKey, settings: Settings): string {
  const value = settings[key];
  const { secret } = definition(key);
  if (value === null) return "(not set)";
  if (secret === "whole") return "(set, not shown)";
  if (secret === "password") return withoutPassword(String(value));
  if (typeof value === "object") return value.length === 0 ? "(none)" : value.join(", ");
  return String(value);
}
