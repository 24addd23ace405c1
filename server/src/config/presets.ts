/** Ready configurations for the five provider pages; a developer who follows such a page to the letter succeeds. */
import type { ClientSettings, Settings } from "./settings.ts";

export type PresetName = "provider-000" | "provider-001" | "provider-002" | "provider-003" | "provider-004";

/** The app that a page's reader would have, in the words of RFC 7591 §2. */
export interface DemoApp {
  client_name: string;
  application_type: "web" | "machine";
  token_endpoint_auth_method: "client_secret_post" | "client_secret_basic";
  grant_types: readonly string[];
  /** Every scope it may ask for. */
  scopes: readonly string[];
  /** Its redirect URIs, for a client that listens at `callback`; none without the code grant. */
  redirect_uris: (callback: string) => readonly string[];
}

export interface Preset {
  name: PresetName;
  sentence: string;
  /** What only the whole server can be: the company's words, and what its guide shows. */
  server: Partial<Settings>;
  /** What the page promises its apps: the server's defaults under this preset, or the overrides of one seeded app. */
  client: Partial<ClientSettings>;
  app: DemoApp;
}

const one = (callback: string): readonly string[] => [callback];
const none = (): readonly string[] => [];

/** A second address on the same host, for pages that let an app register several. */
function beside(callback: string): string {
  const url = new URL(callback);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/second`;
  return url.href;
}

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  "provider-000": {
    name: "provider-000",
    sentence:
      "A web app asks people of other organisations for access; form body, refresh token with offline_access.",
    server: { guide_grants: "authorization_code refresh_token" },
    client: { refresh_token: "offline_access", pkce: "optional" },
    app: {
      client_name: "Third-party access demo",
      application_type: "web",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["authorization_code", "refresh_token"],
      scopes: ["bookings:read", "bookings:create", "offline_access"],
      redirect_uris: one,
    },
  },
  "provider-001": {
    name: "provider-001",
    sentence:
      "A web app with Identifier and Secret; every code and every refresh gives a new refresh token, machine tokens too.",
    server: {
      client_id_label: "Identifier",
      client_secret_label: "Secret",
      guide_grants: "authorization_code refresh_token client_credentials",
      guide_token_path: "/access_token",
    },
    client: { refresh_token: "always", pkce: "optional" },
    app: {
      client_name: "Manager demo",
      application_type: "web",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      scopes: ["bookings:read", "bookings:create", "profile:read"],
      redirect_uris: (callback) => [callback, beside(callback)],
    },
  },
  "provider-002": {
    name: "provider-002",
    sentence:
      "A partner's server fetches Passport tokens (RSA-4096, one hour) with a JSON body; nothing is refreshed.",
    server: {
      guide_grants: "client_credentials",
      guide_token_path: "/api/oauth/token",
      guide_token_body: "json",
    },
    client: {
      refresh_token: "never",
      access_token_profile: "passport",
      signing_alg: "RS256",
      rsa_bits: 4096,
      access_token_seconds: 3600,
    },
    app: {
      client_name: "Partner demo",
      application_type: "machine",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["client_credentials"],
      scopes: ["bookings:create", "bookings:delete"],
      redirect_uris: none,
    },
  },
  "provider-003": {
    name: "provider-003",
    sentence:
      "A web app asks people to allow or deny; PKCE is recommended (S256 or plain) and state optional.",
    server: { guide_grants: "authorization_code refresh_token" },
    client: { pkce: "optional" },
    app: {
      client_name: "User account demo",
      application_type: "web",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["authorization_code", "refresh_token"],
      scopes: ["profile:read", "bookings:read", "offline_access"],
      redirect_uris: one,
    },
  },
  "provider-004": {
    name: "provider-004",
    sentence:
      "A server fetches tokens by client credentials at /oauth/token with a JSON body, or by GET with HTTP Basic.",
    server: { guide_grants: "client_credentials", guide_token_body: "json" },
    client: { refresh_token: "never", token_endpoint_get: "basic_only" },
    app: {
      client_name: "API access demo",
      application_type: "machine",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["client_credentials"],
      scopes: ["bookings:read"],
      redirect_uris: none,
    },
  },
};

export const PRESET_NAMES: readonly PresetName[] = Object.keys(PRESETS) as PresetName[];

/** Whether a text names a preset. */
export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** All settings of a preset, for a server that is this company's. */
export function presetSettings(name: PresetName): Partial<Settings> {
  return { ...PRESETS[name].server, ...PRESETS[name].client };
}
