import { defineConfig } from "vitest/config";

export default defineConfig({
  // The guard is a package of its own; in tests its source is meant, so that no build can be stale.
  resolve: {
    alias: [
      { find: /^@gatehouse\/guard$/, replacement: new URL("guard/src/index.ts", import.meta.url).pathname },
      {
        find: /^@gatehouse\/guard\/(\w+)$/,
        replacement: `${new URL("guard/src/for/", import.meta.url).pathname}$1.ts`,
      },
    ],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  test: {
    include: ["guard/test/**/*.test.ts", "server/test/**/*.test.ts", "server/test/**/*.test.tsx"],
    retry: 0,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
