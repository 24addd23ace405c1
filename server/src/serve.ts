/** The composition root: settings in, a server out. The only place where everything meets, and it only joins. */
import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { explainSettings } from "./config/explain.ts";
import type { Loaded } from "./config/load.ts";
import { registrationPolicy, resolvePolicy } from "./config/policy.ts";
import type { Settings } from "./config/settings.ts";
import type { Desk } from "./desk/ports.ts";
import { guideFacts } from "./guide/facts.ts";
import type { AccountsPorts } from "./http/account/ports.ts";
import type { Federation } from "./http/account/federated.ts";
import { createApp } from "./http/app.ts";
import { certificateReader } from "./http/client-certificate.ts";
import type { HttpContext } from "./http/context.ts";
import { createRecorder, type Recorder } from "./http/inspect/recorder.ts";
import { createBudgets } from "./http/limits/budgets.ts";
import type { Meter } from "./http/management/meter.ts";
import { findTracing } from "./http/telemetry/tracing.ts";
import { engineWatch } from "./http/telemetry/engine-watch.ts";
import { foreignJose } from "./keys/foreign.ts";
import { nonces } from "./keys/nonces.ts";
import { createKeyRing, type KeyRing, type KeyTimes } from "./keys/ring.ts";
import type { By } from "./lib/actor.ts";
import type { Clock } from "./lib/clock.ts";
import { deriveKey, hmacUnder } from "./lib/hash.ts";
import type { Random } from "./lib/random.ts";
import { pooled } from "./lib/random-pool.ts";
import { sealer } from "./lib/seal.ts";
import type { Outbox } from "./mail/outbox.ts";
import type { Mail } from "./mail/ports.ts";
import { smtpMail } from "./mail/smtp-mail.ts";
import { exchangePolicyOf, type Extensions } from "./oauth/extensions.ts";
import { withinOrganisation } from "./oauth/exchange/policy.ts";
import type { Ports } from "./oauth/ports.ts";
import type { Jwk } from "./oauth/proof-ports.ts";
import { letterOfMembership } from "./http/portal/invitation-letter.ts";
import { createDocuments } from "./outbound/documents.ts";
import { createOutbound } from "./outbound/fetch.ts";
import { followAudit } from "./store/audit/follow.ts";
import { registerManagement } from "./store/management.ts";
import { LOCALES } from "./pages/words/locale.ts";
import { openStore, type Store } from "./store/store.ts";
import { upstream } from "./upstream/provider.ts";

export interface Gatehouse {
  settings: Settings;
  store: Store;
  ring: KeyRing;
  ports: Ports;
  accounts: AccountsPorts;
  desk: Desk;
  /** Null when no mail can be sent. */
  mail: Mail | null;
  /** What tells the extension `audited` of entries that were sealed since the call before; it does nothing without one. */
  follow(): Promise<() => Promise<void>>;
  recorder: Recorder;
  /** Builds the HTTP server; it does not listen yet. */
  app(dev: HttpContext["dev"]): FastifyInstance;
  close(): Promise<void>;
}

export interface World {
  /** What a company's own program adds (docs/extending.md). */
  extensions?: Extensions;
  /** When it is not given, the machine's on SQLite, the database's on PostgreSQL: one for all nodes (decision 12). */
  clock?: Clock;
  random?: Random;
  log?: HttpContext["log"];
  /** How outsiders' documents are fetched; over the network when it is not given. */
  outbound?: Ports["outbound"];
  /** Who is told figures; nobody when it is not given. */
  meter?: Meter;
  /** Where letters go instead of to the mail server of the settings. */
  mail?: Mail;
  /** The same, kept to be read at /dev/mail. */
  outbox?: Outbox;
  /** How long keys are published before and after they sign; for tests, which cannot wait for ten minutes. */
  keyTimes?: KeyTimes;
  /** Where each setting comes from, for whoever looks at them. */
  origin?: Loaded["origin"];
  /** Who works with it, for the audit log; Gatehouse itself when it is not given. */
  by?: By;
}

/** From the call of a handler to its answer (reliability P8). Milliseconds. */
const DEADLINE_MS = 2_000;

const machine = {
  clock: { now: () => Date.now() },
  random: pooled({ bytes: (size: number) => new Uint8Array(randomBytes(size)) }),
};

/** The names by which this server is known: nobody makes it ask itself. */
function hostsOf(addresses: readonly (string | null)[]): string[] {
  return addresses.flatMap((address) => (address === null ? [] : [new URL(address).hostname]));
}

/** Opens store and keys and joins the rooms. `settings` must have issuer and secret. Throws StoreUnavailable. */
export async function compose(settings: Settings, world: World = {}): Promise<Gatehouse> {
  const random = world.random ?? machine.random;
  const log = world.log ?? (() => undefined);
  const meter = world.meter ?? null;
  const tracing = findTracing();
  const { issuer, secret } = settings;
  if (issuer === null || secret === null) throw new Error("issuer and secret must be set");
  const seal = sealer(deriveKey(secret, "seal"), random);
  const store = await openStore({
    database: settings.database,
    sealer: seal,
    clock: world.clock ?? machine.clock,
    oneClock: world.clock === undefined,
    random,
    ...(world.by === undefined ? {} : { by: world.by }),
    watch: engineWatch(meter, tracing),
    eventsKept: settings.inspector_events,
    resolvePolicy: (overrides, profile) => resolvePolicy(settings, overrides, profile),
  });
  const { clock } = store;
  const extensions = world.extensions ?? {};
  const ring = createKeyRing({ store: store.signingKeys, sealer: seal, clock, ...world.keyTimes });
  const outbound =
    world.outbound ??
    createOutbound({
      ownHosts: hostsOf([issuer, settings.mtls_address]),
      loopback: settings.outbound_loopback,
    });
  const report: Ports["report"] = (event) => log("info", { event: event.name, ...event });
  const ports: Ports = {
    issuer,
    clock,
    random,
    secretDigest: hmacUnder(deriveKey(secret, "client secrets")),
    pairwiseDigest: hmacUnder(deriveKey(secret, "pairwise subjects")),
    refreshDigest: hmacUnder(deriveKey(secret, "refresh tokens")),
    clients: store.clients,
    resources: store.resources,
    pending: store.pending,
    consents: store.consents,
    codes: store.codes,
    devices: store.devices,
    extensions,
    exchangePolicy: exchangePolicyOf(withinOrganisation, extensions, { report }),
    families: store.families,
    accessTokens: store.accessTokens,
    status: store.status,
    keys: ring,
    people: store.people,
    throttle: store.throttle,
    outbound,
    registration: registrationPolicy(settings),
    registrations: store.registrations,
    replay: store.replay,
    pushed: store.pushed,
    jose: foreignJose,
    nonces: nonces(deriveKey(secret, "dpop nonces"), clock),
    fetchJson: createDocuments(outbound, clock, (why) =>
      log("warn", { event: "client_keys_refused", detail: why }),
    ),
    rules: { ...settings, acr_levels: settings.acr_values.split(" ") },
    logouts: store.logouts,
    trusts: store.trusts,
    report,
  };
  if (settings.management_api === "on") await registerManagement(store, issuer);
  const mail = world.outbox ?? world.mail ?? smtpMail(settings, log);
  const budgets = createBudgets(store.budgets, clock);
  const accounts: AccountsPorts = {
    clock,
    random,
    people: store.people,
    sessions: store.sessions,
    throttle: store.throttle,
    emailProofs: store.emailProofs,
    secondFactors: store.secondFactors,
    passkeys: store.passkeys,
    identities: store.identities,
    sealer: seal,
    once: store.replay,
    codeDigest: hmacUnder(deriveKey(secret, "email codes")),
    idleMs: settings.session_idle_seconds * 1000,
    absoluteMs: settings.session_absolute_seconds * 1000,
  };
  const recorder = createRecorder({
    store: store.events,
    random,
    failed: (error) => log("warn", { event: "events_lost", reason: String(error) }),
  });
  const desk: Desk = {
    clock,
    random,
    throttle: store.throttle,
    secretDigest: (text) => ports.secretDigest(text),
    registry: (by) => store.registryFor(by),
    organisations: store.organisations,
    liveRequests: store.liveRequests,
    directory: store.directory,
    keys: {
      list: () => ring.describe(),
      rotate: (by) => ring.rotate({ by }),
      revoke: (kid, by) => ring.revoke(kid, by),
    },
    events: {
      ...store.events,
      // What this node just did is there when somebody looks.
      async list(search) {
        await recorder.flush();
        return store.events.list(search);
      },
    },
    resources: () => store.resources.list(),
    apiDocument: (id) => store.resources.document(id),
    protocol: ports,
    settings,
    explain: () => explainSettings({ settings, origin: world.origin ?? null }),
    sendInvitation: letterOfMembership(settings.company, issuer, mail, store.people),
  };
  const context = (dev: HttpContext["dev"]): HttpContext => ({
    ports,
    accounts,
    desk,
    securityContact: settings.security_contact,
    idempotency: store.idempotency,
    management: settings.management_api === "on",
    guide: (reader) => guideFacts(settings, ports, LOCALES, reader),
    jwks: () => ring.jwks(),
    csrfKey: deriveKey(secret, "forms"),
    once: sealer(deriveKey(secret, "shown once"), random),
    company: settings.company,
    base: new URL(issuer).pathname.replace(/\/$/, ""),
    mail,
    outbox: world.outbox ?? null,
    federation: federationOf(settings, issuer, clock),
    signUp: settings.sign_up,
    freshMs: settings.fresh_seconds * 1000,
    pendingMs: settings.pending_seconds * 1000,
    secure: issuer.startsWith("https:"),
    trustedProxies: settings.trusted_proxies,
    certificateOf: certificateReader(settings),
    limits: {
      atOnce: settings.max_requests_at_once,
      deadlineMs: DEADLINE_MS,
      perAddress: settings.address_requests_per_minute,
    },
    budgets,
    recorder,
    meter,
    tracing,
    dev,
    log,
  });
  return {
    settings,
    store,
    ring,
    ports,
    accounts,
    desk,
    mail,
    follow: async () =>
      extensions.audited === undefined
        ? async () => undefined
        : followAudit(store.engine, extensions.audited, (error) =>
            log("error", { event: "extension_failed", detail: `audited: ${String(error)}` }),
          ),
    recorder,
    app: (dev) => createApp(context(dev)),
    async close() {
      await mail?.close();
      await recorder.close();
      await store.close();
    },
  };
}

/** Who else may say who somebody is, as the settings say. */
function federationOf(settings: Settings, issuer: string, clock: Clock): Federation {
  const { upstream_issuer, upstream_client_id, upstream_client_secret, upstream_label: label } = settings;
  const { handover_url, handover_jwks, federated_accounts } = settings;
  return {
    upstream:
      upstream_issuer === null || upstream_client_id === null || upstream_client_secret === null
        ? null
        : upstream({
            upstream_issuer,
            upstream_client_id,
            upstream_client_secret,
            label,
            redirect_uri: `${issuer}/sign-in/upstream`,
            now: () => clock.now(),
          }),
    handover:
      handover_url === null || handover_jwks === null
        ? null
        : { url: handover_url, label, keys: (JSON.parse(handover_jwks) as { keys: Jwk[] }).keys },
    policy: {
      linkByEmail: federated_accounts === "link_by_email",
      create: federated_accounts !== "existing",
    },
  };
}
