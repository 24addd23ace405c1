/** What of a live app's terms staff have not seen: new hosts of redirect URIs, and new scopes (RFC 6749 §3.1.2.2). */
import { isStaff, type Caller } from "./caller.ts";
import type { AppJson } from "./json.ts";
import type { DeskSettings } from "./ports.ts";
import type { FieldTrouble } from "./problems.ts";
import type { ClientTerms } from "./registry.ts";

type Terms = Pick<ClientTerms, "redirect_uris" | "scopes">;

/** Where a redirect URI leads: its host, or the whole of a private scheme. */
function placeOf(uri: string): string {
  const { host = "", protocol = uri } = URL.parse(uri) ?? {};
  return `${protocol}//${host}`;
}

/** What `after` has and `before` has not, as troubles of the fields; empty when there is nothing new. */
export function newTerms(before: Terms, after: Terms): FieldTrouble[] {
  const places = new Set(before.redirect_uris.map(placeOf));
  const scopes = new Set(before.scopes);
  const troubles: FieldTrouble[] = [];
  // Plain http leads to the person's own machine and nowhere else.
  const leads = after.redirect_uris.filter((uri) => !uri.startsWith("http:"));
  if (leads.some((uri) => !places.has(placeOf(uri))))
    troubles.push({
      field: "redirect_uris",
      sentence: "A new host has to be seen by staff: add it in test, then ask for live access again.",
    });
  if (after.scopes.some((scope) => !scopes.has(scope)))
    troubles.push({
      field: "scope",
      sentence: "A new permission has to be seen by staff: add it in test, then ask for live access again.",
    });
  return troubles;
}

/** Whether what is new in a live app waits for staff; their own changes do not. */
export function staffLookFirst(
  { app_creation, live_changes }: Pick<DeskSettings, "app_creation" | "live_changes">,
  caller: Caller,
): boolean {
  return app_creation !== "open" && live_changes === "reviewed" && !isStaff(caller, "reviewer");
}

/** Whether an app has something in test that staff have not seen in live: then it may ask again. */
export function hasMoreInTest({ clients }: Pick<AppJson, "clients">): boolean {
  const of = (wanted: string): Terms | null => {
    const found = clients.find(({ environment }) => environment === wanted);
    return found === undefined
      ? null
      : { redirect_uris: found.redirect_uris, scopes: found.scope.split(" ") };
  };
  const [test, live] = [of("test"), of("live")];
  return test !== null && live !== null && newTerms(live, test).length > 0;
}
