/** Who does something and by which request: what the audit log says of every change. */

export interface Actor {
  /** `cli` is a member of staff at the command line; `system` is Gatehouse itself. */
  type: "person" | "app" | "cli" | "system";
  /** A person's id, a client_id, or a user name of the machine. */
  id: string;
}

/** The request that led to it. */
export interface Via {
  requestId: string;
  /** Where it came from, as far as proxies are believed. */
  address: string;
}

export interface By {
  actor: Actor;
  /** Null outside of a request. */
  via: Via | null;
}

/** Gatehouse itself: nobody asked for it. */
export const SYSTEM: By = { actor: { type: "system", id: "gatehouse" }, via: null };

/** An app that proved itself. */
export function byApp(client_id: string, via: Via | null = null): By {
  return { actor: { type: "app", id: client_id }, via };
}

/** A person who is signed in. */
export function byPerson(subject: string, via: Via | null = null): By {
  return { actor: { type: "person", id: subject }, via };
}
