/** Token Status List — what the protocol needs of the store: places for new tokens, and which places are withdrawn. */

/** A JWT at rest: only its place, the family that it dies with, and its end (milliseconds since the epoch). */
export interface PlacedToken {
  place: number;
  familyId: string;
  expiresAt: number;
}

/** `count` places from `first` on are withdrawn; after `expiresAt` no token has them any more. */
export interface Withdrawn {
  first: number;
  count: number;
  expiresAt: number;
}

export interface Changes {
  /** Where the next question begins. */
  cursor: string;
  /** Whether more is known already. */
  more: boolean;
  /** Whether this does not follow what was asked after, but begins anew: what was known before is void. */
  reset: boolean;
  /** Every place below it is withdrawn. */
  floor: number;
  withdrawn: readonly Withdrawn[];
}

export interface StatusPort {
  /** A text that changes with every withdrawal, and the number of the newest list (null before there is one). One row is read. */
  head(): Promise<{ version: string; newest: number | null }>;
  /** A place for a JWT of this client that ends by `expiresAt`; null when the client may have none, because it was disabled. */
  place(client: { client_id: string }, now: number): Promise<number | null>;
  /** The bits of one list, and a text that changes whenever they do; null when no living token is in it. */
  list(list: number, now: number): Promise<{ bits: Uint8Array; version: string } | null>;
  /** The numbers of the lists that a living token may be in. */
  lists(now: number): Promise<readonly number[]>;
  /** What was withdrawn after `cursor` (all of it, without one), oldest first, a page of it. */
  changes(cursor: string | null, now: number): Promise<Changes>;
  /** Resolves when there may be more than `cursor` knows, after `ms` milliseconds, or when this node stops: what comes first. */
  news(cursor: string, ms: number): Promise<void>;
  /** Nobody waits here any more. */
  dismiss(): void;
}
