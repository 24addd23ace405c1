/** A write that the tables refuse: a name that is taken, or a reference to what is not there. A caller's mistake, no fault of storage. */
export class StoreConflict extends Error {
  override readonly name = "StoreConflict";
  readonly kind: "taken" | "missing";

  constructor(kind: "taken" | "missing", cause?: unknown) {
    const why = kind === "taken" ? "this exists already" : "this refers to something that does not exist";
    super(why, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}
