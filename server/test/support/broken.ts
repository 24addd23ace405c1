/** Faults on demand: one verb of a port misbehaves while something runs. */

/** Replaces `verb` of `port` while `run` runs. */
export async function broken<T extends object, K extends keyof T, R>(
  port: T,
  verb: K,
  as: T[K],
  run: () => Promise<R>,
): Promise<R> {
  const before = port[verb];
  port[verb] = as;
  try {
    return await run();
  } finally {
    port[verb] = before;
  }
}

/** A verb that fails with this error. */
export function failing(error: Error): () => Promise<never> {
  return async () => {
    throw error;
  };
}
