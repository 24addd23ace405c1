/** PO-01 — the test apps of the organisations that a person belongs to, and of no other: their values stand in the guide. */
import type { Reader } from "../../guide/facts.ts";
import { byPerson } from "../../lib/actor.ts";
import type { HttpContext } from "../context.ts";

/** More of them would push the guide out of sight. */
const SHOWN = 8;

export interface TestAppOf {
  id: string;
  reader: Reader;
}

export async function testApps({ desk }: HttpContext, person: string): Promise<TestAppOf[]> {
  const registry = desk.registry(byPerson(person, null));
  const found: TestAppOf[] = [];
  for (const { id } of await desk.organisations.ofPerson(person))
    for (const app of await registry.listApps(id))
      for (const client of app.clients) {
        if (client.environment !== "test" || client.disabledAt !== null) continue;
        const { client_id, redirect_uris, scopes, resource } = client;
        found.push({
          id: app.id,
          reader: {
            app: app.name,
            client_id,
            // Only a digest of it is stored.
            client_secret: null,
            redirect_uri: redirect_uris[0] ?? null,
            scopes,
            resource,
          },
        });
      }
  return found.slice(0, SHOWN);
}
