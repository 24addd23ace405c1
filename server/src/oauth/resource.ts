/** RFC 8707 §2 — a protected API: its identifier and its catalogue of scopes. */
import type { DetailType } from "./details/type.ts";
import type { AccessTokenProfile } from "./words.ts";

export interface Scope {
  /** A scope-token (RFC 6749 §3.3), e.g. `bookings:read`. */
  name: string;
  /** What it allows, in words, by language; `en` is always there. */
  words: Readonly<Record<string, string>>;
  /** True when it only makes sense with a person: dropped from machine tokens. */
  person: boolean;
  /** Whether it only lets an app read; without it nobody knows, and it counts as writing. */
  access?: ScopeAccess;
}

/** What a scope is for. */
export type ScopeAccess = "read" | "write";

export interface Resource {
  id: string;
  /** Absolute URI without fragment: the `aud` of its tokens. */
  identifier: string;
  name: string;
  scopes: readonly Scope[];
  /** Types of authorization details that it understands (RFC 9396). */
  detailTypes: readonly DetailType[];
  /** Null means the server's setting decides. */
  access_token_profile: AccessTokenProfile | null;
  /** Keyed digest of the secret with which the API introspects; its name there is `id`. */
  introspectionSecretHash: string | null;
}

/** One operation of an API, as its OpenAPI document tells it and as its guard enforces it. */
export interface ApiRoute {
  method: string;
  /** The full path, `{name}` for a parameter. */
  path: string;
  /** All of these are needed; every one of `or` does as well. */
  scopes: readonly string[];
  or?: readonly (readonly string[])[];
  /** Only a token that a person allowed. */
  person: boolean;
  /** No token is needed. */
  public: boolean;
  summary: string;
  tags: readonly string[];
}

/** The versions of an API, oldest first, as its guard takes them. */
export interface ApiVersions {
  header?: string;
  default: string;
  list: readonly {
    version: string;
    status: "stable" | "deprecated" | "retired" | "preview";
    deprecatedAt?: string;
    sunsetAt?: string;
    link?: string;
  }[];
}

/** What the imported OpenAPI document of an API says beside its scopes. */
export interface ApiDocument {
  title: string;
  version: string;
  /** Where the API answers, when the document says so. */
  server: string | null;
  routes: readonly ApiRoute[];
  versions: ApiVersions | null;
}
