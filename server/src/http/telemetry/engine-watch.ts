/** Who watches the writes of the store: the meter, the tracer, both, or nobody. */
import type { EngineWatch } from "../../store/engine/watched.ts";
import type { Meter } from "../management/meter.ts";
import type { Tracing } from "./tracing.ts";

/** Null when nobody does: then a write costs nothing more. */
export function engineWatch(meter: Meter | null, tracing: Tracing | null): EngineWatch | null {
  if (meter === null && tracing === null) return null;
  const traced: EngineWatch["write"] = (verb, work) =>
    tracing === null ? work() : tracing.write(verb, work);
  return {
    write: (verb, work) =>
      meter === null ? traced(verb, work) : meter.write(verb, () => traced(verb, work)),
    batch: (size) => meter?.batch(size),
    look: (found) => meter?.cache("registry", found),
  };
}
