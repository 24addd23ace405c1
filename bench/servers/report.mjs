/** What every measured process does: says when it is ready, and answers questions about itself over IPC. */

/**
 * Serves `verbs` to the parent. `usage` is always there: CPU of the whole process (its threads included) in
 * microseconds, resident memory in bytes. Ends with the parent.
 */
export function answer(verbs = {}) {
  const all = {
    usage: () => {
      const { user, system } = process.cpuUsage();
      return { cpu: user + system, system, rss: process.memoryUsage.rss() };
    },
    ...verbs,
  };
  process.on("message", ({ id, verb, input }) => {
    Promise.resolve()
      .then(() => all[verb](input))
      .then(
        (value) => process.send({ id, value }),
        (error) => process.send({ id, error: String(error?.stack ?? error) }),
      );
  });
  process.on("disconnect", () => process.exit(0));
}

/** Tells the parent that requests may come. */
export function ready(port) {
  process.send({ ready: true, port });
}
