/** A whole Gatehouse for a test: its own database file, a free port, a clock that the test moves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { createPerson } from "../../src/accounts/people.ts";
import { loadSettings } from "../../src/config/load.ts";
import type { ClientSettings, Settings } from "../../src/config/settings.ts";
import type { HttpContext } from "../../src/http/context.ts";
import type { Meter } from "../../src/http/management/meter.ts";
import type { KeyTimes } from "../../src/keys/ring.ts";
import type { Client, ClientMore } from "../../src/oauth/clients/client.ts";
import { newClientId, newClientSecret } from "../../src/oauth/clients/register.ts";
import { outbox } from "../../src/mail/outbox.ts";
import type { Letter, Mail } from "../../src/mail/ports.ts";
import type { Extensions } from "../../src/oauth/extensions.ts";
import type { Ports } from "../../src/oauth/ports.ts";
import type { Scope } from "../../src/oauth/resource.ts";
import { compose } from "../../src/compose/compose.ts";
import type { Gatehouse } from "../../src/compose/world.ts";
import { testClock, type TestClock } from "./clock.ts";
import { freePort } from "./port.ts";

export { freePort };

export const testSecret = "a-test-secret-that-nobody-else-uses-0123456789";

export const testScopes: readonly Scope[] = [
  { name: "bookings:read", person: false, words: { en: "See your bookings", de: "Ihre Buchungen ansehen" } },
  { name: "bookings:create", person: false, words: { en: "Make bookings" } },
  { name: "bookings:delete", person: false, words: { en: "Cancel your bookings" } },
  { name: "profile:read", person: true, words: { en: "See your name" } },
];

export const redirectUri = "https://app.example/cb";

/** What a test's app is; everything has a default: a confidential web app with every grant and PKCE optional. */
export interface AppOptions extends Partial<
  Pick<
    Client,
    | "client_name"
    | "application_type"
    | "token_endpoint_auth_method"
    | "grant_types"
    | "redirect_uris"
    | "scopes"
    | "environment"
    | "apiVersion"
  >
> {
  settings?: Partial<ClientSettings>;
  metadata?: ClientMore;
  /** Another organisation than the first one. */
  organisation?: string;
}

export interface TestApp {
  appId: string;
  client_id: string;
  /** Empty for a public client. */
  client_secret: string;
  redirect_uri: string;
}

export interface TestServer {
  origin: string;
  issuer: string;
  clock: TestClock;
  gatehouse: Gatehouse;
  fastify: FastifyInstance;
  /** Lines that were logged. */
  lines: Record<string, unknown>[];
  /** Letters that were sent, the newest first. */
  letters(): readonly Letter[];
  /** The API's identifier, and its own credentials for introspection. */
  api: { identifier: string; client_id: string; client_secret: string };
  person: { id: string; username: string; password: string };
  folder: string;
  addApp(options?: AppOptions): Promise<TestApp>;
  addPerson(username: string, password?: string): Promise<TestServer["person"]>;
  close(): Promise<void>;
}

export interface ServerOptions {
  settings?: Partial<Settings>;
  preset?: string;
  /** The machine's clock, for programs that look at their own. */
  realClock?: boolean;
  /** An issuer that is not the listening address, e.g. https behind a proxy. */
  issuer?: string;
  /** A port that was free a moment ago. */
  port?: number;
  /** A name of this machine instead of its address. */
  hostname?: "localhost";
  /** Another folder's database, to restart on it. */
  folder?: string;
  wrapHttp?: (context: HttpContext) => HttpContext;
  /** Shorter times for keys than anybody would choose. */
  keyTimes?: KeyTimes;
  /** Who is told figures. */
  meter?: Meter;
  /** Where letters go instead of `letters()`. */
  mail?: Mail;
  /** How documents of outsiders are fetched. */
  outbound?: Partial<Ports["outbound"]>;
  extensions?: Extensions;
}

/** An outside that answers nobody. */
const silence: Ports["outbound"] = {
  json: async () => ({ outcome: "refused", why: "unreachable" }),
  post: async () => ({ outcome: "refused", why: "unreachable" }),
};

/** Starts one and seeds an organisation, an API with four scopes, and a person. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const port = options.port ?? (await freePort());
  const origin = `http://${options.hostname ?? "127.0.0.1"}:${port}`;
  const issuer = options.issuer ?? origin;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "gatehouse-"));
  const clock =
    options.realClock === true ? { now: () => Date.now(), advance: () => undefined } : testClock();
  const loaded = loadSettings({
    flags: {
      issuer,
      secret: testSecret,
      database: await databaseOf(folder),
      company: "Bookings Inc.",
      // The clock of a test stands still, so a minute never ends.
      client_requests_per_minute: 0,
      address_requests_per_minute: 0,
      sign_up: "open",
      ...options.settings,
    },
    ...(options.preset === undefined ? {} : { preset: options.preset }),
    mode: "dev",
  });
  if (loaded.problems.length > 0) throw new Error(loaded.problems.join("\n"));
  const lines: Record<string, unknown>[] = [];
  const mail = outbox();
  const gatehouse = await compose(loaded.settings, {
    clock,
    mail: options.mail ?? mail,
    log: (level, line) => void lines.push({ level, ...line }),
    ...(options.keyTimes === undefined ? {} : { keyTimes: options.keyTimes }),
    ...(options.extensions === undefined ? {} : { extensions: options.extensions }),
    ...(options.meter === undefined ? {} : { meter: options.meter }),
    ...(options.outbound === undefined ? {} : { outbound: { ...silence, ...options.outbound } }),
  });
  const fastify = await gatehouse.app(null);
  await fastify.listen({ host: "127.0.0.1", port });
  const { store, ports } = gatehouse;
  const api = {
    identifier: "https://api.example",
    client_id: "api_bookings",
    client_secret: "introspection-secret",
  };
  if ((await store.resources.findById(api.client_id)) === null) {
    await store.registry.createOrganisation({
      id: "org_1",
      name: "Northwind Travel",
      verifiedAt: clock.now(),
    });
    await store.registry.createResource({
      id: api.client_id,
      identifier: api.identifier,
      name: "Bookings",
      introspectionSecretHash: ports.secretDigest(api.client_secret),
      scopes: testScopes,
    });
  }
  const addPerson: TestServer["addPerson"] = async (username, password = "correct horse battery") => {
    const existing = await store.people.findByUsername(username);
    if (existing === null)
      await createPerson({ username, password, name: "Ada Lovelace" }, gatehouse.accounts);
    const row = await store.people.findByUsername(username);
    if (row === null) throw new Error("the person was not created");
    return { id: row.id, username, password };
  };
  let apps = 0;
  return {
    origin,
    issuer,
    clock,
    gatehouse,
    fastify,
    lines,
    letters: () => mail.letters(),
    api,
    folder,
    person: await addPerson("ada"),
    addPerson,
    addApp: (app = {}) => addApp(gatehouse, api.identifier, app, ++apps),
    async close() {
      await fastify.close();
      await gatehouse.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The folder's database on the engine under test (vitest.config.ts chooses): a file in it, or one of its name. */
async function databaseOf(folder: string): Promise<string> {
  if (process.env["GATEHOUSE_TEST_ENGINE"] !== "postgres") return `file:${join(folder, "gatehouse.db")}`;
  const { databaseAt } = await import("./postgres.ts");
  return databaseAt(folder);
}

async function addApp(
  gatehouse: Gatehouse,
  resource: string,
  app: AppOptions,
  count: number,
): Promise<TestApp> {
  const { store, ports } = gatehouse;
  const environment = app.environment ?? "live";
  const client_id = newClientId(environment, ports);
  const secret = newClientSecret(environment, ports);
  const method = app.token_endpoint_auth_method ?? "client_secret_post";
  const redirect_uris = app.redirect_uris ?? [redirectUri];
  const organisationId = app.organisation ?? "org_1";
  const appId = `app_${count}_${client_id.slice(-8)}`;
  await store.registry.createApp({
    id: appId,
    organisationId,
    name: app.client_name ?? "Trip Planner",
    application_type: app.application_type ?? "web",
    // Every app has its own.
    serviceAccount: `6f2f1f4e-8f0e-4f53-9d7c-${client_id.slice(-12)}`,
    clients: [
      {
        client_id,
        environment,
        resource,
        token_endpoint_auth_method: method,
        grant_types: app.grant_types ?? ["authorization_code", "refresh_token", "client_credentials"],
        redirect_uris,
        scopes: app.scopes ?? ["bookings:read", "bookings:create", "profile:read", "offline_access"],
        settings: { pkce: "optional", ...app.settings },
        metadata: app.metadata ?? {},
        apiVersion: app.apiVersion ?? null,
        secrets:
          method === "none" ? [] : [{ id: secret.id, hash: secret.hash, last4: secret.last4, label: "test" }],
      },
    ],
  });
  return {
    appId,
    client_id,
    client_secret: method === "none" ? "" : secret.client_secret,
    redirect_uri: redirect_uris[0] ?? "",
  };
}
