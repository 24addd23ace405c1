/** Opens the store: tables up to date, every port on one engine. */
import type { EmailProofsPort, PeoplePort as AccountsPeople, SessionsPort } from "../accounts/ports.ts";
import type { IdentitiesPort, PasskeysPort, SecondFactorsPort } from "../accounts/proof-ports.ts";
import type { Clock } from "../lib/clock.ts";
import type { TestPeoplePort } from "../desk/test-people.ts";
import type { PlaygroundPort } from "../desk/playground.ts";
import type { IdempotencyPort } from "../desk/idempotency.ts";
import type { Sealer } from "../lib/seal.ts";
import type { PeoplePort as ProtocolPeople, Ports } from "../oauth/ports.ts";
import { SYSTEM, type By } from "../lib/actor.ts";
import type { Random } from "../lib/random.ts";
import { accessTokens } from "./access-tokens.ts";
import { notes } from "./audit/note.ts";
import { branding } from "./branding.ts";
import { budgets, type BudgetsStore } from "./budgets.ts";
import { createCache, type Cache } from "./cache.ts";
import { clients, type ResolvePolicy } from "./clients.ts";
import { codes } from "./codes.ts";
import { consents } from "./consents.ts";
import { devices } from "./devices.ts";
import { directory } from "./directory.ts";
import type { Engine } from "./engine/engine.ts";
import { migrate } from "./engine/migrate.ts";
import { openEngine } from "./engine/open.ts";
import type { EngineWatch } from "./engine/watched.ts";
import { assertServable } from "./facts.ts";
import { emailProofs } from "./email-proofs.ts";
import { events } from "./events.ts";
import { families } from "./families.ts";
import { letters, type LettersStore } from "./letters.ts";
import { liveRequests } from "./live-requests.ts";
import { organisations } from "./organisations.ts";
import { logouts } from "./logouts.ts";
import { identities } from "./identities.ts";
import { passkeys } from "./passkeys.ts";
import { pending } from "./pending.ts";
import { idempotency } from "./idempotency.ts";
import { permits } from "./permits.ts";
import { people } from "./people.ts";
import { playground } from "./playground.ts";
import { pushed } from "./pushed.ts";
import { registrations } from "./registrations.ts";
import { registry } from "./registry.ts";
import type { BrandingPort } from "../desk/branding/ports.ts";
import type { EventsStore } from "../desk/inspector/ports.ts";
import type { DirectoryPort } from "../desk/directory.ts";
import type { LiveRequestsPort, OrganisationsPort } from "../desk/ports.ts";
import type { Registry } from "../desk/registry.ts";
import { replay } from "./replay.ts";
import { resources } from "./resources.ts";
import { secretUses } from "./secret-uses.ts";
import { sessionEnd } from "./session-end.ts";
import { secondFactors } from "./second-factors.ts";
import { sessions } from "./sessions.ts";
import { sharedClock } from "./shared-clock.ts";
import { status } from "./status/status.ts";
import { signingKeys, type SigningKeysStore } from "./signing-keys.ts";
import { testPeople } from "./test-people.ts";
import { throttle } from "./throttle.ts";
import { trusts } from "./trusts.ts";

type ProtocolPorts = Pick<
  Ports,
  | "clients"
  | "resources"
  | "pending"
  | "consents"
  | "codes"
  | "devices"
  | "families"
  | "accessTokens"
  | "status"
  | "throttle"
  | "registrations"
  | "replay"
  | "pushed"
  | "logouts"
  | "trusts"
  | "permits"
>;

export interface Store extends ProtocolPorts {
  people: AccountsPeople & ProtocolPeople;
  sessions: SessionsPort;
  emailProofs: EmailProofsPort;
  secondFactors: SecondFactorsPort;
  passkeys: PasskeysPort;
  identities: IdentitiesPort;
  signingKeys: SigningKeysStore;
  registry: Registry;
  /** The registry in somebody's name. */
  registryFor(by: By): Registry;
  organisations: OrganisationsPort;
  liveRequests: LiveRequestsPort;
  branding: BrandingPort;
  directory: DirectoryPort;
  events: EventsStore;
  testPeople: TestPeoplePort;
  idempotency: IdempotencyPort;
  letters: LettersStore;
  playground: PlaygroundPort;
  budgets: BudgetsStore;
  cache: Cache;
  engine: Engine;
  /** The one that decides what has ended. */
  clock: Clock;
  /** Writes what is only remembered so far; so does `close`. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  sealer: Sealer;
  clock: Clock;
  resolvePolicy: ResolvePolicy;
  /** For the ids of audit entries. */
  random: Random;
  /** Who this process works for, where a verb does not say; Gatehouse itself when it is not given. */
  by?: By;
  /** Milliseconds that never go back; the machine's own when it is not given. */
  steady?: () => number;
  /** Events of one client that are kept, at most; 0 keeps none. */
  eventsKept?: number;
  /** Who is told figures. */
  watch?: EngineWatch | null;
}

/** Every port on an engine whose tables are up to date. */
export function storeOn(
  engine: Engine,
  { sealer, clock, random, by, resolvePolicy, steady, watch, eventsKept }: StoreOptions,
): Store {
  const cache = createCache(engine, steady ?? (() => performance.now()), watch?.look);
  const note = notes(clock, random, by ?? SYSTEM);
  const ended = sessionEnd(engine, clock, random, note);
  const uses = secretUses(engine);
  return {
    clients: clients(engine, cache, resolvePolicy, note, uses),
    resources: resources(engine, cache),
    pending: pending(engine, note),
    consents: consents(engine, clock, note),
    codes: codes(engine, sealer, note),
    devices: devices(engine, sealer, note),
    families: families(engine, sealer, note),
    accessTokens: accessTokens(engine, note),
    status: status(engine),
    throttle: throttle(engine),
    replay: replay(engine),
    pushed: pushed(engine),
    people: people(engine, note, ended),
    sessions: sessions(engine, ended, note),
    logouts: logouts(engine),
    trusts: trusts(engine, sealer, note),
    permits: permits(engine),
    emailProofs: emailProofs(engine),
    secondFactors: secondFactors(engine, note),
    passkeys: passkeys(engine, note),
    identities: identities(engine, note),
    signingKeys: signingKeys(engine, note),
    registry: registry(engine, cache, clock, note),
    registryFor: (self) => registry(engine, cache, clock, notes(clock, random, self)),
    organisations: organisations(engine, cache, clock, note),
    liveRequests: liveRequests(engine, cache, clock, note),
    branding: branding(engine, cache, note),
    directory: directory(engine, people(engine, note, ended), sessions(engine, ended, note), clock, note),
    events: events(engine, eventsKept ?? 2000),
    registrations: registrations(engine, cache, note),
    testPeople: testPeople(engine, note),
    idempotency: idempotency(engine, sealer),
    letters: letters(engine, sealer),
    playground: playground(engine, sealer),
    budgets: budgets(engine),
    cache,
    engine,
    clock,
    settle: uses.flush,
    async close() {
      await uses.flush();
      await engine.close();
    },
  };
}

/**
 * Opens the database at an address, `file:PATH` (made when it is not there; `file::memory:` ends with the store) or
 * `postgres://…`, and brings its tables up to date. With `oneClock` PostgreSQL's own clock takes the place of `clock`, so
 * that all nodes have one. Throws StoreUnavailable.
 */
export async function openStore(
  options: StoreOptions & { database: string; oneClock?: boolean },
): Promise<Store> {
  const engine = await openEngine(options.database, options.watch);
  try {
    await migrate(engine);
    await assertServable(engine);
    if (options.oneClock !== true || !engine.remote) return storeOn(engine, options);
    const clock = await sharedClock(engine);
    const store = storeOn(engine, { ...options, clock });
    return {
      ...store,
      close() {
        clock.stop();
        return store.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
