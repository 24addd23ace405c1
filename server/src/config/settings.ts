/** The one table of settings: types, parsing, `gatehouse config` and docs/configuration.md all derive from it. */
import { ACCOUNTS } from "./accounts.ts";
import type { SettingDefinition } from "./definition.ts";
import { GUIDE } from "./guide.ts";
import { PLAYGROUND } from "./playground.ts";
import { PROOFS } from "./proofs.ts";
import { OPERATIONS } from "./operations.ts";
import { REGISTRATION } from "./registration.ts";
import { SIGN_IN } from "./sign-in.ts";

const OWN = {
  issuer: {
    type: "text",
    format: "issuer",
    per: "server",
    default: null,
    example: "https://auth.example.com",
    doc: "The public address of this server, which names it in metadata and tokens (RFC 8414 §2); needed outside development.",
  },
  host: {
    type: "text",
    format: "host",
    per: "server",
    default: "127.0.0.1",
    doc: "The address or host name to listen on; `0.0.0.0` or `::` means every interface.",
  },
  port: {
    type: "integer",
    per: "server",
    default: 3000,
    min: 0,
    max: 65535,
    doc: "The TCP port to listen on; 0 lets the system choose a free one.",
  },
  database: {
    type: "text",
    format: "database",
    per: "server",
    default: "file:./gatehouse.db",
    secret: "password",
    doc: "Where everything is stored: `file:PATH` is the embedded SQLite, `postgres://USER:PASSWORD@HOST/NAME` a PostgreSQL server.",
  },
  secret: {
    type: "text",
    format: "secret",
    per: "server",
    default: null,
    min: 32,
    max: 1024,
    secret: "whole",
    doc: "The master secret that every key at rest is derived from: at least 32 random characters, the same on every node; needed outside development.",
  },
  company: {
    type: "text",
    per: "server",
    default: "Gatehouse",
    min: 1,
    max: 80,
    doc: "The name of the company whose API this is, as people know it.",
  },
  trusted_proxies: {
    type: "list",
    format: "networks",
    per: "server",
    default: [],
    doc: "The addresses or networks (CIDR) of reverse proxies whose forwarding headers are believed; everybody else's are ignored.",
  },
  log_level: {
    type: "choice",
    per: "server",
    default: "info",
    choices: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    doc: "The least severe kind of line that is logged.",
  },
  pending_seconds: {
    type: "integer",
    per: "server",
    default: 600,
    min: 60,
    max: 3600,
    doc: "How long an authorization request waits for a person to sign in and decide.",
  },
  signed_metadata: {
    type: "boolean",
    per: "server",
    default: false,
    doc: "Whether the metadata document also carries itself as a signed JWT, `signed_metadata` (RFC 8414 §2.1).",
  },
  client_id_label: {
    type: "text",
    per: "server",
    default: "Client ID",
    min: 1,
    max: 40,
    doc: "What the portal and the guide call `client_id`.",
  },
  client_secret_label: {
    type: "text",
    per: "server",
    default: "Client secret",
    min: 1,
    max: 40,
    doc: "What the portal and the guide call `client_secret`.",
  },
  pkce: {
    type: "choice",
    per: "client",
    default: "s256_required",
    choices: ["s256_required", "plain_allowed", "optional"],
    doc: "What a client must prove with PKCE (RFC 7636): S256, S256 or plain, or nothing (confidential clients only; a challenge that is sent is always checked).",
  },
  refresh_token: {
    type: "choice",
    per: "client",
    default: "offline_access",
    choices: ["offline_access", "always", "never"],
    doc: "When the authorization code grant also gives a refresh token: if the scope `offline_access` was allowed, always, or never.",
  },
  access_token_profile: {
    type: "choice",
    per: "client",
    default: "rfc9068",
    choices: ["rfc9068", "passport", "opaque"],
    doc: "The form of access tokens: a JWT of RFC 9068, a JWT with Laravel Passport's claims, or an opaque text to introspect; an API may have its own.",
  },
  signing_alg: {
    type: "choice",
    per: "client",
    default: "RS256",
    choices: ["RS256", "PS256", "ES256", "EdDSA"],
    doc: "The algorithm that signs JWT access tokens.",
  },
  rsa_bits: {
    type: "choice",
    per: "client",
    default: 2048,
    choices: [2048, 3072, 4096],
    doc: "The length of RS256 and PS256 keys in bits.",
  },
  token_endpoint_get: {
    type: "choice",
    per: "client",
    default: "off",
    choices: ["off", "basic_only"],
    doc: "Whether GET at the token endpoint serves client_credentials with HTTP Basic; a secret in a query string is refused either way.",
  },
  status_list: {
    type: "choice",
    per: "client",
    default: "rfc9068",
    choices: ["rfc9068", "on", "off"],
    doc: "Whether JWT access tokens say where it is published that they were revoked (Token Status List): those of RFC 9068, all of them, or none.",
  },
  fractional_times: {
    type: "boolean",
    per: "client",
    default: false,
    doc: "Whether times in tokens carry a fraction, as Passport writes them; strict verifiers refuse such tokens.",
  },
  scope_when_absent: {
    type: "choice",
    per: "client",
    default: "assigned",
    choices: ["assigned", "refuse"],
    doc: "What a request without `scope` asks for (RFC 6749 §3.3): every scope the app was assigned, or it is refused.",
  },
  access_token_seconds: {
    type: "integer",
    per: "client",
    default: 3600,
    min: 60,
    max: 86400,
    doc: "How long an access token lasts.",
  },
  code_seconds: {
    type: "integer",
    per: "client",
    default: 60,
    min: 10,
    max: 600,
    doc: "How long an authorization code lasts (RFC 6749 §4.1.2 recommends at most 600).",
  },
  refresh_idle_seconds: {
    type: "integer",
    per: "client",
    default: 2592000,
    min: 60,
    max: 315360000,
    doc: "A refresh token that is not used for so long dies.",
  },
  refresh_absolute_seconds: {
    type: "integer",
    per: "client",
    default: 31536000,
    min: 60,
    max: 315360000,
    doc: "The tokens of one consent die so long after it, however often they are refreshed.",
  },
  refresh_overlap_seconds: {
    type: "integer",
    per: "client",
    default: 60,
    min: 0,
    max: 300,
    doc: "How long the refresh token before the newest still gets the same successor, so that a lost answer harms nobody.",
  },
} as const;

export const SETTINGS: typeof OWN &
  typeof ACCOUNTS &
  typeof SIGN_IN &
  typeof PROOFS &
  typeof REGISTRATION &
  typeof OPERATIONS &
  typeof GUIDE &
  typeof PLAYGROUND = {
  ...OWN,
  ...ACCOUNTS,
  ...SIGN_IN,
  ...PROOFS,
  ...REGISTRATION,
  ...OPERATIONS,
  ...GUIDE,
  ...PLAYGROUND,
};

type Table = typeof SETTINGS;
type Nullable<D> = D extends { default: null } ? null : never;
type ValueOf<D> = D extends { choices: readonly (infer C)[] }
  ? C
  : D extends { type: "integer" }
    ? number
    : D extends { type: "boolean" }
      ? boolean
      : D extends { type: "list" }
        ? readonly string[]
        : string | Nullable<D>;

export type SettingKey = keyof Table;
/** The keys that one client may override. */
export type ClientSettingKey = {
  [K in SettingKey]: Table[K]["per"] extends "client" ? K : never;
}[SettingKey];
/** Every setting with its value; times in seconds. */
export type Settings = { -readonly [K in SettingKey]: ValueOf<Table[K]> };
/** What a client may override, all of it. */
export type ClientSettings = Pick<Settings, ClientSettingKey>;

export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS) as SettingKey[];
export const CLIENT_SETTING_KEYS: readonly ClientSettingKey[] = SETTING_KEYS.filter(
  (key): key is ClientSettingKey => SETTINGS[key].per === "client",
);

/** The row of one key; also holds the table to the shape above. */
export function definition(key: SettingKey): SettingDefinition {
  return SETTINGS[key];
}

/** The environment variable of one key, e.g. `GATEHOUSE_PORT`. */
export function envName(key: string): string {
  return `GATEHOUSE_${key.toUpperCase()}`;
}

/** The command-line flag of one key, e.g. `--log-level`. */
export function flagName(key: string): string {
  return `--${key.replaceAll("_", "-")}`;
}

/** The values when nothing is configured. */
export function defaultSettings(): Settings {
  return Object.fromEntries(SETTING_KEYS.map((key) => [key, SETTINGS[key].default])) as unknown as Settings;
}
