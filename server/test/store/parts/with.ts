/** One fresh world per test, closed and removed after it. */
import type { Store } from "../../../src/store/store.ts";
import { place, world, type EngineFactory } from "../fixture.ts";

export function withWorld(
  factory: EngineFactory,
  work: (store: Store, path: string) => Promise<void>,
): () => Promise<void> {
  return async () => {
    using here = place();
    const store = await world(await factory(here.path));
    try {
      await work(store, here.path);
    } finally {
      await store.close();
    }
  };
}
