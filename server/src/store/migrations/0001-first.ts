/** The first tables. Keys that grow with traffic are ordered by time where they are ids; digests are random by nature. */
import type { CreateTableBuilder, Kysely } from "kysely";
import type { Migration } from "kysely/migration";

type Table = CreateTableBuilder<string, string>;
type Kind = "text" | "bigint" | "integer";

/** Adds columns of one type; a name that ends in `?` may be null. */
function add(table: Table, kind: Kind, names: string): Table {
  let built = table;
  for (const name of names.split(" "))
    built = name.endsWith("?")
      ? built.addColumn(name.slice(0, -1), kind)
      : built.addColumn(name, kind, (column) => column.notNull());
  return built;
}

interface Shape {
  key: string;
  text: string;
  bigint?: string;
  integer?: string;
  /** column → table.column; `!` at the end lets the row go with its parent. */
  references?: Record<string, string>;
  unique?: string[];
  index?: string[];
}

const TABLES: Record<string, Shape> = {
  organisations: { key: "id", text: "id name", bigint: "verified_at? created_at" },
  apps: {
    key: "id",
    text: "id organisation_id name application_type service_account",
    bigint: "created_at",
    references: { organisation_id: "organisations.id" },
    unique: ["service_account"],
    index: ["organisation_id"],
  },
  resources: {
    key: "id",
    text: "id identifier name access_token_profile? introspection_secret_hash?",
    bigint: "created_at",
    unique: ["identifier"],
  },
  scopes: {
    key: "resource_id name",
    text: "resource_id name words",
    integer: "person",
    references: { resource_id: "resources.id" },
  },
  clients: {
    key: "client_id",
    text: "client_id app_id environment token_endpoint_auth_method grant_types redirect_uris scopes resource_identifier preset? api_version? settings consent_version",
    bigint: "disabled_at? s256_seen_at? created_at",
    references: { app_id: "apps.id", resource_identifier: "resources.identifier" },
    unique: ["app_id environment"],
    index: ["resource_identifier"],
  },
  client_origins: {
    key: "client_id origin",
    text: "client_id origin",
    references: { client_id: "clients.client_id" },
    index: ["origin"],
  },
  client_secrets: {
    key: "id",
    text: "id client_id hash last4 label",
    bigint: "created_at last_used_at? expires_at?",
    references: { client_id: "clients.client_id" },
    index: ["client_id"],
  },
  people: {
    key: "id",
    text: "id username name password_hash locale?",
    bigint: "created_at disabled_at?",
    unique: ["username"],
  },
  sessions: {
    key: "hash",
    text: "hash subject?",
    bigint: "auth_time? created_at last_seen_at expires_at",
    references: { subject: "people.id" },
    index: ["subject", "expires_at"],
  },
  pendings: {
    key: "id",
    text: "id client_id redirect_uri? redirect_target scope state? code_challenge? code_challenge_method? resource ui_locales? login_hint? browser",
    bigint: "created_at expires_at",
    references: { client_id: "clients.client_id" },
    index: ["expires_at", "client_id", "browser"],
  },
  consents: {
    key: "id",
    text: "id subject client_id resource scope consent_version",
    bigint: "created_at updated_at last_used_at?",
    references: { subject: "people.id", client_id: "clients.client_id" },
    unique: ["subject client_id resource"],
    index: ["client_id"],
  },
  codes: {
    key: "hash",
    text: "hash client_id subject consent_id redirect_uri? scope resource environment code_challenge? code_challenge_method? family_id?",
    bigint: "auth_time created_at expires_at redeemed_at? burned_at?",
    integer: "misses",
    references: { subject: "people.id", client_id: "clients.client_id" },
    unique: ["family_id"],
    index: ["consent_id", "expires_at", "subject", "client_id"],
  },
  families: {
    key: "id",
    text: "id client_id subject consent_id scope resource environment seed_sealed? revoked_why?",
    bigint: "rotated_at auth_time created_at idle_expires_at expires_at revoked_at?",
    integer: "generation repeats",
    references: { subject: "people.id", client_id: "clients.client_id" },
    index: ["consent_id", "expires_at", "subject", "client_id"],
  },
  opaque_tokens: {
    key: "hash",
    text: "hash id client_id subject? organisation scope resource environment family_id?",
    bigint: "issued_at expires_at revoked_at?",
    references: { subject: "people.id", client_id: "clients.client_id", family_id: "families.id!" },
    unique: ["id"],
    index: ["family_id", "expires_at", "subject", "client_id"],
  },
  revoked_tokens: {
    key: "token_id",
    text: "token_id",
    bigint: "revoked_at expires_at",
    index: ["expires_at"],
  },
  throttles: { key: "key", text: "key", bigint: "expires_at", integer: "failures", index: ["expires_at"] },
  signing_keys: {
    key: "kid",
    text: "kid alg environment state public_jwk private_sealed",
    bigint: "created_at activates_at retires_at?",
    integer: "rsa_bits",
  },
  leases: { key: "name", text: "name", bigint: "expires_at" },
};

async function createTable(db: Kysely<unknown>, name: string, shape: Shape): Promise<void> {
  let table = add(db.schema.createTable(name), "text", shape.text);
  if (shape.bigint) table = add(table, "bigint", shape.bigint);
  if (shape.integer) table = add(table, "integer", shape.integer);
  table = table.addPrimaryKeyConstraint(`${name}_key`, shape.key.split(" "));
  for (const [column, target] of Object.entries(shape.references ?? {})) {
    const [parent = "", key = ""] = target.replace("!", "").split(".");
    table = table.addForeignKeyConstraint(`${name}_${column}_fk`, [column], parent, [key], (constraint) =>
      target.endsWith("!") ? constraint.onDelete("cascade") : constraint,
    );
  }
  for (const columns of shape.unique ?? [])
    table = table.addUniqueConstraint(`${name}_${columns.replaceAll(" ", "_")}_unique`, columns.split(" "));
  await table.execute();
  for (const column of shape.index ?? [])
    await db.schema.createIndex(`${name}_${column}`).on(name).column(column).execute();
}

export const first: Migration = {
  async up(db) {
    for (const [name, shape] of Object.entries(TABLES)) await createTable(db, name, shape);
  },
};
