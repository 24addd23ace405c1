/** Verbs of the desk that write an entry of the audit log, and those that only read. */
import { sha256 } from "../../../src/lib/hash.ts";
import { byPerson } from "../../../src/lib/actor.ts";
import type { Store } from "../../../src/store/store.ts";
import { allowed, API, T0 } from "../fixture.ts";
import type { AuditedVerb } from "./audit-verbs.ts";

const by = byPerson("usr_1");
const actor = "person usr_1";
const hash = sha256("invitation");
const invitation = {
  id: "inv_1",
  organisation: "org_1",
  email: "eve@example.com",
  role: "developer" as const,
  createdAt: T0,
  expiresAt: T0 + 1000,
  hash,
};
const invite = ({ organisations }: Store): Promise<unknown> => organisations.invite(invitation, by);

async function joined(store: Store): Promise<void> {
  await invite(store);
  await store.organisations.accept(hash, "usr_1", T0, by);
}

const request = {
  id: "live_1",
  appId: "app_3",
  requestedBy: "usr_1",
  requestedAt: T0,
  answers: {},
  again: false,
};
const test = {
  client_id: "client_test",
  environment: "test" as const,
  token_endpoint_auth_method: "client_secret_basic" as const,
  grant_types: ["client_credentials"],
  redirect_uris: [],
  scopes: ["bookings:read"],
  resource: API,
};

/** An app that has no live client. */
const inTest = ({ registry }: Store): Promise<boolean> =>
  registry.createApp({
    id: "app_3",
    organisationId: "org_1",
    name: "Third",
    application_type: "machine",
    serviceAccount: "00000000-0000-4000-8000-000000000005",
    clients: [test],
  });

const simulated = { id: "sim_1", app: "app_1", name: "Ida", locale: null, claims: {}, createdAt: T0 };
const simulate = ({ testPeople }: Store): Promise<unknown> => testPeople.create(simulated, 9, by);

async function asked(store: Store): Promise<void> {
  await inTest(store);
  await store.liveRequests.ask(request, by);
}

const looks = { name: "Northwind", accent: "#7a1fa2", accentDark: null, logo: null, changedAt: T0 };

const declined = { client: null, name: "Third", reason: "Say more.", decidedBy: "usr_1", decidedAt: T0 };

/* oxfmt-ignore */
export const auditedDesk: readonly AuditedVerb[] = [
  { verb: "registry.addClient", action: "app.live", prepare: inTest, run: ({ registry }) => registry.addClient("app_3", { ...test, client_id: "client_live", environment: "live" }) },
  { verb: "registry.suspendApp", action: "app.suspended", run: ({ registry }) => registry.suspendApp("app_1", "misuse", T0) },
  { verb: "registry.suspendApp", action: "app.resumed", prepare: ({ registry }) => registry.suspendApp("app_1", "misuse", T0), run: ({ registry }) => registry.suspendApp("app_1", null, T0), onlyOnce: true },
  { verb: "registry.deleteApp", action: "app.deleted", run: ({ registry }) => registry.deleteApp("app_1", T0), onlyOnce: true },
  { verb: "organisations.found", action: "organisation.created", run: ({ organisations }) => organisations.found({ id: "org_3", name: "Three" }, "usr_1", by), actor },
  { verb: "organisations.rename", action: "organisation.renamed", run: ({ organisations }) => organisations.rename("org_1", "Other", by), actor, onlyOnce: true },
  { verb: "organisations.invite", action: "invitation.sent", run: invite, actor },
  { verb: "organisations.accept", action: "invitation.accepted", prepare: invite, run: ({ organisations }) => organisations.accept(hash, "usr_1", T0, by), actor, onlyOnce: true },
  { verb: "organisations.withdraw", action: "invitation.withdrawn", prepare: invite, run: ({ organisations }) => organisations.withdraw("org_1", "inv_1", by), actor, onlyOnce: true },
  { verb: "organisations.setRole", action: "member.set", prepare: joined, run: ({ organisations }) => organisations.setRole("org_1", "usr_1", "viewer", by), actor, onlyOnce: true },
  { verb: "organisations.setRole", action: "member.removed", prepare: joined, run: ({ organisations }) => organisations.setRole("org_1", "usr_1", null, by), actor, onlyOnce: true },
  { verb: "liveRequests.ask", action: "live.requested", prepare: inTest, run: ({ liveRequests }) => liveRequests.ask(request, by), actor, onlyOnce: true },
  { verb: "liveRequests.decide", action: "live.decided", prepare: asked, run: ({ liveRequests }) => liveRequests.decide("live_1", declined, by), actor, onlyOnce: true },
  { verb: "directory.withdrawConsent", action: "consent.withdrawn", prepare: (store) => allowed(store, "c"), run: ({ directory }) => directory.withdrawConsent("con_1", by), actor, onlyOnce: true },
  { verb: "testPeople.create", action: "test_person.created", run: simulate, actor },
  { verb: "testPeople.remove", action: "test_person.deleted", prepare: simulate, run: ({ testPeople }) => testPeople.remove("app_1", "sim_1", T0, by), actor, onlyOnce: true },
  { verb: "directory.setDisabled", action: "person.disabled", run: ({ directory }) => directory.setDisabled("usr_1", true, by), actor, onlyOnce: true },
  { verb: "branding.change", action: "branding.changed", run: ({ branding }) => branding.change(looks, by), actor, onlyOnce: true },
  { verb: "directory.endTokens", action: "tokens.ended", prepare: (store) => allowed(store, "c"), run: ({ directory }) => directory.endTokens("client", "client_1", by), actor },
  { verb: "registry.removeResource", action: "resource.removed", prepare: ({ registry }) => registry.createResource({ id: "api_9", identifier: "https://unused.example", name: "Unused" }), run: ({ registry }) => registry.removeResource("api_9"), onlyOnce: true },
];

export const readingDesk = `
  registry.clientOfSecret organisations.find organisations.ofPerson organisations.members organisations.invitations
  organisations.findInvitation liveRequests.newest liveRequests.waiting directory.apps directory.organisations
  directory.people directory.person directory.consents directory.audit directory.scopeUse directory.tokens
  branding.read branding.keep branding.picture testPeople.list testPeople.find`;
