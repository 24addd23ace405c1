/** Makes databases of a PostgreSQL. */
import { Client } from "pg";

export const TEMPLATE = "gatehouse_template";

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client(`${server}postgres`);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes a database as a copy of another one: `TEMPLATE` has our tables, `template0` has none. */
export function createDatabase(server: string, name: string, from: string): Promise<void> {
  return administer(server, `CREATE DATABASE "${name}" TEMPLATE "${from}"`);
}
