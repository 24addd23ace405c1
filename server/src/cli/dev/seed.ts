/** What `gatehouse dev` starts with: one organisation, one person, one API, and per preset an app in live and test. */
import { createHmac } from "node:crypto";
import { readOpenApi } from "@gatehouse/guard";
import { createPerson } from "../../accounts/people.ts";
import { SYSTEM } from "../../lib/actor.ts";
import { PRESETS, type Preset } from "../../config/presets.ts";
import type { Environment } from "../../oauth/words.ts";
import type { Gatehouse } from "../../compose/world.ts";
import { apiOf } from "../openapi/read.ts";
import { demoDocument } from "./demo-document.ts";

export interface SeededApp {
  name: string;
  preset: string;
  environment: Environment;
  client_id: string;
  client_secret: string | null;
  token_endpoint_auth_method: string;
  grant_types: readonly string[];
  redirect_uris: readonly string[];
  scopes: readonly string[];
}

export interface Seeded {
  apps: SeededApp[];
  person: { username: string; password: string };
  /** A member of the company's staff, who may enter the console. */
  staff: { username: string; password: string };
  api: { id: string; client_secret: string };
}

const organisationId = "org_0190a000-0000-7000-8000-000000000001";
const resourceId = "api_bookings";

/**
 * Seeds what is missing and answers all of it. Credentials follow from the master secret, so that they are the same at
 * every start without being stored in clear. `first`: the preset whose app is listed first.
 */
export async function seed(
  gatehouse: Gatehouse,
  api: { identifier: string; callback: string },
  master: string,
  first: string | null,
): Promise<Seeded> {
  const { store, ports } = gatehouse;
  const derive = (purpose: string): string =>
    createHmac("sha256", master).update(`dev ${purpose}`).digest("hex");
  const apiSecret = `ghi_${derive("introspection")}`;
  await seedApi(gatehouse, api.identifier, ports.secretDigest(apiSecret));
  const person = { username: "ada", password: readable(derive("person")) };
  if ((await store.people.findByUsername(person.username)) === null)
    await createPerson({ ...person, name: "Ada Lovelace" }, gatehouse.accounts);
  const staff = { username: "staff", password: readable(derive("staff")) };
  if ((await store.people.findByUsername(staff.username)) === null)
    await createPerson({ ...staff, name: "Grace Hopper", staff: "admin" }, gatehouse.accounts);
  await seedOrganisation(gatehouse, person.username);
  const presets = Object.values(PRESETS).sort((a, b) => Number(b.name === first) - Number(a.name === first));
  const apps: SeededApp[] = [];
  for (const preset of presets) apps.push(...(await seedApp(gatehouse, preset, api, derive)));
  return { apps, person, staff, api: { id: resourceId, client_secret: apiSecret } };
}

/** The organisation is the seeded person's own, so that the portal and the guide show them its apps. */
async function seedOrganisation({ store, ports, desk }: Gatehouse, username: string): Promise<void> {
  const organisations = await store.registry.listOrganisations();
  const owner = await store.people.findByUsername(username);
  if (owner === null || organisations.some(({ id }) => id === organisationId)) return;
  const organisation = { id: organisationId, name: "Northwind Travel" };
  await desk.organisations.found(organisation, owner.id, SYSTEM);
  await store.registry.verifyOrganisation(organisationId, ports.clock.now());
}

async function seedApi(gatehouse: Gatehouse, identifier: string, hash: string): Promise<void> {
  const { store, ports } = gatehouse;
  const existing = await store.resources.findById(resourceId);
  if (existing === null) {
    await store.registry.createResource({
      id: resourceId,
      identifier,
      name: "Bookings",
      introspectionSecretHash: hash,
    });
  } else if (existing.identifier !== identifier) {
    // Another port than last time: the API moved, and tokens for its old address are worth nothing.
    await store.registry.moveResource(resourceId, identifier);
  }
  const { scopes, document } = apiOf(readOpenApi(demoDocument(identifier, ports.issuer)), () => "");
  await store.registry.importDocument({
    id: resourceId,
    identifier,
    name: "Bookings",
    scopes,
    document,
    force: true,
  });
}

async function seedApp(
  { store, ports }: Gatehouse,
  preset: Preset,
  api: { identifier: string; callback: string },
  derive: (purpose: string) => string,
): Promise<SeededApp[]> {
  const { app, name } = preset;
  const appId = `app_${name}`;
  const redirect_uris = app.redirect_uris(api.callback);
  const { token_endpoint_auth_method, grant_types, scopes } = app;
  const drafts = (["live", "test"] as const).map((environment) => ({
    environment,
    client_id: `${environment}_${derive(`client ${name} ${environment}`).slice(0, 32)}`,
    client_secret: `ghs_${environment}_${derive(`secret ${name} ${environment}`)}`,
  }));
  const existing = await store.registry.findApp(appId);
  if (existing === null)
    await store.registry.createApp({
      id: appId,
      organisationId,
      name: app.client_name,
      application_type: app.application_type,
      serviceAccount: uuidOf(derive(`service ${name}`)),
      clients: drafts.map(({ environment, client_id, client_secret }) => ({
        client_id,
        environment,
        resource: api.identifier,
        token_endpoint_auth_method,
        grant_types,
        redirect_uris,
        scopes,
        settings: preset.client,
        preset: name,
        secrets: [
          {
            id: `sec_${client_id}`,
            hash: ports.secretDigest(client_secret),
            last4: client_secret.slice(-4),
            label: "seeded",
          },
        ],
      })),
    });
  const seeded: SeededApp[] = [];
  for (const draft of drafts) {
    const client = await store.clients.find(draft.client_id);
    const works = client?.secrets.some((secret) => secret.hash === ports.secretDigest(draft.client_secret));
    seeded.push({
      name: app.client_name,
      preset: name,
      environment: draft.environment,
      client_id: draft.client_id,
      // Rolled since: the new one was shown then.
      client_secret: works === true ? draft.client_secret : null,
      token_endpoint_auth_method,
      grant_types: client?.grant_types ?? grant_types,
      redirect_uris: client?.redirect_uris ?? redirect_uris,
      scopes: client?.scopes ?? scopes,
    });
  }
  return seeded;
}

/** Four groups of four letters and digits: 80 bits, and still possible to type. */
function readable(digest: string): string {
  const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  const letters = Array.from({ length: 16 }, (_, index) => {
    const byte = Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16);
    return alphabet[byte % alphabet.length] ?? "x";
  });
  return letters.join("").replaceAll(/(.{4})(?=.)/g, "$1-");
}

function uuidOf(digest: string): string {
  const d = digest;
  return `${d.slice(0, 8)}-${d.slice(8, 12)}-4${d.slice(13, 16)}-8${d.slice(17, 20)}-${d.slice(20, 32)}`;
}
