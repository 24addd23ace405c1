/** What the protocol needs of the store for agents: counters of calls, and what was called. Times in milliseconds since the epoch. */

/** What the calls of one permission are counted under. */
export interface Permit {
  id: string;
  /** The API's identifier. */
  resource: string;
  /** How many calls there are; null for any number. */
  calls: number | null;
  createdAt: number;
  /** When it may be forgotten. */
  expiresAt: number;
}

/** Calls that a guard let through, counted: which route, never with which values. */
export interface CallReport {
  permit: string;
  method: string;
  /** The rule's path, `:name` for a parameter. */
  path: string;
  /** The scopes that the rule asks for. */
  scope: readonly string[];
  calls: number;
}

/** One route on one day. */
export interface Called {
  /** Milliseconds since the epoch: the UTC day's first. */
  day: number;
  method: string;
  path: string;
  scope: readonly string[];
  calls: number;
  lastAt: number;
}

/** What a consent's permits come to. */
export interface PermitStanding {
  /** Calls that may still be made; null when nobody counts them. */
  left: number | null;
  activity: readonly Called[];
}

export interface PermitsPort {
  /**
   * Takes the next slice of a permit's calls for one guard, in one statement; null when there is none: all are spent, or
   * the permit is not this API's, has ended, or was withdrawn.
   */
  spend(id: string, resource: string, now: number): Promise<{ granted: number; left: number } | null>;
  /** Counts what guards of this API let through. What names no permit of this API is dropped. */
  report(resource: string, calls: readonly CallReport[], now: number): Promise<void>;
  /** What is left of the newest permit of a consent, and what all of them were used for, the newest first. */
  standing(consentId: string, limit: number): Promise<PermitStanding>;
}
