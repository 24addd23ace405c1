/** Very many rows straight in SQL: clients with their secrets, and families that nobody uses. */
import { sql } from "kysely";

/** Rows of one statement. */
const STEP = 100_000;
/** How long a family lives. Milliseconds. */
export const LIFE = 86_400_000;
/** The secret of every client. */
export const SECRET = "the-same-secret-for-all";

const text = (value) => sql`cast(${value} as text)`;

/** The columns of a family that the benchmark fills. */
export const FAMILY = sql`(id, client_id, subject, consent_id, scope, resource, environment, seed_sealed, generation, repeats, rotated_at, auth_time, created_at, idle_expires_at, expires_at)`;

/** What the two engines say differently. */
function words(postgres) {
  return {
    n: postgres ? sql`s.n` : sql`s.value`,
    series: (from, to) =>
      postgres
        ? sql`generate_series(${sql.lit(from)}::int, ${sql.lit(to)}::int) as s(n)`
        : sql`(with recursive c(value) as (select ${sql.lit(from)} union all select value + 1 from c where value < ${sql.lit(to)}) select value from c) as s`,
    // Rows made here point at what is there, and a power cut may take them: asking and waiting would be most of the time.
    hurry: postgres
      ? [
          "set session_replication_role = replica",
          "set synchronous_commit = off",
          "set maintenance_work_mem = '1GB'",
        ]
      : ["pragma foreign_keys = off", "pragma synchronous = off", "pragma cache_size = -500000"],
    indexes: postgres
      ? sql`select indexname as name, indexdef as made from pg_indexes where tablename = 'families' and indexname <> 'families_key'`
      : sql`select name, sql as made from sqlite_master where type = 'index' and tbl_name = 'families' and sql is not null`,
  };
}

/** One session for many rows; `work` gets it. */
const inBulk = ({ store }, engine, work) =>
  store.engine.maintenance(async (db) => {
    const said = words(engine === "postgres");
    for (const one of said.hurry) await sql.raw(one).execute(db);
    return work(db, said);
  });

/** Families that nobody uses, in the order of their making, into a table with all its indexes. */
export const fill = (gatehouse, engine, size) =>
  inBulk(gatehouse, engine, (db, said) => families(db, said, engine, size));

async function families(db, { n, series }, engine, { clients, families }) {
  const now = Date.now();
  const end = now + LIFE;
  const format =
    engine === "postgres"
      ? sql`lpad(to_hex(${n} / 65536 + 26148864), 8, '0') || '-' || lpad(to_hex(${n} % 65536), 4, '0') || '-7000-8000-000000000000'`
      : sql`printf('%08x-%04x-7000-8000-000000000000', ${n} / 65536 + 26148864, ${n} % 65536)`;
  for (let from = 0; from < families; from += STEP)
    await sql`insert into families ${FAMILY} select ${format}, 'client_' || ${text(sql`${n} % ${sql.lit(clients)}`)}, 'usr_1', 'con_' || ${text(n)}, '["bookings:read","offline_access"]', 'https://api.example', 'live',
      's1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA', 1, 0, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(end)}, ${sql.lit(end)} from ${series(from, Math.min(families, from + STEP) - 1)}`.execute(
      db,
    );
}

/** `clients` copies of the one that there is, each with an app and a secret of its own. */
async function copyClients(db, { n, series }, clients) {
  const copies = async (table, given) => {
    const { rows } = await sql`select * from ${sql.table(table)} limit 1`.execute(db);
    const columns = Object.keys(rows[0]);
    const values = columns.map((column) => given[column] ?? sql.ref(`t.${column}`));
    const key = columns[0];
    for (let from = 1; from < clients; from += STEP)
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map((one) => sql.ref(one)))}) select ${sql.join(values)} from ${series(from, Math.min(clients - 1, from + STEP - 1))} join ${sql.table(table)} t on t.${sql.ref(key)} = ${rows[0][key]}`.execute(
        db,
      );
  };
  await copies("apps", { id: sql`'app_' || ${text(n)}`, service_account: sql`'sa_' || ${text(n)}` });
  await copies("clients", { client_id: sql`'client_' || ${text(n)}`, app_id: sql`'app_' || ${text(n)}` });
  await copies("client_secrets", {
    id: sql`'s_client_' || ${text(n)}`,
    client_id: sql`'client_' || ${text(n)}`,
  });
}

/** One of each by the store's own verbs. */
async function first({ store, ports }) {
  const now = Date.now();
  await store.registry.createOrganisation({ id: "org_1", name: "Guests", verifiedAt: now });
  await store.registry.createResource({
    id: "api_1",
    identifier: "https://api.example",
    name: "Bookings",
    scopes: [{ name: "bookings:read", person: false, words: { en: "Read" } }],
  });
  await store.registry.createApp({
    id: "app_0",
    organisationId: "org_1",
    name: "Planner",
    application_type: "web",
    serviceAccount: "sa_0",
    clients: [
      {
        client_id: "client_0",
        environment: "live",
        token_endpoint_auth_method: "client_secret_post",
        grant_types: ["client_credentials", "authorization_code", "refresh_token"],
        redirect_uris: ["https://app.example/cb"],
        scopes: ["bookings:read", "offline_access"],
        resource: "https://api.example",
        secrets: [{ id: "s_client_0", hash: ports.secretDigest(SECRET), last4: "1111", label: "one" }],
      },
    ],
  });
  await store.people.create({
    id: "usr_1",
    username: "ada",
    name: "Ada",
    passwordHash: "$argon2id$x",
    locale: null,
    createdAt: now,
    disabledAt: null,
  });
}

/** Makes them all in an empty database. Indexes of families are made afterwards, which takes a tenth of the time. */
export async function seed(gatehouse, engine, size) {
  await first(gatehouse);
  await inBulk(gatehouse, engine, async (db, said) => {
    await copyClients(db, said, size.clients);
    const { rows: indexes } = await said.indexes.execute(db);
    for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db);
    await families(db, said, engine, size);
    for (const { made } of indexes) await sql.raw(made).execute(db);
    if (engine === "postgres") await sql`vacuum analyze`.execute(db);
  });
}
