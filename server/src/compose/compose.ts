/** The composition root: settings in, a server out. The only place where everything meets, and it only joins. */
import { randomBytes } from "node:crypto";
import { registrationPolicy, resolvePolicy } from "../config/policy.ts";
import type { Settings } from "../config/settings.ts";
import { certificateReader } from "../http/client-certificate.ts";
import type { HttpContext } from "../http/context.ts";
import { createRecorder } from "../http/inspect/recorder.ts";
import { createBudgets } from "../http/limits/budgets.ts";
import { findTracing } from "../http/telemetry/tracing.ts";
import { engineWatch } from "../http/telemetry/engine-watch.ts";
import { foreignJose } from "../keys/foreign.ts";
import { nonces } from "../keys/nonces.ts";
import { createKeyRing } from "../keys/ring.ts";
import { deriveKey, hmacUnder } from "../lib/hash.ts";
import { pooled } from "../lib/random-pool.ts";
import { sealer } from "../lib/seal.ts";
import { smtpMail } from "../mail/smtp-mail.ts";
import { exchangePolicyOf } from "../oauth/extensions.ts";
import { withinOrganisation } from "../oauth/exchange/policy.ts";
import type { Ports } from "../oauth/ports.ts";
import { createDocuments } from "../outbound/documents.ts";
import { createOutbound } from "../outbound/fetch.ts";
import { followAudit } from "../store/audit/follow.ts";
import { registerManagement } from "../store/management.ts";
import { LOCALES } from "../pages/words/locale.ts";
import { openStore } from "../store/store.ts";
import { composeAccounts } from "./accounts.ts";
import { composeDesk } from "./desk.ts";
import { apiToTry, hostsOf } from "./api-to-try.ts";
import { federationOf } from "./federation.ts";
import type { Gatehouse, World } from "./world.ts";

/** From the call of a handler to its answer: who asked has it within two seconds (reliability P8), and the way to him takes time too. Milliseconds. */
const DEADLINE_MS = 1_800;

const machine = {
  clock: { now: () => Date.now() },
  random: pooled({ bytes: (size: number) => new Uint8Array(randomBytes(size)) }),
};

/** Opens store and keys and joins the rooms. `settings` must have issuer and secret. Throws StoreUnavailable. */
export async function compose(settings: Settings, world: World = {}): Promise<Gatehouse> {
  const random = world.random ?? machine.random;
  const log = world.log ?? (() => undefined);
  const meter = world.meter ?? null;
  const tracing = await findTracing();
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
    permits: store.permits,
    report,
  };
  if (settings.management_api === "on") await registerManagement(store, issuer);
  const mail =
    world.outbox ?? world.mail ?? smtpMail(settings, { letters: store.letters, clock, random, log });
  const budgets = createBudgets(store.budgets, clock);
  const accounts = composeAccounts(settings, store, { secret, seal, random });
  const recorder = createRecorder({
    store: store.events,
    random,
    digest: hmacUnder(deriveKey(secret, "code challenges")),
    failed: (error) => log("warn", { event: "events_lost", reason: String(error) }),
  });
  const desk = composeDesk({
    settings,
    origin: world.origin ?? null,
    store,
    ring,
    ports,
    mail,
    recorder,
    accounts,
  });
  const federation = await federationOf(settings, issuer, clock);
  const context = (dev: HttpContext["dev"]): HttpContext => ({
    ports,
    accounts,
    desk,
    securityContact: settings.security_contact,
    idempotency: store.idempotency,
    management: settings.management_api === "on",
    async guide(reader) {
      const { guideFacts } = await import("../guide/facts.ts");
      const { name } = await store.branding.read();
      return guideFacts({ ...settings, company: name ?? settings.company }, ports, LOCALES, reader);
    },
    jwks: () => ring.jwks(),
    formDigest: hmacUnder(deriveKey(secret, "forms")),
    once: sealer(deriveKey(secret, "shown once"), random),
    company: settings.company,
    base: new URL(issuer).pathname.replace(/\/$/, ""),
    mail,
    letters: () => store.letters.counts(),
    outbox: world.outbox ?? null,
    federation,
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
    // Of many nodes another serves meanwhile, and here nobody waits for it later.
    loadAtStart: store.engine.remote,
    playground: { runs: store.playground, api: apiToTry(settings, issuer) },
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
    async app(dev) {
      const { createApp } = await import("../http/app.ts");
      return createApp(context(dev));
    },
    async close() {
      await mail?.close();
      await recorder.close();
      await store.close();
    },
  };
}
