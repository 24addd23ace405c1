/** What one client's settings are: its own values where it has any, else its API's, else the server's. */
import { didYouMean } from "./nearest.ts";
import { CLIENT_SETTING_KEYS } from "./settings.ts";
import type { ClientSettingKey, ClientSettings, Settings } from "./settings.ts";
import { readValue } from "./value.ts";

function isClientKey(key: string): key is ClientSettingKey {
  return (CLIENT_SETTING_KEYS as readonly string[]).includes(key);
}

/** Checks overrides that somebody wrote, by the table of settings: the good ones, and a sentence for each bad one. */
export function parseOverrides(input: unknown): { overrides: Partial<ClientSettings>; problems: string[] } {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { overrides: {}, problems: ["The overrides are not an object; give an object of settings."] };
  }
  const overrides: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [key, raw] of Object.entries(input)) {
    if (!isClientKey(key)) {
      const guess = didYouMean(key, CLIENT_SETTING_KEYS, "remove it.");
      problems.push(`${key} is not a setting of a client; ${guess}`);
      continue;
    }
    const read = readValue(key, raw, "data");
    if (read.ok) overrides[key] = read.value;
    else problems.push(read.problem);
  }
  return { overrides, problems };
}

/** What the settings say of clients that register themselves; `mcp` switches on all that its authorization profile needs. */
export function registrationPolicy(settings: Settings): {
  mode: Settings["registration"];
  scopes: readonly string[] | "all";
  api: string | null;
  documents: boolean;
  anyApi: boolean;
} {
  const mcp = settings.mcp === "on";
  const scopes = settings.registration_scopes.split(" ").filter((scope) => scope !== "");
  return {
    mode: mcp && settings.registration === "off" ? "open" : settings.registration,
    scopes: scopes.includes("*") ? "all" : scopes,
    api: settings.registration_api,
    documents: mcp || settings.client_id_metadata_documents === "on",
    anyApi: mcp,
  };
}

/**
 * The policy of one client, lifetimes in seconds. `resourceProfile` is its API's own access_token_profile, if any.
 * Throws on overrides that the table does not allow: to fall back silently could loosen what somebody tightened.
 */
export function resolvePolicy(
  settings: ClientSettings | Settings,
  overrides: Readonly<Record<string, unknown>>,
  resourceProfile: ClientSettings["access_token_profile"] | null,
): ClientSettings {
  const own = parseOverrides(overrides);
  if (own.problems.length > 0) throw new Error(`stored overrides of a client: ${own.problems.join(" ")}`);
  const server = Object.fromEntries(
    CLIENT_SETTING_KEYS.map((key) => [key, settings[key]]),
  ) as unknown as ClientSettings;
  return {
    ...server,
    ...(resourceProfile === null ? {} : { access_token_profile: resourceProfile }),
    ...own.overrides,
  };
}
