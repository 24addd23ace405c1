/** The one way storage says "not now": locked, full, unreadable or closed. The http room answers 503 (RFC 9110 §15.6.4). */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";

  constructor(why: string, cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
  }
}
