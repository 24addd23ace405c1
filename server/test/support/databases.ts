/** Databases of the engine under test: one per place, made when it is asked for first, without tables. */
import { join } from "node:path";

/** The address of the database `name` in `folder`, for the engine that vitest.config.ts chose. */
export async function databaseIn(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.db`);
  if (process.env["GATEHOUSE_TEST_ENGINE"] !== "postgres") return `file:${path}`;
  const { databaseAt } = await import("./postgres.ts");
  return databaseAt(path, true);
}
