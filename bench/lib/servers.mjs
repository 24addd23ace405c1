/** The servers of one run, each started when it is first needed; PostgreSQL too, which shares its core with the load. */
import { join } from "node:path";
import { startDatabase } from "./database.mjs";
import { startServe, startServer } from "./machine.mjs";
import { usageOf } from "./process-tree.mjs";

/** `folder` is where data are, `log` a file descriptor. `get(name)`: see the names of servers in plan.mjs. */
export function serversOf(folder, log) {
  const started = new Map();
  let database = null;
  const postgres = () => (database ??= startDatabase("postgres", join(folder, "cluster")));

  async function start(name) {
    const [kind, place] = name.split(" on ");
    if (kind === "serve") {
      // A whole `gatehouse serve` on the database of another one, which knows the clients and makes codes.
      const onFile = place === "SQLite";
      const { terms, ask, database } = await get(onFile ? "gatehouse" : "gatehouse on PostgreSQL");
      const url = onFile ? `file:${join(database, "gatehouse.db")}` : database;
      return { ...(await startServe(place === "two cores" ? 2 : 1, url, log)), terms, ask };
    }
    const where = place === "PostgreSQL" ? await (await postgres()).database(kind) : folder;
    const server = await startServer(kind, [where], log);
    if (kind.startsWith("bare") || kind === "micro") return server;
    return { ...server, database: where, terms: await server.ask("terms") };
  }

  function get(name) {
    if (!started.has(name)) started.set(name, start(name));
    return started.get(name);
  }

  return {
    get,
    /** CPU of all of PostgreSQL so far, microseconds; NaN when it does not run or cannot be known. */
    postgresCpu: async () => (database === null ? null : usageOf((await database).pid()))?.cpu ?? Number.NaN,
    async stop() {
      const up = await Promise.allSettled(started.values());
      for (const { value } of up) await value?.stop();
      await (await database)?.stop();
    },
  };
}
