/** What the inspector, usage and funnel need of the store. Times in milliseconds since the epoch. */
import type { Kind, Outcome, StoredEvent } from "./event.ts";

/** What is known of a client that is named in a request. */
export interface Owner {
  appId: string;
  environment: "test" | "live";
  disabled: boolean;
  redirect_uris: readonly string[];
  scopes: readonly string[];
  /** The identifier of the API that its tokens are for. */
  resource: string;
}

/** What is counted per client and hour: tokens by grant, "no" by its name, calls by route and version. */
export interface Count {
  client_id: string;
  /** The hour's first millisecond. */
  hour: number;
  kind: "token" | "refused" | "call";
  name: string;
  version: string;
  count: number;
  lastAt: number;
}

/** Written once per app. */
export interface Milestone {
  milestone: "first_token" | "first_200";
  appId: string;
  at: number;
}

/** As it is written: with what nobody is ever told. */
export interface NewEvent extends StoredEvent {
  appId: string;
  /** Keyed digest of client and code_challenge, of a request that began with one. */
  challenge: string | null;
}

export interface Batch {
  events: readonly NewEvent[];
  counts: readonly Count[];
  milestones: readonly Milestone[];
}

export interface EventSearch {
  appId: string;
  environment?: "test" | "live" | undefined;
  outcome?: Outcome | undefined;
  kind?: Kind | undefined;
  /** The id that the page before ended with. */
  before: string | null;
  limit: number;
}

/** How often an app calls with one version of an API. */
export interface VersionUse {
  version: string;
  app_id: string;
  client_name: string;
  organisation: string;
  environment: "test" | "live";
  calls: number;
  lastAt: number;
}

/** How far organisations have come. Times from the beginning in milliseconds, the median of those who got there. */
export interface FunnelStep {
  step: "signed_up" | "organisation" | "app" | "first_token" | "first_200" | "live_requested" | "live";
  count: number;
  medianMs: number | null;
}

export interface EventsPort {
  /** The newest first. */
  list(search: EventSearch): Promise<readonly StoredEvent[]>;
  /** The counts of all clients of an app from an hour on. */
  usage(appId: string, since: number): Promise<readonly Count[]>;
  versions(since: number): Promise<readonly VersionUse[]>;
  /** How far each app of an organisation has come. */
  milestones(organisationId: string): Promise<readonly Milestone[]>;
  /** Of what began since then. */
  funnel(since: number): Promise<readonly FunnelStep[]>;
}

export interface EventsStore extends EventsPort {
  /** By client_id; who is not there is not in the answer. */
  owners(ids: readonly string[]): Promise<ReadonlyMap<string, Owner>>;
  /** All of it or nothing; the oldest events of a client beyond what is kept go. */
  write(batch: Batch): Promise<void>;
}
