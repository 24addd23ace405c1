/** One thing that `gatehouse doctor` looked at. */

export interface Finding {
  /** A short name that stays the same: `settings`, `I3`, `keys`. */
  check: string;
  /** `broken` makes the exit code 1; `warn` is for somebody's eyes. */
  status: "ok" | "warn" | "broken";
  /** What is so, and the fix when it is not well. Never a secret, never a stored value. */
  sentence: string;
}

export const ok = (check: string, sentence: string): Finding => ({ check, status: "ok", sentence });
export const warn = (check: string, sentence: string): Finding => ({ check, status: "warn", sentence });
export const broken = (check: string, sentence: string): Finding => ({ check, status: "broken", sentence });
