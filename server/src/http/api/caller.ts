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
    // A token that says when they signed in is fresh as long as their session would be (PO-03); others never are.
    fresh: signedInWithin(context, access),
    writes,
    by: byPerson(id, via),
  };
}

/** A refreshed token says when its person was there, and not when it was made. Whoever acts for one has proven nothing of them. */
function signedInWithin({ freshMs, ports }: HttpContext, { authTime, act }: Access): boolean {
  return authTime !== null && act === null && ports.clock.now() - authTime * 1000 < freshMs;
}
