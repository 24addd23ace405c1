/** What the limits need of the store. */

export interface BudgetsPort {
  /**
   * Takes up to `amount` of what is left of `limit` for `key` in the window that is open, or in one that begins now.
   * Answers what was granted, what is left for others, and when the window ends (milliseconds since the epoch).
   */
  take(
    key: string,
    amount: number,
    limit: number,
    windowMs: number,
    now: number,
  ): Promise<{ granted: number; rest: number; endsAt: number }>;
}
