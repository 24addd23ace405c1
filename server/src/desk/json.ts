/** The answers of the desk as types: RFC 7591 names where there are any, times as RFC 3339. `shapes.ts` says the same as schemas. */
import type { Role } from "./caller.ts";
import type { Seen } from "./reviewed.ts";
import type { LiveCheckName } from "./live-checks.ts";

export interface OrganisationJson {
  id: string;
  name: string;
  verified_at: string | null;
}

export interface SecretJson {
  id: string;
  label: string;
  last4: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

export interface ClientJson {
  client_id: string;
  /** Only in the answer that made it. */
  client_secret?: string;
  environment: "test" | "live";
  status: "active" | "disabled";
  token_endpoint_auth_method: string;
  grant_types: string[];
  redirect_uris: string[];
  scope: string;
  resource: string;
  metadata: Record<string, unknown>;
  settings: Record<string, unknown>;
  preset: string | null;
  api_version: string | null;
  created_at: string;
  disabled_at: string | null;
  secrets: SecretJson[];
}

export interface AppJson {
  id: string;
  client_name: string;
  application_type: string;
  organisation: OrganisationJson;
  created_at: string;
  suspended_at: string | null;
  suspended_why: string | null;
  clients: ClientJson[];
}

export interface MemberJson {
  person: { id: string; name: string; username: string; email: string | null };
  role: Role;
  since: string;
}

export interface InvitationJson {
  id: string;
  organisation: OrganisationJson;
  email: string;
  role: Role;
  created_at: string;
  expires_at: string;
}

export interface LiveRequestJson {
  id: string;
  app_id: string;
  requested_by: string;
  requested_at: string;
  answers: Record<string, string>;
  decision: "approved" | "declined" | null;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  /** Marks of what is decided about, to be sent back with the decision. */
  seen?: Seen;
}

export interface List<T> {
  items: T[];
}

/** An API as a developer sees it. */
export interface ApiJson {
  id: string;
  identifier: string;
  name: string;
  /** Where it answers, when its OpenAPI document says so. */
  server: string | null;
  scopes: { name: string; words: Record<string, string>; person: boolean }[];
  routes: { method: string; path: string; summary: string; scopes: string[]; person: boolean }[];
  /** Oldest first, as its OpenAPI document says; days as RFC 3339. */
  versions: { version: string; status: string; deprecated_at: string | null; sunset_at: string | null }[];
}

/** What the settings decide for a client, and what it has shown of itself. Times in seconds, moments as RFC 3339. */
export interface PolicyJson {
  pkce: "s256_required" | "plain_allowed" | "optional";
  refresh_token: "offline_access" | "always" | "never";
  access_token_profile: string;
  access_token_seconds: number;
  code_seconds: number;
  refresh_idle_seconds: number;
  refresh_absolute_seconds: number;
  s256_seen_at: string | null;
}

/** One thing that a reviewer looks at, and whether it is so. */
export interface LiveCheckJson {
  check: LiveCheckName;
  met: boolean;
}

/** A program of an organisation's own tests. */
export interface TestProgramJson {
  /** Of the app that it is. */
  id: string;
  name: string;
  client_id: string;
  /** Only in the answer that made it. */
  client_secret?: string;
  created_at: string;
  last_used_at: string | null;
}

export interface TestPersonJson {
  id: string;
  name: string;
  locale: string | null;
  claims: Record<string, unknown>;
  created_at: string;
}

/** What the authorization endpoint answers through the browser. */
export interface TestAnswerJson {
  location: string;
  redirect_uri: string;
  response_mode: string;
  parameters: Record<string, string>;
}
