/**
 * Storage in PostgreSQL for oidc-provider, as adapters for it are commonly made: one table with JSON, an index for each
 * way to look a row up, every statement prepared, one commit for each write.
 */
import { Pool } from "pg";

const tables = `
  CREATE TABLE oidc_payloads (
    model text NOT NULL,
    id text NOT NULL,
    payload jsonb NOT NULL,
    grant_id text,
    user_code text,
    uid text,
    expires_at timestamptz,
    consumed_at timestamptz,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX ON oidc_payloads (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX ON oidc_payloads (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX ON oidc_payloads (uid) WHERE uid IS NOT NULL;
  CREATE INDEX ON oidc_payloads (expires_at);`;
const select =
  "SELECT payload, extract(epoch FROM consumed_at)::int AS consumed FROM oidc_payloads WHERE model = $1";

const found = ({ rows: [row] }) =>
  row === undefined
    ? undefined
    : { ...row.payload, ...(row.consumed === null ? {} : { consumed: row.consumed }) };

/** Makes the table; answers the class that oidc-provider's `adapter` wants. */
export async function postgresAdapter(url) {
  const pool = new Pool({ connectionString: url, max: 32 });
  await pool.query(tables);
  return class PostgresAdapter {
    constructor(model) {
      this.model = model;
    }
    async upsert(id, payload, expiresIn) {
      const text = `INSERT INTO oidc_payloads (model, id, payload, grant_id, user_code, uid, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7)) ON CONFLICT (model, id) DO UPDATE SET
        payload = excluded.payload, grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid,
        expires_at = excluded.expires_at`;
      const { grantId, userCode, uid } = payload;
      const values = [this.model, id, JSON.stringify(payload), grantId, userCode, uid, expiresIn];
      await pool.query({ name: "upsert", text, values });
    }
    async find(id) {
      const text = `${select} AND id = $2`;
      return found(await pool.query({ name: "find", text, values: [this.model, id] }));
    }
    async findByUid(uid) {
      const text = `${select} AND uid = $2`;
      return found(await pool.query({ name: "find-by-uid", text, values: [this.model, uid] }));
    }
    async findByUserCode(userCode) {
      const text = `${select} AND user_code = $2`;
      return found(await pool.query({ name: "find-by-user-code", text, values: [this.model, userCode] }));
    }
    async consume(id) {
      const text = "UPDATE oidc_payloads SET consumed_at = now() WHERE model = $1 AND id = $2";
      await pool.query({ name: "consume", text, values: [this.model, id] });
    }
    async destroy(id) {
      const text = "DELETE FROM oidc_payloads WHERE model = $1 AND id = $2";
      await pool.query({ name: "destroy", text, values: [this.model, id] });
    }
    async revokeByGrantId(grantId) {
      const text = "DELETE FROM oidc_payloads WHERE grant_id = $1";
      await pool.query({ name: "revoke", text, values: [grantId] });
    }
  };
}
