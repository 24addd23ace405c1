/** What the pages about agents are told. Times in milliseconds since the epoch. */
import type { AppView, PageContext } from "../models.ts";

/** What a person may limit. */
export interface LimitOffer {
  /** Seconds. */
  times: readonly number[];
  readOnly: boolean;
  calls: readonly number[];
  /** Whether something was allowed before, which a limit ends. */
  replaces: boolean;
  /** As the form sends it; empty texts at first. */
  chosen: { time: string; readOnly: string; calls: string };
}

export interface ActivityDay {
  at: number;
  calls: number;
  lines: readonly { words: string; route: string; calls: number }[];
}

export interface ActivityModel {
  context: PageContext;
  app: AppView;
  consentId: string;
  /** The newest first. */
  days: readonly ActivityDay[];
  /** Calls that are left; null when nobody counts. */
  left: number | null;
  until: number | null;
  readOnly: boolean;
  now: number;
  stopAction: string;
  csrf: string;
  backPath: string;
}
