/** Every verb of the store: what the audit log says of it, or why it says nothing. */
import type { TrustedIssuer } from "../../../src/oauth/trust/port.ts";
import { byPerson } from "../../../src/lib/actor.ts";
import type { ProofPurpose } from "../../../src/accounts/ports.ts";
import { sha256 } from "../../../src/lib/hash.ts";
import type { AuditAction } from "../../../src/store/audit/actions.ts";
import type { Store } from "../../../src/store/store.ts";
import { readingDesk } from "./audit-desk.ts";
import { tripType } from "../../support/details.ts";
import {
  allowed,
  API,
  begun,
  codeRow,
  consentRow,
  familyRow,
  keyRow,
  opaqueRow,
  pendingRow,
  T0,
} from "../fixture.ts";

export interface AuditedVerb {
  verb: string;
  action: AuditAction;
  prepare?: (store: Store) => Promise<unknown>;
  run: (store: Store) => Promise<unknown>;
  /** Who did it; the process itself unless given. */
  actor?: string;
  /** Whether doing it again is no change, and so says nothing. */
  onlyOnce?: true;
}

const APP = "app client_1";
const PERSON = "person usr_1";
const limits = { overlapMs: 60_000, repeats: 8, idleMs: 3_600_000 };
const newSecret = { id: "sec_2", hash: sha256("second"), last4: "2222", label: "second" };

const reading = `
  clients.find clients.originRegistered clients.plainServed resources.document resources.find resources.findById resources.list
  pending.find consents.find consents.list codes.find families.find accessTokens.findOpaque accessTokens.isRevoked
  trusts.find trusts.list trusts.subjectOf registrations.findInitialToken devices.find devices.waiting
  throttle.wait people.find people.list people.findByUsername people.findBySignInName people.isActive people.claims sessions.find
  sessions.list emailProofs.find emailProofs.findByLink
  secondFactors.find secondFactors.recoveryLeft passkeys.find passkeys.list identities.find identities.issuersOf signingKeys.list registry.listOrganisations registry.listApps registry.findApp`;
/** Every issuance and every request: the log of the server has them. */
const everyday =
  "clients.secretUsed pending.put pending.rebind codes.redeem families.keep accessTokens.put accessTokens.exchange trusts.begin devices.put devices.poll devices.redeem";
/** Who signs in and out, and who fails to. */
const signingIn = `sessions.put sessions.replace sessions.touch throttle.fail budgets.take
  emailProofs.put emailProofs.attempt emailProofs.prove
  secondFactors.begin secondFactors.spendStep passkeys.used passkeys.rename`;
/** Verbs that change nothing of what is allowed. */
export const unaudited: readonly string[] = [reading, readingDesk, everyday, signingIn].flatMap((names) =>
  names.trim().split(/\s+/),
);

const put = (store: Store, id: string, scope: readonly string[], consentVersion = "v1"): Promise<unknown> =>
  store.pending.put(pendingRow(id)).then(() =>
    store.pending.take(id, sha256("cookie"), T0, {
      consent: consentRow(`con of ${id}`, { scope, consentVersion }),
      code: codeRow(`code of ${id}`),
    }),
  );

const person = { username: "eve", name: "Eve", passwordHash: "$argon2id$canary", locale: null };
const app = {
  id: "app_2",
  organisationId: "org_1",
  name: "Second",
  application_type: "web" as const,
  serviceAccount: "00000000-0000-4000-8000-000000000002",
};
const client = {
  client_id: "client_2",
  environment: "live" as const,
  token_endpoint_auth_method: "client_secret_basic" as const,
  grant_types: ["client_credentials"],
  redirect_uris: [],
  scopes: ["bookings:read"],
  resource: API,
};

const trust: TrustedIssuer = {
  id: "tis_1",
  issuer: "https://issuer.example",
  jwks_uri: "https://issuer.example/jwks",
  audience: null,
  subject: "id",
  clients: ["client_1"],
  consent: "waived",
  createdAt: T0,
};

/** A family that ends with the session that it came from. */
async function tied(store: Store): Promise<void> {
  const times = { authTime: T0, createdAt: T0, lastSeenAt: T0, expiresAt: T0 + 1000 };
  const browser = { amr: ["pwd"], device: null, address: null, ...times };
  await store.sessions.put({ hash: sha256("cookie"), subject: "usr_1", sid: "s", ...browser });
  const authentication = { nonce: null, claims: null, sid: "s" };
  const tie = { sid: "s", notified: true, endsTokens: true, expiresAt: T0 + 1000 };
  const consent = consentRow("con_1");
  await store.pending.put(pendingRow("tied"));
  const code = codeRow("tied", { authentication });
  await store.pending.take("tied", sha256("cookie"), T0, { consent, code, session: tie });
  const family = familyRow("fam", { authentication });
  await store.codes.redeem(code.hash, T0, { family, token: null });
}

/** An address that was proven in the browser `b`. */
const proof = (purpose: ProofPurpose) => (store: Store) =>
  store.emailProofs.put({
    id: "proof",
    purpose,
    email: "eve@example.com",
    subject: purpose === "email" ? "usr_1" : null,
    browser: sha256("b"),
    codeHash: sha256("code"),
    linkHash: sha256("link"),
    leadsTo: null,
    misses: 0,
    createdAt: T0,
    expiresAt: T0 + 60_000,
    provenAt: T0,
    usedAt: null,
  });

const passkey = {
  id: "key",
  subject: "usr_1",
  publicKey: "cose",
  counter: 0,
  transports: [],
  name: "Telephone",
  backedUp: false,
  createdAt: T0,
  lastUsedAt: null,
};

/** Codes are asked for, with one recovery code. */
async function enrolled({ secondFactors }: Store): Promise<void> {
  await secondFactors.begin("usr_1", "s1.sealed", T0);
  await secondFactors.confirm("usr_1", 7, [sha256("recovery")], T0, byPerson("usr_1"));
}

const signedIn = ({ sessions }: Store): Promise<void> => {
  const times = { authTime: T0, createdAt: T0, lastSeenAt: T0, expiresAt: T0 + 1000 };
  const browser = { amr: ["pwd"], device: null, address: null, sid: "named" };
  return sessions.put({ hash: sha256("cookie"), subject: "usr_1", ...browser, ...times });
};

/* oxfmt-ignore */
export const audited: readonly AuditedVerb[] = [
  { verb: "registry.createOrganisation", action: "organisation.created", run: ({ registry }) => registry.createOrganisation({ id: "org_2", name: "Two" }) },
  { verb: "registry.verifyOrganisation", action: "organisation.verified", run: ({ registry }) => registry.verifyOrganisation("org_1", null), onlyOnce: true },
  { verb: "registry.createApp", action: "app.created", run: ({ registry }) => registry.createApp({ ...app, clients: [{ ...client, secrets: [newSecret] }] }) },
  { verb: "registry.renameApp", action: "app.renamed", run: ({ registry }) => registry.renameApp("app_1", "Other"), onlyOnce: true },
  { verb: "registry.updateClient", action: "client.changed", run: ({ registry }) => registry.updateClient("client_1", { redirect_uris: ["https://other.example/"] }), onlyOnce: true },
  { verb: "registry.addSecret", action: "secret.added", run: ({ registry }) => registry.addSecret("client_1", newSecret, { othersEndAt: T0 }) },
  { verb: "registry.expireSecret", action: "secret.ended", run: ({ registry }) => registry.expireSecret("sec_1", T0), onlyOnce: true },
  { verb: "registry.disableClient", action: "client.disabled", run: ({ registry }) => registry.disableClient("client_1", T0), onlyOnce: true },
  { verb: "registry.enableClient", action: "client.enabled", prepare: ({ registry }) => registry.disableClient("client_1", T0), run: ({ registry }) => registry.enableClient("client_1"), onlyOnce: true },
  { verb: "registry.createResource", action: "resource.created", run: ({ registry }) => registry.createResource({ id: "api_2", identifier: "https://two.example", name: "Two", introspectionSecretHash: sha256("api") }) },
  { verb: "registry.importDocument", action: "resource.imported", run: ({ registry }) => registry.importDocument({ id: "api_1", identifier: API, name: "Bookings", scopes: [], document: { title: "B", version: "1", server: null, routes: [], versions: null }, force: true }), onlyOnce: true },
  { verb: "registry.moveResource", action: "resource.moved", run: ({ registry }) => registry.moveResource("api_1", "https://moved.example"), onlyOnce: true },
  { verb: "registry.putScope", action: "scope.set", run: ({ registry }) => registry.putScope("api_1", { name: "new", words: { en: "New" }, person: true }), onlyOnce: true },
  { verb: "registry.removeScope", action: "scope.removed", run: ({ registry }) => registry.removeScope("api_1", "bookings:read"), onlyOnce: true },
  { verb: "registry.putDetailType", action: "resource.detail_type_set", run: ({ registry }) => registry.putDetailType("api_1", tripType), onlyOnce: true },
  { verb: "registry.removeDetailType", action: "resource.detail_type_removed", prepare: ({ registry }) => registry.putDetailType("api_1", tripType), run: ({ registry }) => registry.removeDetailType("api_1", "trip"), onlyOnce: true },
  { verb: "registry.setIntrospectionSecret", action: "resource.secret_set", run: ({ registry }) => registry.setIntrospectionSecret("api_1", sha256("api")), onlyOnce: true },
  { verb: "clients.sawS256", action: "client.s256_seen", run: ({ clients }) => clients.sawS256("client_1", T0), actor: APP, onlyOnce: true },
  { verb: "people.create", action: "person.created", run: ({ people }) => people.create({ ...person, id: "usr_3", createdAt: T0, disabledAt: null, email: null, emailVerifiedAt: null, staff: null }), onlyOnce: true },
  { verb: "people.setPassword", action: "person.password_set", run: ({ people }) => people.setPassword("usr_1", "$argon2id$canary", { now: T0, ends: "sessions" }) },
  { verb: "people.setEmail", action: "person.email_set", run: ({ people }) => people.setEmail("usr_1", "eve@example.com", T0), onlyOnce: true },
  { verb: "people.setClaims", action: "person.claims_set", run: ({ people }) => people.setClaims("usr_1", { nickname: "Countess" }), onlyOnce: true },
  { verb: "people.setStaff", action: "person.staff_set", run: ({ people }) => people.setStaff("usr_1", "admin"), onlyOnce: true },
  { verb: "people.createProven", action: "person.created", prepare: proof("sign_up"), run: ({ people }) => people.createProven({ ...person, id: "usr_3", createdAt: T0, disabledAt: null, email: "eve@example.com", emailVerifiedAt: T0, staff: null }, { id: "proof", browser: sha256("b") }, T0), actor: "person usr_3", onlyOnce: true },
  { verb: "people.changeEmail", action: "person.email_set", prepare: proof("email"), run: ({ people }) => people.changeEmail("usr_1", { id: "proof", browser: sha256("b") }, T0), actor: PERSON, onlyOnce: true },
  { verb: "people.resetPassword", action: "person.password_set", prepare: async (store) => { await store.people.setEmail("usr_1", "eve@example.com", T0); await proof("reset")(store); }, run: ({ people }) => people.resetPassword("$argon2id$canary", { id: "proof", browser: sha256("b") }, { now: T0, ends: "sessions" }), actor: PERSON, onlyOnce: true },
  { verb: "sessions.endNamed", action: "person.sessions_ended", prepare: signedIn, run: ({ sessions }) => sessions.endNamed("usr_1", "named", byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "sessions.endOthers", action: "person.sessions_ended", prepare: signedIn, run: ({ sessions }) => sessions.endOthers("usr_1", null, byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "directory.endSessions", action: "person.sessions_ended", prepare: signedIn, run: ({ directory }) => directory.endSessions("usr_1", byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "secondFactors.confirm", action: "person.two_step_on", prepare: ({ secondFactors }) => secondFactors.begin("usr_1", "s1.sealed", T0), run: ({ secondFactors }) => secondFactors.confirm("usr_1", 7, [sha256("code")], T0, byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "secondFactors.renewRecovery", action: "person.recovery_codes_made", prepare: enrolled, run: ({ secondFactors }) => secondFactors.renewRecovery("usr_1", [sha256("code")], T0, byPerson("usr_1")), actor: PERSON },
  { verb: "secondFactors.spendRecovery", action: "person.recovery_code_used", prepare: enrolled, run: ({ secondFactors }) => secondFactors.spendRecovery("usr_1", sha256("recovery"), T0, byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "secondFactors.remove", action: "person.two_step_off", prepare: enrolled, run: ({ secondFactors }) => secondFactors.remove("usr_1", byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "passkeys.add", action: "person.passkey_added", run: ({ passkeys }) => passkeys.add(passkey, 20, byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "passkeys.remove", action: "person.passkey_removed", prepare: ({ passkeys }) => passkeys.add(passkey, 20, byPerson("usr_1")), run: ({ passkeys }) => passkeys.remove("key", "usr_1", byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "identities.create", action: "person.created", run: ({ identities }) => identities.create({ ...person, id: "usr_3", createdAt: T0, disabledAt: null, email: null, emailVerifiedAt: null, staff: null }, { issuer: "https://idp.example", sub: "1" }, T0, byPerson("usr_3")), actor: "person usr_3", onlyOnce: true },
  { verb: "identities.link", action: "person.identity_linked", run: ({ identities }) => identities.link({ issuer: "https://idp.example", sub: "1", subject: "usr_1" }, T0, byPerson("usr_1")), actor: PERSON, onlyOnce: true },
  { verb: "people.disable", action: "person.disabled", run: ({ people }) => people.disable("usr_1", T0), onlyOnce: true },
  { verb: "people.enable", action: "person.enabled", prepare: ({ people }) => people.disable("usr_1", T0), run: ({ people }) => people.enable("usr_1"), onlyOnce: true },
  { verb: "pending.take", action: "consent.given", run: (store) => put(store, "a", ["bookings:read"]), actor: PERSON },
  { verb: "pending.take", action: "consent.given", prepare: (store) => put(store, "a", ["one"]), run: (store) => put(store, "b", ["two"]), actor: PERSON },
  { verb: "pending.take", action: "consent.given", prepare: (store) => put(store, "a", ["one"]), run: (store) => put(store, "b", ["one"], "v2"), actor: PERSON },
  { verb: "sessions.end", action: "session.ended", prepare: tied, run: ({ sessions }) => sessions.end(sha256("cookie")), actor: PERSON, onlyOnce: true },
  { verb: "trusts.add", action: "trust.added", run: ({ trusts }) => trusts.add(trust), onlyOnce: true },
  { verb: "trusts.remove", action: "trust.removed", prepare: ({ trusts }) => trusts.add(trust), run: ({ trusts }) => trusts.remove("tis_1", T0), onlyOnce: true },
  { verb: "consents.withdraw", action: "consent.withdrawn", prepare: (store) => begun(store, "fam"), run: ({ consents }) => consents.withdraw("con_1", "usr_1", T0), actor: PERSON, onlyOnce: true },
  { verb: "codes.miss", action: "code.burned", prepare: (store) => allowed(store, "c"), run: ({ codes }) => codes.miss(sha256("c"), 1, T0), actor: APP, onlyOnce: true },
  { verb: "families.revoke", action: "code.replayed", prepare: (store) => begun(store, "fam"), run: ({ families }) => families.revoke("fam", T0, "code_replayed"), actor: APP, onlyOnce: true },
  { verb: "families.revoke", action: "family.revoked", prepare: (store) => begun(store, "fam"), run: ({ families }) => families.revoke("fam", T0, "revoked_by_app"), actor: APP, onlyOnce: true },
  { verb: "families.rotate", action: "refresh_token.reused", prepare: (store) => begun(store, "fam", { generation: 5 }), run: ({ families }) => families.rotate("fam", 2, T0, limits, null), actor: APP, onlyOnce: true },
  { verb: "families.rotate", action: "refresh_token.ahead", prepare: (store) => begun(store, "fam"), run: ({ families }) => families.rotate("fam", 7, T0, limits, null), actor: APP, onlyOnce: true },
  { verb: "accessTokens.revoke", action: "token.revoked", prepare: ({ accessTokens }) => accessTokens.put(opaqueRow("t")), run: ({ accessTokens }) => accessTokens.revoke("id of t", T0 + 1000, T0, { actor: { type: "app", id: "client_1" }, via: null }), actor: APP, onlyOnce: true },
  { verb: "signingKeys.insertFirst", action: "key.created", run: ({ signingKeys }) => signingKeys.insertFirst(keyRow("k")), onlyOnce: true },
  { verb: "signingKeys.insert", action: "key.created", run: ({ signingKeys }) => signingKeys.insert(keyRow("k")) },
  { verb: "signingKeys.setState", action: "key.changed", prepare: ({ signingKeys }) => signingKeys.insert(keyRow("k")), run: ({ signingKeys }) => signingKeys.setState("k", "active", T0), onlyOnce: true },
  { verb: "signingKeys.setState", action: "key.revoked", prepare: ({ signingKeys }) => signingKeys.insert(keyRow("k")), run: ({ signingKeys }) => signingKeys.setState("k", "revoked", T0), onlyOnce: true },
];
