/** What staff look through. Names are searched without an index: a page of a million rows takes a moment, and nobody waits behind it. */
import { sql, type Kysely } from "kysely";
import type { ConsentView, DirectoryPort, PersonView } from "../desk/directory.ts";
import type { PeoplePort, SessionsPort } from "../accounts/ports.ts";
import type { Clock } from "../lib/clock.ts";
import { auditPage } from "./audit/read.ts";
import type { Note } from "./audit/note.ts";
import { withdraw } from "./consents.ts";
import type { Engine } from "./engine/engine.ts";
import { readApps } from "./registry-apps.ts";
import { texts, unlessDamaged } from "./rows.ts";
import { tokenCounts } from "./token-counts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** A pattern of LIKE in which the searched text stands for itself. */
export function containing(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

const like = (column: string, text: string) =>
  sql<boolean>`lower(${sql.ref(column)}) like ${containing(text)} escape '\\'`;

const personOf = (row: Schema["people"]): PersonView => ({
  id: row.id,
  username: row.username,
  name: row.name,
  locale: row.locale,
  email: row.email,
  emailVerifiedAt: row.email_verified_at,
  staff: row.staff,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
});

export function directory(
  engine: Engine,
  people: PeoplePort,
  sessions: Pick<SessionsPort, "endOthers">,
  clock: Clock,
  note: Note,
): DirectoryPort {
  const db: Db = engine.read;
  return {
    async apps({ text, after, limit, state }) {
      let rows = db
        .selectFrom("apps")
        .select("id")
        .where("deleted_at", "is", null)
        .orderBy("id", "desc")
        .limit(limit);
      if (after !== null) rows = rows.where("id", "<", after);
      if (text !== "")
        rows = rows.where((eb) =>
          eb.or([
            like("apps.name", text),
            eb("apps.id", "=", text),
            eb("apps.organisation_id", "=", text),
            eb("apps.id", "in", eb.selectFrom("clients").select("app_id").where("client_id", "=", text)),
          ]),
        );
      if (state === "suspended") rows = rows.where("suspended_at", "is not", null);
      if (state === "live")
        rows = rows.where((eb) =>
          eb("apps.id", "in", eb.selectFrom("clients").select("app_id").where("environment", "=", "live")),
        );
      const found = await rows.execute();
      const views = await Promise.all(found.map(({ id }) => readApps(db, { id })));
      return views.flat();
    },
    async organisations({ text, after, limit }) {
      let rows = db
        .selectFrom("organisations")
        .selectAll()
        .select((eb) => [
          eb
            .selectFrom("apps")
            .whereRef("apps.organisation_id", "=", "organisations.id")
            .where("apps.deleted_at", "is", null)
            .select(({ fn }) => fn.countAll<number>().as("count"))
            .as("apps"),
          eb
            .selectFrom("memberships")
            .whereRef("memberships.organisation_id", "=", "organisations.id")
            .select(({ fn }) => fn.countAll<number>().as("count"))
            .as("members"),
        ])
        .orderBy("organisations.id", "desc")
        .limit(limit);
      if (after !== null) rows = rows.where("organisations.id", "<", after);
      if (text !== "")
        rows = rows.where((eb) =>
          eb.or([like("organisations.name", text), eb("organisations.id", "=", text)]),
        );
      return (await rows.execute()).map((row) => ({
        id: row.id,
        name: row.name,
        verifiedAt: row.verified_at,
        createdAt: row.created_at,
        apps: Number(row.apps),
        members: Number(row.members),
      }));
    },
    async people({ text, after, limit }) {
      let rows = db
        .selectFrom("people")
        .selectAll()
        .where("simulated_for", "is", null)
        .orderBy("id", "desc")
        .limit(limit);
      if (after !== null) rows = rows.where("id", "<", after);
      if (text !== "")
        rows = rows.where((eb) =>
          eb.or([
            like("people.username", text),
            like("people.name", text),
            like("people.email", text),
            eb("people.id", "=", text),
          ]),
        );
      return (await rows.execute()).map(personOf);
    },
    async person(id) {
      const row = await db
        .selectFrom("people")
        .selectAll()
        .where("id", "=", id)
        .where("simulated_for", "is", null)
        .executeTakeFirst();
      return row ? personOf(row) : null;
    },
    async consents(of, limit) {
      const [column, value] =
        "subject" in of
          ? (["consents.subject", of.subject] as const)
          : (["consents.client_id", of.client_id] as const);
      const rows = await db
        .selectFrom("consents")
        .innerJoin("clients", "clients.client_id", "consents.client_id")
        .innerJoin("apps", "apps.id", "clients.app_id")
        .leftJoin("people", "people.id", "consents.subject")
        .selectAll("consents")
        .select(["apps.name as client_name", "clients.environment", "people.username"])
        .select((eb) =>
          eb
            .selectFrom("families")
            .whereRef("families.consent_id", "=", "consents.id")
            .where("families.revoked_at", "is", null)
            .where("families.expires_at", ">", clock.now())
            .select(({ fn }) => fn.countAll<number>().as("count"))
            .as("families"),
        )
        .where(column, "=", value)
        .orderBy("consents.created_at", "desc")
        .orderBy("consents.id")
        .limit(limit)
        .execute();
      return rows.map((row): ConsentView => ({
        id: row.id,
        subject: row.subject,
        username: row.username ?? row.subject,
        client_id: row.client_id,
        client_name: row.client_name,
        environment: row.environment,
        scope:
          unlessDamaged(
            () => texts(row.scope),
            () => undefined,
          ) ?? [],
        createdAt: row.created_at,
        lastUsedAt: row.last_used_at,
        families: Number(row.families),
      }));
    },
    ...tokenCounts(engine, clock, note),
    withdrawConsent: (id, by) =>
      engine.write((tx) => withdraw(engine, note, tx, { id, subject: null }, clock.now(), by)),
    setDisabled: (id, disabled, by) =>
      disabled ? people.disable(id, clock.now(), by) : people.enable(id, by),
    endSessions: (person, by) => sessions.endOthers(person, null, by),
    audit: (search) => auditPage(engine, search),
  };
}
