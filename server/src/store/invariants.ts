/** What must be true after every fault, as SQL (reliability I1–I8). */
import { sql, type RawBuilder } from "kysely";
import { verifyAudit } from "./audit/verify.ts";
import type { Engine } from "./engine/engine.ts";
import { KEPT_AFTER_END } from "./sweep.ts";

export interface InvariantResult {
  id: string;
  ok: boolean;
  /** What was counted, never a value of a row. */
  detail: string;
}

interface Check {
  id: string;
  /** What each counted row would be. */
  wrong: string;
  /** A query of one row with one number. */
  count: (now: number) => RawBuilder<{ n: number }>;
}

/** How long the sweeper may be behind. Milliseconds. */
const SWEEP_LAG = 15 * 60_000;

const sealed = (table: string, column: string): Check => ({
  id: "I4",
  wrong: `${table}.${column} not sealed`,
  count: () =>
    sql`select count(*) as n from ${sql.table(table)} where ${sql.ref(column)} is not null and ${sql.ref(column)} not like 's1.%'`,
});

/** SHA-256 as base64url; codes and opaque tokens may have nine digits of time before it (decision 27). */
const digest = (table: string, column: string, time: 0 | 9 = 0): Check => ({
  id: "I4",
  wrong: `${table}.${column} not a digest`,
  count: () =>
    sql`select count(*) as n from ${sql.table(table)} where ${sql.ref(column)} is not null and length(${sql.ref(column)}) not in (43, ${43 + time})`,
});

const overdue = ([table, kept]: [string, number]): Check => ({
  id: "I6",
  wrong: `${table} past their end`,
  count: (now) =>
    sql`select count(*) as n from ${sql.table(table)} where expires_at <= ${now - kept - SWEEP_LAG}`,
});

/** Rows that were made since there is an audit log, and of whose making it knows not exactly once. */
const told = (table: string, id: string, action: string, of: RawBuilder<unknown> = sql`true`): Check => ({
  id: "I5",
  wrong: `${table} that the audit log does not know exactly once`,
  count: () =>
    sql`select count(*) as n from ${sql.table(table)} where created_at > (select min(at) from audit_log) and ${of} and (select count(*) from audit_log where target_id = ${sql.ref(`${table}.${id}`)} and action = ${action}) <> 1`,
});

const CHECKS: readonly Check[] = [
  {
    id: "I1",
    wrong: "redeemed codes without their family",
    count: () =>
      sql`select count(*) as n from codes where redeemed_at is not null and (family_id is null or not exists (select 1 from families where families.id = codes.family_id))`,
  },
  {
    id: "I1",
    wrong: "codes with a family that were not redeemed, or were burned too",
    count: () =>
      sql`select count(*) as n from codes where (family_id is not null and redeemed_at is null) or (redeemed_at is not null and burned_at is not null)`,
  },
  {
    id: "I1",
    wrong: "families that two codes claim",
    count: () =>
      sql`select count(*) as n from (select family_id from codes where family_id is not null group by family_id having count(*) > 1) as doubled`,
  },
  {
    id: "I1",
    wrong: "redeemed device codes without their family, or that nobody allowed",
    count: () =>
      sql`select count(*) as n from devices where (redeemed_at is not null and (decision is null or decision <> 'allowed' or family_id is null or not exists (select 1 from families where families.id = devices.family_id))) or (redeemed_at is null and family_id is not null)`,
  },
  {
    id: "I2",
    wrong: "families whose head cannot be",
    count: () =>
      sql`select count(*) as n from families where generation < 1 or repeats < 0 or (generation > 1 and seed_sealed is null)`,
  },
  {
    id: "I3",
    wrong: "living opaque tokens of a revoked family, client or person, or on the list of the revoked",
    count: (now) =>
      sql`select count(*) as n from opaque_tokens t where revoked_at is null and expires_at > ${now} and (exists (select 1 from families f where f.id = t.family_id and f.revoked_at is not null) or exists (select 1 from clients c where c.client_id = t.client_id and c.disabled_at is not null) or exists (select 1 from people p where p.id = t.subject and p.disabled_at is not null) or exists (select 1 from revoked_tokens r where r.token_id = t.id))`,
  },
  {
    id: "I3",
    wrong: "living families without consent, or of a disabled client or person",
    count: (now) =>
      sql`select count(*) as n from families f where revoked_at is null and expires_at > ${now} and idle_expires_at > ${now} and (not exists (select 1 from consents g where g.id = f.consent_id) or exists (select 1 from clients c where c.client_id = f.client_id and c.disabled_at is not null) or exists (select 1 from people p where p.id = f.subject and p.disabled_at is not null))`,
  },
  sealed("families", "seed_sealed"),
  sealed("signing_keys", "private_sealed"),
  digest("codes", "hash", 9),
  digest("devices", "hash", 9),
  digest("devices", "user_code"),
  digest("opaque_tokens", "hash", 9),
  digest("sessions", "hash"),
  digest("replays", "hash"),
  digest("pushed_requests", "hash"),
  digest("email_proofs", "code_hash"),
  digest("email_proofs", "link_hash"),
  digest("recovery_codes", "hash"),
  sealed("authenticators", "secret_sealed"),
  sealed("letters", "sealed"),
  digest("client_secrets", "hash"),
  digest("resources", "introspection_secret_hash"),
  {
    id: "I4",
    wrong: "passwords not hashed",
    count: () =>
      sql`select count(*) as n from people where simulated_for is null and password_hash not like '$argon2%'`,
  },
  told("organisations", "id", "organisation.created"),
  told("apps", "id", "app.created"),
  told("resources", "id", "resource.created"),
  told("people", "id", "person.created", sql`simulated_for is null`),
  told("people", "id", "test_person.created", sql`simulated_for is not null`),
  told("signing_keys", "kid", "key.created"),
  ...Object.entries(KEPT_AFTER_END).map(overdue),
  {
    id: "I7",
    wrong: "token ids that occur twice",
    count: () =>
      sql`select count(*) as n from (select id from opaque_tokens group by id having count(*) > 1) as doubled`,
  },
];

/** Runs every check; answers one line per check. Throws StoreUnavailable when the storage cannot be asked. */
export async function checkInvariants(engine: Engine, now: number): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const { id, wrong, count } of CHECKS) {
    const { rows } = await count(now).execute(engine.read);
    const n = rows[0]?.n ?? 0;
    results.push({ id, ok: n === 0, detail: `${n} ${wrong}` });
  }
  const { wrong } = await verifyAudit(engine);
  results.push({ id: "I5", ok: wrong === null, detail: wrong ?? "the chain of the audit log is whole" });
  const problems = await engine.problems();
  results.push({
    id: "I8",
    ok: problems.length === 0,
    detail: problems.join("; ") || "the database is sound",
  });
  return results;
}
