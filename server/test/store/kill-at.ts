/** Ends this process by kill -9 right before its n-th statement on engines that it watches. */
import type { Kysely, KyselyPlugin } from "kysely";
import type { Engine } from "../../src/store/engine/engine.ts";
import type { Schema } from "../../src/store/schema.ts";

export class KillAt {
  seen = 0;
  readonly #last: number;

  /** 0 never ends it. */
  constructor(last: number) {
    this.#last = last;
  }

  of(engine: Engine): Engine {
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        if (++this.seen === this.#last) process.kill(process.pid, "SIGKILL");
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const on =
      <T>(work: (db: Kysely<Schema>) => Promise<T>) =>
      (db: Kysely<Schema>) =>
        work(db.withPlugin(plugin));
    return {
      ...engine,
      maintenance: (work) => engine.maintenance(on(work)),
      snapshot: (work) => engine.snapshot(on(work)),
      writeBeside: (work) => engine.writeBeside(on(work)),
    };
  }
}
