/** What `gatehouse dev` says when it is ready: one line of JSON for programs, a short page of text for people. */
import { metadata, type Metadata } from "../../oauth/metadata.ts";
import type { Gatehouse } from "../../compose/world.ts";
import { tryState } from "./catalogue.ts";
import type { Seeded } from "./seed.ts";

/** The ready line: everything that a program needs to use this server, on one line. */
export interface Ready {
  ready: true;
  issuer: string;
  /** RFC 8414 names. */
  endpoints: Partial<Metadata>;
  api: { url: string; routes: { method: string; path: string; scope: string; person: boolean }[] };
  apps: Seeded["apps"];
  person: Seeded["person"];
  staff: Seeded["staff"];
}

export async function ready(gatehouse: Gatehouse, seeded: Seeded, apiUrl: string): Promise<Ready> {
  const { ports } = gatehouse;
  const imported = await ports.resources.document(seeded.api.id);
  const document = metadata(
    ports.issuer,
    await ports.resources.list(),
    await ports.clients.plainServed(),
    [],
    ports.registration,
    ports.rules,
  );
  const endpoints = Object.entries(document).filter(
    ([name]) => name.endsWith("_endpoint") || name === "jwks_uri",
  );
  return {
    ready: true,
    issuer: ports.issuer,
    endpoints: Object.fromEntries(endpoints),
    api: {
      url: apiUrl,
      routes: (imported?.routes ?? []).map((route) => ({
        method: route.method,
        path: route.path,
        scope: route.scopes.join(" "),
        person: route.person,
      })),
    },
    apps: seeded.apps,
    person: seeded.person,
    staff: seeded.staff,
  };
}

/** One line to paste: a token by client credentials, used at once. `null` when the seeded secrets were rolled. */
export function curlLine(ready: Ready): string | null {
  const app = ready.apps.find((each) => each.preset === "provider-004" && each.client_secret !== null);
  if (app === undefined) return null;
  const fetchToken = `curl -s ${ready.issuer}/oauth/token -d grant_type=client_credentials -d client_id=${app.client_id} -d client_secret=${app.client_secret}`;
  return `curl -i ${ready.api.url}/bookings -H "Authorization: Bearer $(${fetchToken} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')"`;
}

/** A link that starts the code flow of the first app that has it, for a person with a browser. */
export function tryLink(ready: Ready): string | null {
  const app = ready.apps.find((each) => each.preset === "provider-000" && each.environment === "live");
  const redirect_uri = app?.redirect_uris[0];
  if (app === undefined || redirect_uri === undefined) return null;
  const query = new URLSearchParams({
    response_type: "code",
    client_id: app.client_id,
    redirect_uri,
    scope: "bookings:read offline_access",
    state: tryState,
  });
  return `${ready.issuer}/oauth/authorize?${query.toString()}`;
}

export function readyText(ready: Ready): string {
  const curl = curlLine(ready);
  return [
    "",
    `  Gatehouse is ready at ${ready.issuer}`,
    "",
    `  Developer portal      ${ready.issuer}/portal`,
    `  Integration guide     ${ready.issuer}/guide`,
    `  Staff console         ${ready.issuer}/console`,
    `  Mail that was sent    ${ready.issuer}/dev/mail`,
    `  Demo API              ${ready.api.url}  (behind the guard)`,
    "",
    `  Sign in as            ${ready.person.username}  ${ready.person.password}`,
    `  or, for the console,  ${ready.staff.username}  ${ready.staff.password}`,
    "  or create an account of your own in the portal, and go from there to a 200.",
    "",
    "  The code flow, in a browser:",
    `    ${tryLink(ready) ?? "(the demo app has no redirect URI)"}`,
    "",
    "  A token and a first 200, in a terminal:",
    `    ${curl ?? "(the demo app's secret was rolled: use the new one)"}`,
    "",
    "  Apps:",
    ...ready.apps
      .filter((app) => app.environment === "live")
      .map((app) => `    ${app.preset}  ${app.client_id}  ${app.client_secret ?? "(rolled)"}`),
    "",
    "  For development on this machine only. Ctrl-C stops it.",
    "",
  ].join("\n");
}
