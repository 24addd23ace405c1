/** One thing that happened at an endpoint or at an API, as the members of the app's organisation see it: facts only, never a credential. */

export const KINDS = [
  "authorize",
  "token",
  "refresh",
  "device",
  "par",
  "introspect",
  "revoke",
  "register",
  "guard",
] as const;
export type Kind = (typeof KINDS)[number];

export const OUTCOMES = ["ok", "refused"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a redirect URI that was sent has otherwise than the registered one that is nearest to it. */
export const DIFFERENCES = [
  "not_a_uri",
  "scheme",
  "loopback_name",
  "host",
  "port",
  "trailing_slash",
  "letter_case",
  "path",
  "query",
  "fragment",
] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** All that is kept of a request. A fact that is not here cannot be stored. */
export interface Facts {
  method?: string;
  /** Names of parameters that we know, never their values. */
  parameters?: readonly string[];
  /** How many others there were. */
  others?: number;
  /** The names among them that came in the URL. */
  in_query?: readonly string[];
  /** What Content-Type says the body is. */
  content_type?: "form" | "json" | "other" | "none";
  /** What the body is, when that is something else. */
  looks_like?: "form" | "json" | "nested json";
  auth?: "basic" | "body" | "assertion" | "bearer" | "id only" | "twice" | "none";
  /** Which environment the secret that was sent is of, by its own prefix. */
  secret_of?: "test" | "live" | "unknown form";
  from_browser?: true;
  user_agent?: string;
  response_type?: string;
  redirect_uri?: string;
  redirect_differs?: readonly Difference[];
  scope_asked?: string;
  scope_given?: string;
  /** Scopes that were asked for and that the app was not assigned. */
  scope_unassigned?: readonly string[];
  pkce?: "S256" | "plain" | "none" | "unknown";
  /** How many requests of ten minutes, with this one, had the same code_challenge; only when they are suspiciously many. */
  challenge_repeated?: number;
  state?: boolean;
  prompt?: string;
  dpop?: true;
  version?: string;
  /** What the route of the API needs. */
  needs?: readonly string[];
  /** Calls that were told of together. */
  count?: number;
  /** The client was out of service then. */
  disabled?: true;
  /** Nobody proved to be this client: it was only named. */
  only_named?: true;
  /** The HTTP status of the answer. */
  status?: number;
}

export interface Happened {
  /** Milliseconds since the epoch. */
  at: number;
  client_id: string;
  /** The identifier of the API that told of it: it may only tell of clients of its own. */
  api?: string;
  kind: Kind;
  outcome: Outcome;
  /** A name of oauth/refusals.ts, or of the guard's table when `kind` is guard. */
  refusal: string | null;
  grant_type: string | null;
  /** A pattern that we or the API wrote, never the caller's path. */
  route: string | null;
  facts: Facts;
  request_id: string | null;
}

/** As it is stored. */
export interface StoredEvent extends Happened {
  /** A UUIDv7. */
  id: string;
  environment: "test" | "live";
}
