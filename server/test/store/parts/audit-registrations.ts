/** Verbs of self-registration and of devices that write an entry of the audit log. */
import { sha256 } from "../../../src/lib/hash.ts";
import type { InitialToken, SelfRegistered } from "../../../src/oauth/registration/port.ts";
import type { Store } from "../../../src/store/store.ts";
import { API, pendingRow, T0 } from "../fixture.ts";
import type { AuditedVerb } from "./audit-verbs.ts";
import { deviceRow } from "./devices.ts";

const initial: InitialToken = {
  hash: sha256("t"),
  id: "iat_1",
  organisationId: "org_1",
  label: "ci",
  createdAt: T0,
  expiresAt: null,
  uses: 1,
};

const client: SelfRegistered = {
  client_id: "live_self",
  appId: "app_self",
  serviceAccount: "00000000-0000-4000-8000-000000000003",
  organisationId: "org_1",
  terms: {
    client_name: "Self",
    application_type: "web",
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: ["authorization_code"],
    redirect_uris: ["https://self.example/cb"],
    scopes: ["bookings:read"],
    resource: API,
    metadata: {},
  },
  registration: { kind: "open", accessTokenHash: null, issuedAt: T0, members: {}, freshUntil: null },
  secret: null,
};

const changed = { ...client.terms, redirect_uris: ["https://self.example/other"] };
const created = ({ registrations }: Store): Promise<unknown> => registrations.create(client, T0, null);

async function waiting(store: Store): Promise<void> {
  await store.devices.put(deviceRow());
  const device = deviceRow().hash;
  await store.pending.put(pendingRow("p", { device, redirect_uri: null, redirectTarget: "" }));
}

/* oxfmt-ignore */
export const auditedRegistrations: readonly AuditedVerb[] = [
  { verb: "registrations.addInitialToken", action: "registration_token.created", run: ({ registrations }) => registrations.addInitialToken(initial) },
  { verb: "registrations.endInitialToken", action: "registration_token.ended", prepare: ({ registrations }) => registrations.addInitialToken(initial), run: ({ registrations }) => registrations.endInitialToken("iat_1", T0) },
  { verb: "registrations.create", action: "app.created", run: created },
  { verb: "registrations.createOnce", action: "app.created", run: ({ registrations }) => registrations.createOnce(client, T0), onlyOnce: true },
  { verb: "registrations.replace", action: "client.changed", prepare: created, run: ({ registrations }) => registrations.replace("live_self", changed, client.registration, null, T0), onlyOnce: true },
  { verb: "registrations.remove", action: "client.disabled", prepare: created, run: ({ registrations }) => registrations.remove("live_self", T0), onlyOnce: true },
  { verb: "registrations.removeUnused", action: "client.disabled", prepare: created, run: ({ registrations }) => registrations.removeUnused(T0, 9, T0), onlyOnce: true },
  { verb: "devices.approve", action: "device.denied", prepare: waiting, run: ({ devices }) => devices.approve(deviceRow().hash, { id: "p", browser: sha256("cookie") }, T0, { deniedBy: "usr_1" }), actor: "person usr_1", onlyOnce: true },
];
