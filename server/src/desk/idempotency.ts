/** A request that is sent again, because its answer was lost, is answered again and done once. Times in milliseconds. */

export interface IdempotencyPort {
  /**
   * `first`: whoever gets it does the act, then says `finish` or `letGo`. `running`: somebody is at it. `other`: the key
   * was used for another request. An `answer` is what the first one was given.
   */
  begin(
    hash: string,
    request: string,
    now: number,
  ): Promise<{ outcome: "first" | "running" | "other" } | { outcome: "done"; answer: string }>;
  /** Keeps the answer, sealed, for a day. */
  finish(hash: string, answer: string, now: number): Promise<void>;
  /** Nothing was done: the key may be used again. */
  letGo(hash: string): Promise<void>;
}
