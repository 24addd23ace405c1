/** What staff look through: long lists, a page at a time, and what a person or an app holds. Times in milliseconds. */
import type { By } from "../lib/actor.ts";
import type { Staff } from "../accounts/ports.ts";
import type { Organisation } from "./ports.ts";
import type { AppView } from "./registry.ts";

export interface Search {
  /** Part of a name, or a whole id; empty means everything. */
  text: string;
  /** The id that the page before ended with. */
  after: string | null;
  limit: number;
}

export interface PersonView {
  id: string;
  username: string;
  name: string;
  email: string | null;
  emailVerifiedAt: number | null;
  locale: string | null;
  staff: Staff | null;
  createdAt: number;
  disabledAt: number | null;
}

export interface ConsentView {
  id: string;
  subject: string;
  username: string;
  client_id: string;
  client_name: string;
  environment: "test" | "live";
  scope: readonly string[];
  createdAt: number;
  lastUsedAt: number | null;
  /** Families of refresh tokens that are alive. */
  families: number;
}

/** A client that is assigned a scope. */
export interface ScopeClient {
  client_id: string;
  app_id: string;
  client_name: string;
  organisation: string;
  environment: "test" | "live";
}

/** Tokens that are alive, of one client or of one person. */
export interface TokenCount {
  /** The client's or the person's id, and its name. */
  id: string;
  name: string;
  /** Of a client. */
  environment: "test" | "live" | null;
  /** Refresh tokens: each is one family. */
  families: number;
  /** Access tokens: opaque ones, and JWTs that a person allowed; those of machines are counted nowhere. */
  opaque: number;
  jwts: number;
}

export interface KeyView {
  kid: string;
  alg: string;
  rsa_bits: number;
  environment: "test" | "live";
  phase: string;
  activates_at: number;
  retires_at: number | null;
}

export interface AuditEntry {
  /** Its place in the chain; null until it is sealed. */
  seq: number | null;
  hash: string | null;
  id: string;
  /** RFC 3339. */
  at: string;
  actor: { type: string; id: string };
  action: string;
  target: { type: string; id: string };
  organisation: string | null;
  before: unknown;
  after: unknown;
  request_id: string | null;
  address: string | null;
}

export interface AuditSearch {
  /** Milliseconds since the epoch. */
  since?: number | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  /** The id that the page before ended with. */
  before: string | null;
  limit: number;
}

export interface DirectoryPort {
  /** Newest first, as all lists here. */
  apps(search: Search & { state: "any" | "suspended" | "live" }): Promise<readonly AppView[]>;
  organisations(
    search: Search,
  ): Promise<readonly (Organisation & { createdAt: number; apps: number; members: number })[]>;
  people(search: Search): Promise<readonly PersonView[]>;
  person(id: string): Promise<PersonView | null>;
  consents(of: { subject: string } | { client_id: string }, limit: number): Promise<readonly ConsentView[]>;
  /** What hangs on a scope of the API with this identifier; at most 500 clients. */
  scopeUse(identifier: string, scope: string): Promise<{ clients: readonly ScopeClient[]; consents: number }>;
  /** Those with the most first. */
  tokens(of: "client" | "person", limit: number): Promise<readonly TokenCount[]>;
  /** Ends every token; answers how many families, or null when there is no such client or person. */
  endTokens(of: "client" | "person", id: string, by: By): Promise<number | null>;
  withdrawConsent(id: string, by: By): Promise<boolean>;
  /** Ends sessions, families and opaque tokens; null `at` lets the person sign in again. */
  setDisabled(person: string, disabled: boolean, by: By): Promise<boolean>;
  /** Signs the person out everywhere; answers how many sessions ended. */
  endSessions(person: string, by: By): Promise<number>;
  audit(search: AuditSearch): Promise<readonly AuditEntry[]>;
}

export interface KeysDesk {
  list(): Promise<readonly KeyView[]>;
  rotate(by: By): Promise<readonly string[]>;
  revoke(kid: string, by: By): Promise<boolean>;
}
