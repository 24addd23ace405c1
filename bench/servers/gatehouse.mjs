/**
 * Gatehouse as `serve` joins it: the built code, every line logged; SQLite with synchronous=FULL in the folder that is
 * given, or the PostgreSQL whose address is.
 */
import { Session } from "node:inspector/promises";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import * as argon2 from "@node-rs/argon2";
import { settingsFor } from "../lib/gatehouse-settings.mjs";
import { api, challenge, kinds, password, peopleCount, redirectUri, scope } from "../lib/terms.mjs";
import { answer, ready } from "./report.mjs";

/** Counts commits, which are what is waited for on disk; the statement is prepared once, so this costs nothing else. */
let commits = 0;
const { prepare } = Object.getOwnPropertyDescriptors(DatabaseSync.prototype);
DatabaseSync.prototype.prepare = function counted(sql) {
  const statement = prepare.value.call(this, sql);
  if (sql !== "COMMIT") return statement;
  return { run: () => (commits++, statement.run()) };
};

const dist = new URL("../../server/dist/", import.meta.url);
const load = (path) => import(new URL(path, dist).href);
const [{ compose }, { repeat }, { sealAudit }, { createMeter }, { loadSettings }, { jsonLog }] =
  await Promise.all([
    load("compose/compose.js"),
    load("cli/serve/sweeping.js"),
    load("store/audit/seal.js"),
    load("http/management/meter.js"),
    load("config/load.js"),
    load("cli/log.js"),
  ]);
const place = process.argv[2];
const { settings, problems } = loadSettings({
  mode: "serve",
  flags: settingsFor(place.startsWith("postgres:") ? place : `file:${join(place, "gatehouse.db")}`),
});
if (problems.length > 0) throw new Error(problems.join("\n"));
const gatehouse = await compose(settings, { log: jsonLog(settings.log_level), meter: createMeter() });
const { store, ports } = gatehouse;
const people = Array.from({ length: peopleCount }, (_, index) => `usr_${index}`);

/** One client per kind of token, an API that may introspect, and people who have allowed each client. */
async function seed() {
  const { newClientId, newClientSecret, newIntrospectionSecret } = await load("oauth/clients/register.js");
  const { registry } = store;
  const introspection = newIntrospectionSecret(ports);
  const scopes = scope.split(" ");
  await registry.createOrganisation({ id: "org_1", name: "Northwind Travel", verifiedAt: ports.clock.now() });
  await registry.createResource({
    id: "api_bookings",
    identifier: api,
    name: "Bookings",
    introspectionSecretHash: introspection.hash,
    scopes: scopes.map((name) => ({ name, person: false, words: { en: `Use ${name}` } })),
  });
  for (const id of people) await addPerson(id, "-");
  const clients = {};
  for (const kind of kinds) {
    const client_id = newClientId("live", ports);
    const { client_secret, id, hash, last4 } = newClientSecret("live", ports);
    clients[kind] = { client_id, client_secret };
    await registry.createApp({
      id: `app_${kind}`,
      organisationId: "org_1",
      name: "Trip Planner",
      application_type: "web",
      serviceAccount: randomUUID(),
      clients: [
        {
          client_id,
          environment: "live",
          resource: api,
          token_endpoint_auth_method: "client_secret_post",
          grant_types: ["authorization_code", "refresh_token", "client_credentials"],
          redirect_uris: [redirectUri],
          scopes,
          settings: kind === "opaque" ? { access_token_profile: "opaque" } : { signing_alg: kind },
          secrets: [{ id, hash, last4, label: "bench" }],
        },
      ],
    });
    for (const subject of people) await allow(client_id, subject);
  }
  for (const alg of ["ES256", "RS256"])
    await gatehouse.ring.ensure({ alg, rsa_bits: 2048, environment: "live" });
  return {
    clients,
    api: { client_id: "api_bookings", client_secret: introspection.secret },
    paths: {
      authorize: "/oauth/authorize",
      token: "/oauth/token",
      introspect: "/oauth/introspect",
      jwks: paths.jwks,
    },
  };
}

const { paths } = await load("oauth/metadata.js");
const { secretHash: hashOf } = await load("oauth/tokens/secret-token.js");
const record = (client_id, subject, consentId, text) => ({
  hash: hashOf(text),
  client_id,
  subject,
  consentId,
  redirect_uri: redirectUri,
  scope: scope.split(" "),
  resource: api,
  environment: "live",
  code_challenge: challenge,
  code_challenge_method: "S256",
  authTime: ports.clock.now(),
  authentication: null,
  dpop_jkt: null,
  authorization_details: [],
  createdAt: ports.clock.now(),
  expiresAt: ports.clock.now() + 600_000,
});

/** What a person's "Allow" leaves. */
async function allow(client_id, subject) {
  const now = ports.clock.now();
  const { consentVersion } = await store.clients.find(client_id);
  const consent = {
    id: `${client_id}-${subject}`,
    subject,
    client_id,
    resource: api,
    scope: JSON.stringify(scope.split(" ")),
    consent_version: consentVersion,
    created_at: now,
    updated_at: now,
    last_used_at: null,
  };
  await store.engine.write((tx) => tx.insertInto("consents").values(consent).execute());
}

/** Codes as the consent page would have made them, many in a transaction because making them is not measured. */
async function makeCodes({ count, client_id }) {
  const [{ insertCode }, { newSecret }] = await Promise.all([
    load("store/codes.js"),
    load("oauth/tokens/secret-token.js"),
  ]);
  const codes = Array.from({ length: count }, () => newSecret("ghc", "live", ports));
  // In steps, or what one long transaction holds would count as the memory of a server under load.
  for (let from = 0; from < count; from += 500)
    await store.engine.maintenance((db) =>
      db.transaction().execute(async (tx) => {
        for (let index = from; index < Math.min(from + 500, count); index++) {
          const subject = people[index % people.length];
          await insertCode(tx, record(client_id, subject, `${client_id}-${subject}`, codes[index]));
        }
      }),
    );
  return codes;
}

/** The password that all of them have, hashed by the same code at the least cost that there is. */
const cheapHash = await argon2.hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
let strangers = 0;
const seal = () => sealAudit(store.engine, ports.clock.now());

/** People who have never signed in and have allowed nothing; their user names. */
async function makePeople({ count }) {
  const names = Array.from({ length: count }, () => `stranger_${strangers++}`);
  for (let from = 0; from < count; from += 500) {
    await Promise.all(names.slice(from, from + 500).map((name) => addPerson(name, cheapHash)));
    // What their making has left to be done is not part of a sign-in.
    await seal();
  }
  return names;
}

const addPerson = (id, passwordHash) =>
  store.people.create({
    id,
    username: id,
    name: id,
    passwordHash,
    locale: null,
    createdAt: ports.clock.now(),
    disabledAt: null,
  });

const session = new Session();
session.connect();
let seeded = null;
answer({
  profile: async (on) => {
    if (!on) return (await session.post("Profiler.stop")).profile;
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: 200 });
    await session.post("Profiler.start");
  },
  terms: () => (seeded ??= seed()),
  codes: makeCodes,
  people: makePeople,
  commits: () => commits,
});
// As in `serve`: what is written down for the audit is sealed by and by.
repeat(seal, 700, console.error);
const app = await gatehouse.app(null);
await app.listen({ host: "127.0.0.1", port: 0 });
ready(app.server.address().port);
