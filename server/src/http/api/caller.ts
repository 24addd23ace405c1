/** From what the guard let in to the desk's caller: a person with their roles, or a program of one organisation. */
import type { Access } from "@gatehouse/guard";
import type { FastifyRequest } from "fastify";
import type { Caller } from "../../desk/caller.ts";
import { STAFF_SCOPE, WRITE } from "../../desk/scopes.ts";
import { byApp, byPerson } from "../../lib/actor.ts";
import type { HttpContext } from "../context.ts";
import { viaOf } from "../via.ts";

/** Null when the person is gone. */
export async function callerOf(
  context: HttpContext,
  request: FastifyRequest,
  access: Access,
): Promise<Caller | null> {
  const writes = access.scopes.includes(WRITE);
  const asStaff = access.scopes.includes(STAFF_SCOPE);
  const via = viaOf(request);
  if (access.person === null) {
    const roles = new Map(access.organisation === null ? [] : [[access.organisation, "owner"] as const]);
    // It proved itself for this very token.
    const by = byApp(access.client_id, via);
    return { person: null, roles, staff: asStaff ? "admin" : null, fresh: true, writes, by };
  }
  const person = await context.accounts.people.find(access.person);
  if (person === null || person.disabledAt !== null) return null;
  const mine = await context.desk.organisations.ofPerson(person.id);
  const { id, name } = person;
  return {
    person: { id, name, email: person.emailVerifiedAt === null ? null : person.email },
    roles: new Map(mine.map((one) => [one.id, one.role])),
    staff: asStaff ? person.staff : null,
    // When they signed in for it is not known here: what is dangerous is done on the page.
    fresh: false,
    writes,
    by: byPerson(id, via),
  };
}
