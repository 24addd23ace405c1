/** Parts of the program that are loaded by whoever needs them first, and kept. */

/** Answers what `load` does, and asks it once: an `import()` costs 35 µs however often it was made. A failure is not kept. */
export function onceLoaded<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      // A file that could not be opened now can be later.
      loaded = null;
      throw error;
    }));
}
