/** How things of the desk look outside: JSON with RFC 7591 names where there are any, times as RFC 3339. */
import { Type, type TObject, type TSchema } from "typebox";
import { ROLES } from "./caller.ts";
import { SEEN } from "./reviewed.ts";
import type { Invitation, LiveRequest, Member, Organisation } from "./ports.ts";
import type { AppView, ClientView, SecretView } from "./registry.ts";
import type {
  AppJson,
  ClientJson,
  InvitationJson,
  LiveRequestJson,
  MemberJson,
  OrganisationJson,
  SecretJson,
} from "./json.ts";

const Moment = Type.String({ format: "date-time" });
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const Strings = Type.Array(Type.String());

export const stamp = (at: number): string => new Date(at).toISOString();
export const stampOrNull = (at: number | null): string | null => (at === null ? null : stamp(at));

export const RoleShape: TSchema = Type.Union(ROLES.map((role) => Type.Literal(role)));

/** All of something that is never long. */
export function listOf(item: TSchema): TObject {
  return Type.Object({ items: Type.Array(item) });
}

export const OrganisationShape: TObject = Type.Object({
  id: Type.String(),
  name: Type.String(),
  verified_at: MomentOrNull,
});

export const SecretShape: TObject = Type.Object({
  id: Type.String(),
  label: Type.String(),
  last4: Type.String(),
  created_at: Moment,
  last_used_at: MomentOrNull,
  expires_at: MomentOrNull,
});

export const ClientShape: TObject = Type.Object({
  client_id: Type.String(),
  /** Only in the answer that made it. */
  client_secret: Type.Optional(Type.String()),
  environment: Type.Union([Type.Literal("test"), Type.Literal("live")]),
  status: Type.Union([Type.Literal("active"), Type.Literal("disabled")]),
  token_endpoint_auth_method: Type.String(),
  grant_types: Strings,
  redirect_uris: Strings,
  scope: Type.String(),
  resource: Type.String(),
  metadata: Type.Record(Type.String(), Type.Unknown()),
  settings: Type.Record(Type.String(), Type.Unknown()),
  preset: Type.Union([Type.String(), Type.Null()]),
  api_version: Type.Union([Type.String(), Type.Null()]),
  created_at: Moment,
  disabled_at: MomentOrNull,
  secrets: Type.Array(SecretShape),
});

export const AppShape: TObject = Type.Object({
  id: Type.String(),
  client_name: Type.String(),
  application_type: Type.String(),
  organisation: OrganisationShape,
  created_at: Moment,
  suspended_at: MomentOrNull,
  suspended_why: Type.Union([Type.String(), Type.Null()]),
  clients: Type.Array(ClientShape),
});

export const MemberShape: TObject = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    username: Type.String(),
    email: Type.Union([Type.String(), Type.Null()]),
  }),
  role: RoleShape,
  since: Moment,
});

export const InvitationShape: TObject = Type.Object({
  id: Type.String(),
  organisation: OrganisationShape,
  email: Type.String(),
  role: RoleShape,
  created_at: Moment,
  expires_at: Moment,
});

export const SeenShape: TObject = Type.Object(
  Object.fromEntries(SEEN.map((member) => [member, Type.String()])),
  { additionalProperties: false },
);

export const LiveRequestShape: TObject = Type.Object({
  id: Type.String(),
  app_id: Type.String(),
  requested_by: Type.String(),
  requested_at: Moment,
  answers: Type.Record(Type.String(), Type.String()),
  decision: Type.Union([Type.Literal("approved"), Type.Literal("declined"), Type.Null()]),
  decided_by: Type.Union([Type.String(), Type.Null()]),
  decided_at: MomentOrNull,
  reason: Type.Union([Type.String(), Type.Null()]),
  seen: Type.Optional(SeenShape),
});

/** The secrets that were made just now, by client_id: nobody can show them later. */
export type Secrets = ReadonlyMap<string, string>;

export function organisationJson({ id, name, verifiedAt }: Organisation): OrganisationJson {
  return { id, name, verified_at: stampOrNull(verifiedAt) };
}

export function secretJson(secret: SecretView): SecretJson {
  return {
    id: secret.id,
    label: secret.label,
    last4: secret.last4,
    created_at: stamp(secret.createdAt),
    last_used_at: stampOrNull(secret.lastUsedAt),
    expires_at: stampOrNull(secret.expiresAt),
  };
}

export function clientJson(client: ClientView, secrets: Secrets = new Map()): ClientJson {
  const client_secret = secrets.get(client.client_id);
  return {
    client_id: client.client_id,
    ...(client_secret === undefined ? {} : { client_secret }),
    environment: client.environment,
    status: client.disabledAt === null ? "active" : "disabled",
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    grant_types: [...client.grant_types],
    redirect_uris: [...client.redirect_uris],
    scope: client.scopes.join(" "),
    resource: client.resource,
    metadata: { ...client.metadata },
    settings: { ...client.settings },
    preset: client.preset,
    api_version: client.apiVersion,
    created_at: stamp(client.createdAt),
    disabled_at: stampOrNull(client.disabledAt),
    secrets: client.secrets.map(secretJson),
  };
}

export function appJson(app: AppView, secrets: Secrets = new Map()): AppJson {
  return {
    id: app.id,
    client_name: app.name,
    application_type: app.application_type,
    organisation: organisationJson(app.organisation),
    created_at: stamp(app.createdAt),
    suspended_at: stampOrNull(app.suspendedAt),
    suspended_why: app.suspendedWhy,
    clients: app.clients.map((client) => clientJson(client, secrets)),
  };
}

export function memberJson({ person, role, since }: Member): MemberJson {
  return { person: { ...person }, role, since: stamp(since) };
}

export function invitationJson(invitation: Invitation): InvitationJson {
  const { id, organisation, email, role, createdAt, expiresAt } = invitation;
  return {
    id,
    organisation: organisationJson(organisation),
    email,
    role,
    created_at: stamp(createdAt),
    expires_at: stamp(expiresAt),
  };
}

export function liveRequestJson(request: LiveRequest): LiveRequestJson {
  return {
    id: request.id,
    app_id: request.appId,
    requested_by: request.requestedBy,
    requested_at: stamp(request.requestedAt),
    answers: { ...request.answers },
    decision: request.decision,
    decided_by: request.decidedBy,
    decided_at: stampOrNull(request.decidedAt),
    reason: request.reason,
  };
}
