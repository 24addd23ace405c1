/** What the events of an app say about it: habits that work today and harm tomorrow. */
import type { EventJson } from "../../desk/operations/events.ts";
import type { ClientJson } from "../../desk/json.ts";
import type { HealthNote } from "../../pages/models/portal.ts";

/** So many sign-ins must have been seen before anything is called unused. */
const ENOUGH = 10;

/** `events`: the newest of the app, of all environments. */
export function seenHealth(clients: readonly ClientJson[], events: readonly EventJson[]): HealthNote[] {
  return clients.flatMap((client) =>
    notesOn(
      client,
      events.filter(({ client_id }) => client_id === client.client_id),
    ),
  );
}

function notesOn(
  { environment, redirect_uris, scope }: ClientJson,
  events: readonly EventJson[],
): HealthNote[] {
  const notes: HealthNote[] = [];
  const add = (kind: HealthNote["kind"], detail: string | null = null): void =>
    void notes.push({ kind, environment, detail });
  const proven = events.filter(({ facts }) => facts.only_named !== true);
  // The request itself has parameters; the answer that follows a decision has none of them.
  const begun = proven.filter(
    ({ kind, outcome, facts }) =>
      kind === "authorize" && outcome === "ok" && facts.parameters?.includes("client_id"),
  );
  if (begun.some(({ facts }) => facts.state === false)) add("no_state");
  if (begun.some(({ facts }) => facts.pkce === "plain")) add("plain_seen");
  if (begun.some(({ facts }) => facts.challenge_repeated !== undefined)) add("challenge_repeated");
  if (events.some(({ refusal }) => refusal === "secret_in_query")) add("secret_in_query");
  if (events.some(({ refusal }) => refusal === "secret_in_browser")) add("secret_in_browser");
  if (begun.length < ENOUGH) return notes;
  const sent = new Set(begun.map(({ facts }) => facts.redirect_uri));
  if (!sent.has(undefined))
    for (const uri of redirect_uris) if (!uri.includes("?") && !sent.has(uri)) add("redirect_unused", uri);
  const asked = new Set(begun.flatMap(({ facts }) => facts.scope_asked?.split(" ") ?? []));
  // Whoever leaves scope out asks for all of them.
  if (begun.every(({ facts }) => facts.scope_asked !== undefined))
    for (const word of scope.split(" ")) if (word !== "" && !asked.has(word)) add("scope_unused", word);
  return notes;
}
