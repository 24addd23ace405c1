/** The one way storage says "not now": locked, full, unreadable or closed. The http room answers 503 (RFC 9110 §15.6.4). */
export class StoreUnavailable extends Error {
  override readonly name: string = "StoreUnavailable";

  constructor(why: string, cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
  }
}

/** One row is not as we wrote it: it is of no use to who needs it, and harms nobody else (reliability 4.14). */
export class DamagedRow extends StoreUnavailable {
  override readonly name = "DamagedRow";

  constructor(row: string, cause: unknown) {
    super(`the row of ${row} is damaged`, cause);
  }
}
