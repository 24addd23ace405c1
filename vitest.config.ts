import { defineConfig } from "vitest/config";

/** What is about files of SQLite, or drives its engine itself; everything else holds on PostgreSQL too. */
const onlySqlite = [
  "server/test/store/sqlite.test.ts",
  "server/test/store/sqlite-engine.test.ts",
  "server/test/store/processes.test.ts",
  // The model is about our SQL, which is the same; the conformance suite runs its races on both.
  "server/test/store/rotation-model.test.ts",
  // Readers of forms and JSON: no server, no database, ten thousand cases.
  "server/test/rfc/6749-readers.test.ts",
];
const onlyPostgres = ["server/test/store/postgres*.test.ts"];

/** A command of its own, `npm run soak`: it takes ten minutes. */
const soak = process.env["SOAK"] === undefined ? ["server/test/soak/**"] : [];

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
    retry: 0,
    testTimeout: 30_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "main",
          include: ["guard/test/**/*.test.ts", "server/test/**/*.test.ts", "server/test/**/*.test.tsx"],
          exclude: [...onlyPostgres, ...soak],
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          include: [
            "server/test/{api,console,desk,portal,rfc,attacks,store,races,conformance,accounts,inspector,mcp,openid}/**/*.test.ts",
            "server/test/faults/{kill,kill-deeds,letters,poisoned,stop}.test.ts",
          ],
          exclude: onlySqlite,
          env: { GATEHOUSE_TEST_ENGINE: "postgres" },
          globalSetup: ["server/test/support/postgres-setup.ts"],
        },
      },
    ],
  },
});
