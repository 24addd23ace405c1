/** A small world for the store's tests: one organisation, one app, one API, two people, and makers of rows. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../../src/accounts/ports.ts";
import { sha256 } from "../../src/lib/hash.ts";
import { sealer } from "../../src/lib/seal.ts";
import type { ClientPolicy } from "../../src/oauth/clients/client.ts";
import type { CodeRecord, Consent, Family, OpaqueToken, Pending } from "../../src/oauth/ports.ts";
import { plainOAuth } from "../../src/oauth/openid/request.ts";
import { migrate } from "../../src/store/engine/migrate.ts";
import type { Engine } from "../../src/store/engine/engine.ts";
import type { SigningKeyRow } from "../../src/store/signing-keys.ts";
import { storeOn, type Store, type StoreOptions } from "../../src/store/store.ts";

export const T0 = 1_800_000_000_000;
export const API = "https://api.example";

const POLICY: ClientPolicy = {
  pkce: "s256_required",
  refresh_token: "offline_access",
  access_token_profile: "rfc9068",
  signing_alg: "ES256",
  rsa_bits: 2048,
  token_endpoint_get: "off",
  fractional_times: false,
  status_list: "rfc9068",
  scope_when_absent: "assigned",
  tokens_end_with_session: false,
  access_token_seconds: 600,
  code_seconds: 60,
  refresh_idle_seconds: 3600,
  refresh_absolute_seconds: 86_400,
  refresh_overlap_seconds: 60,
  client_requests_per_minute: 6000,
};

let counter = 0;
/** A counter instead of chance: same run, same bytes. */
const random = {
  bytes: (size: number): Uint8Array => new Uint8Array(Buffer.from(sha256(`${counter++}`)).subarray(0, size)),
};

export const options: StoreOptions = {
  sealer: sealer(new Uint8Array(32).fill(7), random),
  clock: { now: () => T0 },
  random,
  resolvePolicy: (overrides, profile) => ({
    ...POLICY,
    ...(profile ? { access_token_profile: profile } : {}),
    ...overrides,
  }),
};

/** Makes an engine on a place; the same place means the same data. Without tables yet when `empty`. */
export type EngineFactory = (place: string, empty?: boolean) => Promise<Engine>;

/** A folder that ends with the test. */
export function place(): { path: string; [Symbol.dispose](): void } {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-test-"));
  return {
    path: join(folder, "store.db"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function world(engine: Engine): Promise<Store> {
  await migrate(engine);
  const store = storeOn(engine, options);
  await store.registry.createOrganisation({ id: "org_1", name: "Guests Ltd", verifiedAt: T0 });
  await store.registry.createResource({
    id: "api_1",
    identifier: API,
    name: "Bookings",
    access_token_profile: "rfc9068",
    scopes: [{ name: "bookings:read", words: { en: "Read bookings" }, person: false }],
  });
  await store.registry.createApp({
    id: "app_1",
    organisationId: "org_1",
    name: "Planner",
    application_type: "web",
    serviceAccount: "00000000-0000-4000-8000-000000000001",
    clients: [
      {
        client_id: "client_1",
        environment: "live",
        token_endpoint_auth_method: "client_secret_basic",
        grant_types: ["authorization_code", "refresh_token"],
        redirect_uris: ["https://app.example/back"],
        scopes: ["bookings:read", "offline_access"],
        resource: API,
        secrets: [{ id: "sec_1", hash: sha256("first"), last4: "1111", label: "first" }],
      },
    ],
  });
  for (const id of ["usr_1", "usr_2"]) {
    const person = { id, username: id, name: id, passwordHash: "$argon2id$x", locale: null };
    await store.people.create({
      ...person,
      createdAt: T0,
      disabledAt: null,
      email: null,
      emailVerifiedAt: null,
      staff: null,
    });
  }
  return store;
}

export function pendingRow(id: string, more: Partial<Pending> = {}): Pending {
  return {
    id,
    client_id: "client_1",
    redirect_uri: "https://app.example/back",
    redirectTarget: "https://app.example/back",
    device: null,
    scope: ["bookings:read"],
    state: "abc",
    code_challenge: sha256("verifier"),
    code_challenge_method: "S256",
    resource: API,
    ui_locales: null,
    login_hint: null,
    openid: { ...plainOAuth, nonce: "n", prompt: ["login"], max_age: 60 },
    response_mode: "form_post",
    pushed: null,
    dpop_jkt: "j",
    authorization_details: [{ type: "trip", budget: 5 }],
    browser: sha256("cookie"),
    createdAt: T0,
    expiresAt: T0 + 600_000,
    ...more,
  };
}

export function consentRow(id: string, more: Partial<Consent> = {}): Consent {
  return {
    id,
    subject: "usr_1",
    client_id: "client_1",
    resource: API,
    scope: ["bookings:read"],
    consentVersion: "v1",
    limits: null,
    createdAt: T0,
    updatedAt: T0,
    ...more,
  };
}

export function codeRow(name: string, more: Partial<CodeRecord> = {}): CodeRecord {
  return {
    hash: sha256(name),
    client_id: "client_1",
    subject: "usr_1",
    consentId: "con_1",
    redirect_uri: null,
    scope: ["bookings:read"],
    resource: API,
    environment: "live",
    code_challenge: null,
    code_challenge_method: null,
    authTime: T0,
    authentication: null,
    dpop_jkt: "j",
    authorization_details: [{ type: "trip", budget: 5 }],
    limits: null,
    createdAt: T0,
    expiresAt: T0 + 60_000,
    ...more,
  };
}

export function familyRow(id: string, more: Partial<Family> = {}): Family {
  return {
    id,
    client_id: "client_1",
    subject: "usr_1",
    consentId: "con_1",
    scope: ["bookings:read"],
    resource: API,
    environment: "live",
    seed: sha256(`seed of ${id}`),
    generation: 1,
    rotatedAt: T0,
    repeats: 0,
    authTime: T0,
    authentication: null,
    cnf: { jkt: "j" },
    authorization_details: [{ type: "trip", budget: 5 }],
    createdAt: T0,
    idleExpiresAt: T0 + 3_600_000,
    expiresAt: T0 + 86_400_000,
    revokedAt: null,
    ...more,
  };
}

export function opaqueRow(name: string, more: Partial<OpaqueToken> = {}): OpaqueToken {
  return {
    hash: sha256(name),
    id: `id of ${name}`,
    client_id: "client_1",
    subject: "usr_1",
    organisation: "org_1",
    scope: ["bookings:read"],
    resource: API,
    environment: "live",
    familyId: null,
    act: null,
    issuedAt: T0,
    expiresAt: T0 + 600_000,
    revokedAt: null,
    cnf: { jkt: "j" },
    more: { acr: "a" },
    ...more,
  };
}

export function keyRow(kid: string, more: Partial<SigningKeyRow> = {}): SigningKeyRow {
  return {
    kid,
    alg: "ES256",
    rsa_bits: 0,
    environment: "live",
    state: "active",
    public_jwk: `{"kid":"${kid}"}`,
    private_sealed: options.sealer.seal(`private half of ${kid}`, `signing-key:${kid}`),
    created_at: T0,
    activates_at: T0,
    retires_at: null,
    ...more,
  };
}

/** Lets a person allow `name`: one pending taken, so one consent (`con_1` of usr_1 at first) and one code. */
export async function allowed(store: Store, name: string, consent: Partial<Consent> = {}): Promise<string> {
  const given = consentRow("con_1", consent);
  const code = codeRow(name, { consentId: given.id, subject: given.subject });
  await store.pending.put(pendingRow(`pending of ${name}`));
  await store.pending.take(`pending of ${name}`, sha256("cookie"), T0, { consent: given, code });
  return code.hash;
}

/** Redeems a fresh code, so that family `id` lives. */
export async function begun(store: Store, id: string, more: Partial<Family> = {}): Promise<void> {
  const hash = await allowed(
    store,
    `code of ${id}`,
    more.subject ? { subject: more.subject, id: `con_${more.subject}` } : {},
  );
  const consentId = (await store.codes.find(hash))?.consentId ?? "";
  const family = familyRow(id, { consentId, ...more });
  const redeemed = await store.codes.redeem(hash, T0, { family, token: null });
  if (redeemed.outcome !== "redeemed") throw new Error(redeemed.outcome);
}

export function sessionRow(name: string, subject: string | null): Session {
  const at = { createdAt: T0, lastSeenAt: T0, expiresAt: T0 + 3_600_000 };
  return {
    hash: sha256(name),
    subject,
    authTime: subject === null ? null : T0,
    amr: ["pwd"],
    device: null,
    address: "192.0.2.1",
    sid: null,
    ...at,
  };
}
