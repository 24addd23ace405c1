/** One PostgreSQL for all files of the project that asks for it, with one migrated database that the others are copied from. */
import type { TestProject } from "vitest/node";
import { migrate } from "../../src/store/engine/migrate.ts";
import { postgresEngine } from "../../src/store/engine/postgres.ts";
import { createDatabase, TEMPLATE } from "./postgres-admin.ts";
import { startCluster } from "./postgres-cluster.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the shared PostgreSQL, without a database's name. */
    postgres: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startCluster();
  const server = cluster.url("");
  await createDatabase(server, TEMPLATE, "template0");
  const engine = await postgresEngine(cluster.url(TEMPLATE));
  await migrate(engine);
  await engine.close();
  project.provide("postgres", server);
  return () => cluster.stop();
}
