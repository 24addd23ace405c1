/** RFC 8693 §4.1 — the `act` claim: who acts for the subject, and for whom that one acted before. */
import type { LiveAccess } from "../introspect.ts";
import { Refusal } from "../refusals.ts";

export interface Actor {
  sub: string;
  client_id: string;
  /** Who acted before; the outermost is who acts now. */
  act?: Actor;
}

/** A chain of services is short; a longer one is a loop that makes tokens grow. */
const MAX_CHAIN = 5;

/** What the new token says of who acts. Without an actor, what the subject's token said stays: nobody is washed out of the chain. */
export function actorOf(subject: LiveAccess, actor: LiveAccess | null): Actor | null {
  if (actor === null) return subject.act;
  const act: Actor = {
    sub: actor.subject ?? actor.client_id,
    client_id: actor.client_id,
    ...(subject.act === null ? {} : { act: subject.act }),
  };
  if (lengthOf(act) > MAX_CHAIN) throw new Refusal("exchange_not_permitted");
  return act;
}

function lengthOf(actor: Actor): number {
  return 1 + (actor.act === undefined ? 0 : lengthOf(actor.act));
}
