/** Who may act for an organisation, and who is invited to: each change with its entry in the audit log. */
import type { Kysely } from "kysely";
import { ROLES, type Role } from "../desk/caller.ts";
import type { Invitation, Member, Organisation, OrganisationsPort } from "../desk/ports.ts";
import type { Clock } from "../lib/clock.ts";
import type { Note } from "./audit/note.ts";
import type { Cache } from "./cache.ts";
import type { Engine } from "./engine/engine.ts";
import type { Schema } from "./schema.ts";

type Tx = Kysely<Schema>;

const organisationOf = (row: Schema["organisations"]): Organisation => ({
  id: row.id,
  name: row.name,
  verifiedAt: row.verified_at,
});

type InvitationRow = Schema["invitations"] & { organisation_name: string; verified_at: number | null };

const invitationOf = (row: InvitationRow): Invitation => ({
  id: row.id,
  organisation: { id: row.organisation_id, name: row.organisation_name, verifiedAt: row.verified_at },
  email: row.email,
  role: row.role,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

/** Those that can still be accepted. */
function open(db: Tx, now: number) {
  return db
    .selectFrom("invitations")
    .innerJoin("organisations", "organisations.id", "invitations.organisation_id")
    .selectAll("invitations")
    .select(["organisations.name as organisation_name", "organisations.verified_at"])
    .where("accepted_at", "is", null)
    .where("invitations.expires_at", ">", now);
}

/** Whether somebody else could still act for the organisation. */
async function hasOtherOwner(tx: Tx, organisation: string, person: string): Promise<boolean> {
  const other = await tx
    .selectFrom("memberships")
    .select("person_id")
    .where("organisation_id", "=", organisation)
    .where("role", "=", "owner")
    .where("person_id", "!=", person)
    .executeTakeFirst();
  return other !== undefined;
}

async function roleOf(tx: Tx, organisation: string, person: string): Promise<Role | null> {
  const row = await tx
    .selectFrom("memberships")
    .select("role")
    .where("organisation_id", "=", organisation)
    .where("person_id", "=", person)
    .executeTakeFirst();
  return row?.role ?? null;
}

export function organisations(engine: Engine, cache: Cache, clock: Clock, note: Note): OrganisationsPort {
  const put = async (tx: Tx, organisation_id: string, person_id: string, role: Role): Promise<void> => {
    await tx
      .insertInto("memberships")
      .values({ organisation_id, person_id, role, created_at: clock.now() })
      .onConflict((conflict) => conflict.columns(["organisation_id", "person_id"]).doUpdateSet({ role }))
      .execute();
  };
  return {
    async find(id) {
      const row = await engine.read
        .selectFrom("organisations")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      return row ? organisationOf(row) : null;
    },
    found: ({ id, name }, owner, by, most = Infinity) =>
      engine.write(async (tx) => {
        const owned = tx.selectFrom("memberships").select("organisation_id").where("role", "=", "owner");
        // Counted where it is written, beside which no other writes: no two get the last place.
        if ((await owned.where("person_id", "=", owner).execute()).length >= most) return false;
        await tx
          .insertInto("organisations")
          .values({ id, name, verified_at: null, created_at: clock.now() })
          .execute();
        await put(tx, id, owner, "owner");
        const target = { type: "organisation", id };
        const after = { name, owner };
        await note(tx, { action: "organisation.created", target, organisation: id, after }, by);
        return true;
      }),
    rename: (id, name, by) =>
      cache.write(async (tx, changed) => {
        await changed("all");
        const before = await tx
          .selectFrom("organisations")
          .select(["name", "verified_at"])
          .where("id", "=", id)
          .executeTakeFirst();
        if (!before) return false;
        if (before.name === name) return true;
        // What staff verified was a name.
        const after = { name, verified_at: null };
        await tx.updateTable("organisations").set(after).where("id", "=", id).execute();
        const target = { type: "organisation", id };
        await note(tx, { action: "organisation.renamed", target, organisation: id, before, after }, by);
        return true;
      }),
    async ofPerson(person) {
      const rows = await engine.read
        .selectFrom("memberships")
        .innerJoin("organisations", "organisations.id", "memberships.organisation_id")
        .selectAll("organisations")
        .select("role")
        .where("person_id", "=", person)
        .orderBy("organisations.name")
        .orderBy("organisations.id")
        .execute();
      return rows.map((row) => Object.assign(organisationOf(row), { role: row.role }));
    },
    async members(organisation) {
      const rows = await engine.read
        .selectFrom("memberships")
        .innerJoin("people", "people.id", "memberships.person_id")
        .select([
          "people.id",
          "people.name",
          "people.username",
          "people.email",
          "role",
          "memberships.created_at",
        ])
        .where("organisation_id", "=", organisation)
        .orderBy("memberships.created_at")
        .orderBy("people.id")
        .execute();
      return rows.map(({ id, name, username, role, created_at }): Member => ({
        person: { id, name, username, email: null },
        role,
        since: created_at,
      }));
    },
    setRole: (organisation, person, role, by) =>
      engine.write(async (tx) => {
        const before = await roleOf(tx, organisation, person);
        if (before === null) return "missing";
        if (before === role) return "set";
        if (before === "owner" && !(await hasOtherOwner(tx, organisation, person))) return "last_owner";
        const target = { type: "organisation", id: organisation };
        const told = { target, organisation, before: { person, role: before } };
        if (role === null) {
          await tx
            .deleteFrom("memberships")
            .where("organisation_id", "=", organisation)
            .where("person_id", "=", person)
            .execute();
          await note(tx, { action: "member.removed", ...told }, by);
        } else {
          await put(tx, organisation, person, role);
          await note(tx, { action: "member.set", ...told, after: { person, role } }, by);
        }
        return "set";
      }),
    invite: ({ organisation, hash, id, email, role, createdAt, expiresAt }, by, most = Infinity) =>
      engine.write(async (tx) => {
        const others = open(tx, createdAt).where("organisation_id", "=", organisation);
        if ((await others.where("email", "!=", email).execute()).length >= most) return false;
        await tx
          .deleteFrom("invitations")
          .where("organisation_id", "=", organisation)
          .where("email", "=", email)
          .where("accepted_at", "is", null)
          .execute();
        await tx
          .insertInto("invitations")
          .values({
            hash,
            id,
            organisation_id: organisation,
            email,
            role,
            created_at: createdAt,
            expires_at: expiresAt,
            accepted_at: null,
          })
          .execute();
        const target = { type: "invitation", id };
        await note(tx, { action: "invitation.sent", target, organisation, after: { role } }, by);
        return true;
      }),
    async invitations(organisation, now) {
      const rows = await open(engine.read, now)
        .where("organisation_id", "=", organisation)
        .orderBy("invitations.created_at")
        .execute();
      return rows.map(invitationOf);
    },
    async findInvitation(hash, now) {
      const row = await open(engine.read, now).where("hash", "=", hash).executeTakeFirst();
      return row ? invitationOf(row) : null;
    },
    accept: (hash, person, now, by) =>
      engine.write(async (tx) => {
        const row = await tx
          .updateTable("invitations")
          .set({ accepted_at: now })
          .where("hash", "=", hash)
          .where("accepted_at", "is", null)
          .where("expires_at", ">", now)
          .returningAll()
          .executeTakeFirst();
        if (!row) return false;
        const { id, organisation_id, role } = row;
        const held = await roleOf(tx, organisation_id, person);
        if (held === null || ROLES.indexOf(held) < ROLES.indexOf(role))
          await put(tx, organisation_id, person, role);
        const target = { type: "invitation", id };
        const after = { person, role };
        await note(tx, { action: "invitation.accepted", target, organisation: organisation_id, after }, by);
        return true;
      }),
    withdraw: (organisation, id, by) =>
      engine.write(async (tx) => {
        const row = await tx
          .deleteFrom("invitations")
          .where("id", "=", id)
          .where("organisation_id", "=", organisation)
          .where("accepted_at", "is", null)
          .returning("id")
          .executeTakeFirst();
        if (!row) return false;
        const target = { type: "invitation", id };
        await note(tx, { action: "invitation.withdrawn", target, organisation }, by);
        return true;
      }),
  };
}
