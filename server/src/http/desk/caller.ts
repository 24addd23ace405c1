/** PO-01, PO-05 — who asks the desk from a browser: read from the session, and never from what the browser says of itself. */
import type { FastifyRequest } from "fastify";
import { isFresh } from "../../accounts/sessions.ts";
import type { Caller } from "../../desk/caller.ts";
import { byPerson } from "../../lib/actor.ts";
import type { SignedInBrowser } from "../account/fresh.ts";
import type { HttpContext } from "../context.ts";
import { viaOf } from "../via.ts";

/** The person of this browser, with what they are to each organisation at this moment. */
export async function callerOf(
  context: HttpContext,
  request: FastifyRequest,
  { person, session }: SignedInBrowser,
): Promise<Caller> {
  const memberships = await context.desk.organisations.ofPerson(person.id);
  return {
    person: {
      id: person.id,
      name: person.name,
      // An address that nobody proved accepts no invitation (PO-09).
      email: person.emailVerifiedAt === null ? null : person.email,
    },
    roles: new Map(memberships.map(({ id, role }) => [id, role])),
    staff: person.staff,
    fresh: isFresh(session, context.freshMs, context.ports.clock.now()),
    writes: true,
    by: byPerson(person.id, viaOf(request)),
  };
}
