/** Databases of the shared PostgreSQL: made in a moment from a migrated one, known by a place.
 * They end with the cluster: dropping one waits for a checkpoint, which costs more than the eight megabytes. */
import { createHash } from "node:crypto";
import { inject } from "vitest";
import { createDatabase, TEMPLATE } from "./postgres-admin.ts";

const made = new Map<string, Promise<void>>();

function nameOf(place: string): string {
  return `gatehouse_${createHash("sha256").update(place).digest("hex").slice(0, 20)}`;
}

/** Address of the database that belongs to a place; the first call makes it, with our tables unless `empty`. */
export async function databaseAt(place: string, empty: boolean = false): Promise<string> {
  const server = inject("postgres");
  const name = nameOf(place);
  let making = made.get(name);
  if (!making) made.set(name, (making = createDatabase(server, name, empty ? "template0" : TEMPLATE)));
  await making;
  return server + name;
}
