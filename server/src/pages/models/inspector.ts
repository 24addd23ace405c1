/** What the pages of inspector, usage and funnel are told. */
import type { EventJson } from "../../desk/operations/events.ts";
import type { ConsoleModel } from "./console.ts";
import type { Way } from "./desk.ts";
import type { AppPlace, Environment } from "./portal.ts";

export interface InspectorModel extends AppPlace {
  events: readonly EventJson[];
  /** What can be looked for; the value that is empty means all. */
  filters: readonly {
    name: "environment" | "outcome" | "kind";
    options: readonly { value: string; href: string; current: boolean }[];
  }[];
  /** Where the page loads itself anew; null while it does. */
  live: Way["href"] | null;
  /** Where it stands still again; null while it does. */
  still: Way["href"] | null;
  next: Way["href"] | null;
}

/** One kind of count over time. */
export interface Series {
  name: "tokens" | "calls" | "refused";
  /** RFC 3339 of the beginning of each day. */
  points: readonly { at: string; count: number }[];
}

export interface UsageModel extends AppPlace {
  days: number;
  /** Other lengths of time. */
  ways: readonly { days: number; href: string }[];
  series: readonly Series[];
  tokens: readonly { environment: Environment; name: string; count: number }[];
  calls: readonly { environment: Environment; route: string; version: string; count: number }[];
  refused: readonly { environment: Environment; refusal: string; cause: string | null; count: number }[];
  /** RFC 3339; null when there was nothing. */
  lastAt: string | null;
  inspectorPath: string;
}

export interface FunnelModel extends ConsoleModel {
  steps: readonly { step: string; count: number; median_seconds: number | null }[];
}
