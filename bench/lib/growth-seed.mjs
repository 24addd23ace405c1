/** Very many rows straight in SQL, and a thousand real families and clients among them that the measurement uses. */
import { randomInt } from "node:crypto";
import { sql } from "kysely";

const built = (path) => new URL(`../../server/dist/${path}`, import.meta.url).href;
const { sealer } = await import(built("lib/seal.js"));
const { deriveKey } = await import(built("lib/hash.js"));
const { refreshTokenText } = await import(built("oauth/tokens/refresh-token.js"));

const REAL = 1_000;
const STEP = 100_000;
const hex = (n, width) => n.toString(16).padStart(width, "0");
const text = (value) => sql`cast(${value} as text)`;
/** Ids in the order of their making, as the real ones are. */
const familyId = (n, tail) =>
  `${hex(Math.floor(n / 65_536) + 0x18f0000, 8)}-${hex(n % 65_536, 4)}-7000-8000-${hex(tail, 12)}`;

/** How long a family lives. Milliseconds. */
export const LIFE = 86_400_000;
const columns = sql`(id, client_id, subject, consent_id, scope, resource, environment, seed_sealed, generation, repeats, rotated_at, auth_time, created_at, idle_expires_at, expires_at)`;

/** What the two engines say differently, and how a statement is run on a connection that may take its time. */
function words(store, postgres) {
  return {
    n: postgres ? sql`s.n` : sql`s.value`,
    series: (from, to) =>
      postgres
        ? sql`generate_series(${sql.lit(from)}::int, ${sql.lit(to)}::int) as s(n)`
        : sql`(with recursive c(value) as (select ${sql.lit(from)} union all select value + 1 from c where value < ${sql.lit(to)}) select value from c) as s`,
    run: (query) =>
      store.engine.maintenance(async (db) => {
        // Rows made here point at what is there; asking for each would be most of the time.
        if (postgres) await sql`set session_replication_role = replica`.execute(db);
        return query.execute(db);
      }),
  };
}

/** Families that nobody uses, in the order of their making. */
export async function fill({ store }, engine, { clients, families }) {
  const postgres = engine === "postgres";
  const { n, series, run } = words(store, postgres);
  const now = Date.now();
  const end = now + LIFE;
  const format = postgres
    ? sql`lpad(to_hex(${n} / 65536 + 26148864), 8, '0') || '-' || lpad(to_hex(${n} % 65536), 4, '0') || '-7000-8000-000000000000'`
    : sql`printf('%08x-%04x-7000-8000-000000000000', ${n} / 65536 + 26148864, ${n} % 65536)`;
  for (let from = 0; from < families; from += STEP)
    await run(sql`insert into families ${columns} select ${format}, 'client_' || ${text(sql`${n} % ${sql.lit(clients)}`)}, 'usr_1', 'con_' || ${text(n)}, '["bookings:read","offline_access"]', 'https://api.example', 'live',
      's1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA', 1, 0, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(end)}, ${sql.lit(end)} from ${series(from, Math.min(families, from + STEP) - 1)}`);
}

export async function seed(gatehouse, engine, { clients, families }) {
  const { store, ports, settings } = gatehouse;
  const now = Date.now();
  const secret = "the-same-secret-for-all";
  const postgres = engine === "postgres";
  await store.registry.createOrganisation({ id: "org_1", name: "Guests", verifiedAt: now });
  await store.registry.createResource({
    id: "api_1",
    identifier: "https://api.example",
    name: "Bookings",
    scopes: [{ name: "bookings:read", person: false, words: { en: "Read" } }],
  });
  const client = (id) => ({
    client_id: id,
    environment: "live",
    token_endpoint_auth_method: "client_secret_post",
    grant_types: ["client_credentials", "authorization_code", "refresh_token"],
    redirect_uris: ["https://app.example/cb"],
    scopes: ["bookings:read", "offline_access"],
    resource: "https://api.example",
    secrets: [{ id: `s_${id}`, hash: ports.secretDigest(secret), last4: "1111", label: "one" }],
  });
  await store.registry.createApp({
    id: "app_0",
    organisationId: "org_1",
    name: "Planner",
    application_type: "web",
    serviceAccount: "sa_0",
    clients: [client("client_0")],
  });
  const { n, series, run } = words(store, postgres);
  const copies = async (table, given) => {
    const { rows } = await sql`select * from ${sql.table(table)} limit 1`.execute(store.engine.read);
    const columns = Object.keys(rows[0]);
    const values = columns.map((column) => given[column] ?? sql.ref(`t.${column}`));
    const key = columns[0];
    for (let from = 1; from < clients; from += STEP)
      await run(
        sql`insert into ${sql.table(table)} (${sql.join(columns.map((one) => sql.ref(one)))}) select ${sql.join(values)} from ${series(from, Math.min(clients - 1, from + STEP - 1))} join ${sql.table(table)} t on t.${sql.ref(key)} = ${rows[0][key]}`,
      );
  };
  await copies("apps", { id: sql`'app_' || ${text(n)}`, service_account: sql`'sa_' || ${text(n)}` });
  await copies("clients", { client_id: sql`'client_' || ${text(n)}`, app_id: sql`'app_' || ${text(n)}` });
  await copies("client_secrets", {
    id: sql`'s_client_' || ${text(n)}`,
    client_id: sql`'client_' || ${text(n)}`,
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
  const end = now + LIFE;
  await fill(gatehouse, engine, { clients, families });
  if (postgres) await run(sql`analyze`);
  const box = sealer(deriveKey(settings.secret, "seal"), ports.random);
  const real = [];
  await store.engine.maintenance((db) =>
    db.transaction().execute(async (tx) => {
      for (let at = 0; at < REAL; at++) {
        const id = familyId(randomInt(families), at + 1);
        const client_id = `client_${randomInt(clients)}`;
        const sealed = box.seal(`seed ${at}`, `family:${id}`);
        await sql`insert into families ${columns} values (${id}, ${client_id}, 'usr_1', 'con', '["bookings:read","offline_access"]', 'https://api.example', 'live', ${sealed}, 1, 0, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(now)}, ${sql.lit(end)}, ${sql.lit(end)})`.execute(
          tx,
        );
        real.push({
          client_id,
          token: refreshTokenText({ id, seed: `seed ${at}`, environment: "live" }, 1, ports),
        });
      }
    }),
  );
  let turn = 0;
  return {
    works: {
      client_credentials: {
        fields: () => ({
          grant_type: "client_credentials",
          client_id: `client_${randomInt(clients)}`,
          client_secret: secret,
        }),
        heard: () => {},
      },
      refresh_token: {
        fields() {
          const held = real[turn++ % REAL];
          return {
            grant_type: "refresh_token",
            client_id: held.client_id,
            client_secret: secret,
            refresh_token: held.token,
            held,
          };
        },
        heard: ({ held }, answer) => (held.token = answer.refresh_token),
      },
    },
  };
}
