/** Clients of an app, one per environment: what they may do, and their secrets, rolled with overlap (RFC 6749 §2). */
import { Type } from "typebox";
import { isSecretMethod } from "../../oauth/clients/methods.ts";
import { newClientSecret } from "../../oauth/clients/register.ts";
import { termsTroubles } from "../apps.ts";
import { hasRole, isStaff, type Caller } from "../caller.ts";
import type { ClientJson, SecretJson } from "../json.ts";
import { AuthMethod, Metadata, proveMetadata, readMetadata } from "../client-metadata.ts";
import { newTerms, staffLookFirst } from "../live-changes.ts";
import { operation, type Operation } from "../operation.ts";
import { Problem } from "../problems.ts";
import type { AppView, ClientView } from "../registry.ts";
import { READ, STAFF_SCOPE, WRITE } from "../scopes.ts";
import { ClientShape, SecretShape, clientJson, secretJson } from "../shapes.ts";
import { apiOf, asSent, readName, wordsOf } from "./apps.ts";

/** Secrets alive at a time: one in use, one that follows, and some for the deployments of a large partner. */
const MOST_SECRETS = 10;
/** The longest time that old secrets go on working beside a new one. Seconds. */
const LONGEST_OVERLAP = 90 * 24 * 3600;

export const changeClient: Operation<ClientJson> = operation({
  name: "client.change",
  method: "PATCH",
  path: "/clients/{client_id}",
  summary:
    "Changes redirect URIs, scopes, grants, authentication or metadata of a client. Changed redirect URIs or scopes ask every person again.",
  target: "client",
  who: { member: "developer" },
  fresh: true,
  input: Type.Object(
    {
      client_id: Type.String(),
      redirect_uris: Type.Optional(Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 50 })),
      scope: Type.Optional(Type.String({ maxLength: 4000 })),
      grant_types: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
      token_endpoint_auth_method: AuthMethod,
      metadata: Metadata,
    },
    { additionalProperties: false },
  ),
  output: ClientShape,
  async run(desk, caller, input, { app, client }) {
    if (app.suspendedAt !== null) throw new Problem("suspended");
    const { metadata: sent, token_endpoint_auth_method: method } = input;
    const changes = {
      ...(input.redirect_uris === undefined ? {} : { redirect_uris: input.redirect_uris }),
      ...(input.scope === undefined ? {} : { scopes: wordsOf(input.scope) }),
      ...(input.grant_types === undefined ? {} : { grant_types: input.grant_types }),
      ...(method === undefined ? {} : { token_endpoint_auth_method: method }),
      ...(sent === undefined
        ? {}
        : { metadata: readMetadata(sent, app.application_type, caller, client.metadata) }),
    };
    const result = { ...client, ...changes };
    const troubles = termsTroubles(app, result, await apiOf(desk, client.resource));
    if (troubles.length > 0) throw new Problem("invalid", troubles.map(asSent));
    if (client.environment === "live" && staffLookFirst(desk.settings, caller)) {
      const fresh = newTerms(client, result);
      if (fresh.length > 0) throw new Problem("needs_review", fresh);
    }
    await proveMetadata(result.token_endpoint_auth_method, result.metadata, result.redirect_uris, desk);
    const registry = desk.registry(caller.by);
    await registry.updateClient(client.client_id, changes);
    const now = await registry.findApp(client.client_id);
    return clientJson(now?.clients.find(({ client_id }) => client_id === client.client_id) ?? client);
  },
});

export const addSecret: Operation<SecretJson & { client_secret: string }> = operation({
  name: "secret.add",
  method: "POST",
  path: "/clients/{client_id}/secrets",
  summary:
    "A further secret, in this answer and nowhere else. With overlap_seconds the others end so long from now.",
  target: "client",
  who: { member: "developer" },
  fresh: true,
  input: Type.Object(
    {
      client_id: Type.String(),
      label: Type.String({ maxLength: 400 }),
      overlap_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: LONGEST_OVERLAP })),
      expires_in: Type.Optional(Type.Integer({ minimum: 60, maximum: 10 * 365 * 24 * 3600 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Intersect([SecretShape, Type.Object({ client_secret: Type.String() })]),
  may: holdsAsMuch,
  async run(desk, caller, input, { app, client }) {
    if (app.suspendedAt !== null) throw new Problem("suspended");
    if (!isSecretMethod(client.token_endpoint_auth_method)) throw new Problem("conflict");
    const label = readName(input.label, "label");
    const now = desk.clock.now();
    const { id, hash, last4, client_secret } = newClientSecret(client.environment, desk);
    const expiresAt = input.expires_in === undefined ? null : now + input.expires_in * 1000;
    const othersEndAt = input.overlap_seconds === undefined ? undefined : now + input.overlap_seconds * 1000;
    const secret = { id, hash, last4, label, expiresAt };
    const how = { othersEndAt, most: MOST_SECRETS };
    if (!(await desk.registry(caller.by).addSecret(client.client_id, secret, how)))
      throw new Problem("too_many");
    return {
      ...secretJson({ id, last4, label, createdAt: now, lastUsedAt: null, expiresAt }),
      client_secret,
    };
  },
});

/** Whoever has the secret of a program of our own API acts with its rights: nobody gets more by one than they have. */
function holdsAsMuch(caller: Caller, target: { app: AppView; client: ClientView }): void {
  const { organisation } = target.app;
  const { scopes } = target.client;
  if (scopes.includes(STAFF_SCOPE) && !isStaff(caller, "admin")) throw new Problem("staff_only");
  const ours = scopes.includes(READ) || scopes.includes(WRITE);
  if (ours && !hasRole(caller, organisation.id, "owner")) throw new Problem("role_too_low");
}

export const endSecret: Operation<{ ended: boolean }> = operation({
  name: "secret.end",
  method: "DELETE",
  path: "/secrets/{secret}",
  summary: "Ends a secret now.",
  target: "secret",
  who: { member: "developer" },
  fresh: true,
  input: Type.Object({ secret: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ ended: Type.Boolean() }),
  async run(desk, caller, _input, { secret }) {
    return { ended: await desk.registry(caller.by).expireSecret(secret.id, desk.clock.now()) };
  },
});

export const disableClient: Operation<{ disabled: boolean }> = operation({
  name: "client.disable",
  method: "POST",
  path: "/clients/{client_id}/disable",
  summary: "Ends every token of a client and issues no more.",
  target: "client",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object({ client_id: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ disabled: Type.Boolean() }),
  async run(desk, caller, _input, { client }) {
    return { disabled: await desk.registry(caller.by).disableClient(client.client_id, desk.clock.now()) };
  },
});

export const enableClient: Operation<{ enabled: boolean }> = operation({
  name: "client.enable",
  method: "POST",
  path: "/clients/{client_id}/enable",
  summary: "Lets a disabled client begin anew; what was ended stays ended.",
  target: "client",
  who: { member: "owner" },
  fresh: true,
  input: Type.Object({ client_id: Type.String() }, { additionalProperties: false }),
  output: Type.Object({ enabled: Type.Boolean() }),
  async run(desk, caller, _input, { app, client }) {
    if (app.suspendedAt !== null) throw new Problem("suspended");
    return { enabled: await desk.registry(caller.by).enableClient(client.client_id) };
  },
});
