/** RFC 7523 §2.1 — trusted issuers of assertions, and the tokens that stand on them. */
import type { Sealer } from "../lib/seal.ts";
import type { TrustedIssuer, TrustsPort } from "../oauth/trust/port.ts";
import { insertToken } from "./access-tokens.ts";
import type { Note } from "./audit/note.ts";
import type { Engine } from "./engine/engine.ts";
import { insertFamily } from "./families.ts";
import { revokeAll } from "./revocation.ts";
import { intact, json, text, texts } from "./rows.ts";
import type { Schema } from "./schema.ts";

type Row = Schema["trusted_issuers"];

function fromRow(row: Row): TrustedIssuer {
  const { id, issuer, audience, subject, consent } = row;
  return intact(`trusted issuer ${id}`, () => ({
    id,
    issuer,
    audience,
    subject,
    consent,
    ...(row.jwks === null ? {} : { jwks: json<NonNullable<TrustedIssuer["jwks"]>>(row.jwks) }),
    ...(row.jwks_uri === null ? {} : { jwks_uri: row.jwks_uri }),
    clients: texts(row.clients),
    createdAt: row.created_at,
  }));
}

export function trusts(engine: Engine, sealer: Sealer, note: Note): TrustsPort {
  return {
    async find(issuer) {
      const row = await engine.read
        .selectFrom("trusted_issuers")
        .selectAll()
        .where("issuer", "=", issuer)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },
    async list() {
      const rows = await engine.read.selectFrom("trusted_issuers").selectAll().orderBy("issuer").execute();
      return rows.map(fromRow);
    },
    async subjectOf(by, name) {
      const all = engine.read
        .selectFrom("people")
        .select("id")
        .where("disabled_at", "is", null)
        .where("simulated_for", "is", null);
      const found =
        by === "email"
          ? all.where("email", "=", name.toLowerCase()).where("email_verified_at", "is not", null)
          : all.where(by, "=", by === "username" ? name.normalize("NFC").toLowerCase() : name);
      return (await found.executeTakeFirst())?.id ?? null;
    },
    begin: (family, token) =>
      // Whatever could end it in between is a `write`, which never runs beside this.
      engine.writeBeside(async (tx) => {
        const standing = await tx
          .selectFrom("people")
          .innerJoin("clients", (join) => join.on("clients.client_id", "=", family.client_id))
          .select("people.id")
          .where("people.id", "=", family.subject)
          .where("people.disabled_at", "is", null)
          .where("clients.disabled_at", "is", null)
          .where((eb) =>
            eb.or([
              eb.exists(eb.selectFrom("consents").select("id").where("id", "=", family.consentId)),
              eb.exists(eb.selectFrom("trusted_issuers").select("id").where("id", "=", family.consentId)),
            ]),
          )
          .executeTakeFirst();
        if (!standing) return "gone";
        await insertFamily(tx, sealer, family);
        if (token) await insertToken(tx, token);
        return "begun";
      }),
    add: ({ id, issuer, jwks, jwks_uri, audience, subject, clients, consent, createdAt }) =>
      engine.write(async (tx) => {
        const made = await tx
          .insertInto("trusted_issuers")
          .values({
            id,
            issuer,
            audience,
            subject,
            consent,
            jwks: jwks === undefined ? null : text(jwks),
            jwks_uri: jwks_uri ?? null,
            clients: text(clients),
            created_at: createdAt,
          })
          .onConflict((conflict) => conflict.column("issuer").doNothing())
          .returning("id")
          .executeTakeFirst();
        if (!made) return false;
        const after = { issuer, jwks_uri: jwks_uri ?? null, audience, subject, clients, consent };
        await note(tx, { action: "trust.added", target: { type: "trusted_issuer", id }, after });
        return true;
      }),
    remove: (id, now) =>
      engine.write(async (tx) => {
        const gone = await tx
          .deleteFrom("trusted_issuers")
          .where("id", "=", id)
          .returning(["issuer", "clients"])
          .executeTakeFirst();
        if (!gone) return false;
        const ended = await revokeAll(engine, tx, "consent_id", id, now, "issuer no longer trusted");
        await note(tx, {
          action: "trust.removed",
          target: { type: "trusted_issuer", id },
          before: { issuer: gone.issuer, clients: texts(gone.clients) },
          after: { families_ended: ended },
        });
        return true;
      }),
  };
}
