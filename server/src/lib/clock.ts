/** Time is an argument: nothing below the composition root reads the machine's clock. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Whole seconds since the epoch, as JWT and OAuth count (RFC 7519 §2, NumericDate). */
export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
