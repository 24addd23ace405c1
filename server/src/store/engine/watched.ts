/** An engine whose writes somebody watches: for figures and spans. */
import type { Engine } from "./engine.ts";

export interface EngineWatch {
  /** Runs `work`, which is one write; answers or throws what it does. */
  write<T>(verb: string, work: () => Promise<T>): Promise<T>;
  /** One commit of `size` verbs has ended. */
  batch: (size: number) => void;
  /** Somebody looked into what is kept in memory. */
  look: (found: boolean) => void;
}

export function watched(engine: Engine, watch: EngineWatch): Engine {
  return {
    ...engine,
    write: (work) => watch.write("write", () => engine.write(work)),
    writeBeside: (work, durable) => watch.write("write_beside", () => engine.writeBeside(work, durable)),
    writeTogether: (key, queries) => watch.write("write_together", () => engine.writeTogether(key, queries)),
  };
}
