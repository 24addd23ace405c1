/** RFC 6749 §4.1.1 — an authorization request that waits for a person: stored under a short id, bound to one browser. */
import { secretText } from "../../lib/random.ts";
import { rematchRedirect, type RedirectTarget } from "../checks/redirect-uri.ts";
import { stillAssigned } from "../checks/scope.ts";
import type { Client } from "../clients/client.ts";
import type { AuthorizationDetail } from "../details/detail.ts";
import { stillPermitted } from "../details/read.ts";
import type { Pending, Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import type { AuthorizationRequest } from "./read.ts";

/** Stores the request. `browser` is the digest of the browser's cookie; `lifetimeMs` how long it waits. */
export async function begin(
  request: AuthorizationRequest,
  browser: string,
  lifetimeMs: number,
  ports: Ports,
): Promise<Pending> {
  const now = ports.clock.now();
  const pending: Pending = {
    id: secretText(ports.random, 16),
    client_id: request.client.client_id,
    redirect_uri: request.redirect_uri,
    redirectTarget: request.target.uri,
    device: null,
    scope: request.scope,
    state: request.state,
    code_challenge: request.code_challenge,
    code_challenge_method: request.code_challenge_method,
    resource: request.resource.identifier,
    ui_locales: request.ui_locales,
    login_hint: request.login_hint,
    openid: request.openid,
    response_mode: request.response_mode,
    pushed: request.pushed,
    dpop_jkt: request.dpop_jkt,
    authorization_details: request.authorization_details,
    browser,
    createdAt: now,
    expiresAt: now + lifetimeMs,
  };
  await ports.pending.put(pending);
  return pending;
}

/** A pending request with everything it stands on, read and checked again now. */
export interface Resumed {
  pending: Pending;
  client: Client;
  /** Null when a device waits, which asks for itself (RFC 8628). */
  target: RedirectTarget | null;
  resource: Resource;
  /** What was asked for and may still be had. */
  scope: readonly string[];
  /** Likewise (RFC 9396). */
  details: readonly AuthorizationDetail[];
}

/** A request whose answer goes back through the browser. */
export type Returning = Resumed & { target: RedirectTarget };

export function returns(resumed: Resumed): resumed is Returning {
  return resumed.target !== null;
}

/**
 * Finds a request again, at each arrival. Client, target and scopes are checked anew from the store, never from the
 * form, so that what was disabled or unregistered meanwhile gets nothing (UI-27).
 */
export async function resume(id: string, browser: string, ports: Ports): Promise<Resumed> {
  const pending = await ports.pending.find(id, ports.clock.now());
  if (pending === null || pending.browser !== browser) throw new Refusal("pending_gone");
  const client = await ports.clients.find(pending.client_id);
  if (client === null || client.status === "disabled") throw new Refusal("authorize_client_unknown");
  const target = pending.device === null ? rematchRedirect(client, pending.redirectTarget) : null;
  const resource = await ports.resources.find(pending.resource);
  if (resource === null) throw new Refusal("pending_gone");
  const scope = stillAssigned(pending.scope, client, resource);
  const details = stillPermitted(pending.authorization_details, client, resource);
  return { pending, client, target, resource, scope, details };
}
