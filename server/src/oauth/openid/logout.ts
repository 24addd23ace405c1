/** OpenID Connect RP-Initiated Logout 1.0 — an app asks that the person be signed out here. */
import type { Parameters } from "../checks/parameters.ts";
import type { Client } from "../clients/client.ts";
import type { Ports } from "../ports.ts";

export interface LogoutRequest {
  /** The person whom the hint names; null without a valid hint, or when the rest of the request is not sound. */
  subject: string | null;
  client: Client | null;
  /** Where the browser goes afterwards: registered, exactly, by the client that a valid hint names. Null: our own page. */
  target: string | null;
  ui_locales: string | null;
}

/** Never throws: a bad parameter only means that the person stays on our page (LO-01). */
export async function readLogout(parameters: Parameters, ports: Ports): Promise<LogoutRequest> {
  const hint = parameters.get("id_token_hint");
  const hinted = hint === null ? null : await readHint(hint, ports);
  const named = parameters.get("client_id");
  const agreed = hinted !== null && (named === null || named === hinted.client.client_id) ? hinted : null;
  const wanted = parameters.get("post_logout_redirect_uri");
  const registered = agreed?.client.metadata.post_logout_redirect_uris ?? [];
  const allowed = wanted !== null && registered.includes(wanted) && parameters.duplicates.size === 0;
  // An address that is not registered is a fault of the app, or somebody else's: the person decides (§4).
  const sound = wanted === null || allowed ? agreed : null;
  return {
    subject: sound?.subject ?? null,
    client: sound?.client ?? null,
    target: allowed ? withState(wanted, parameters.get("state")) : null,
    ui_locales: parameters.get("ui_locales"),
  };
}

/** An ID token of ours names person and client; its signature must be ours, its age does not matter (RP-Initiated Logout §2). */
export async function readHint(
  hint: string,
  ports: Ports,
): Promise<{ subject: string; client: Client } | null> {
  const verified = await ports.keys.verify(hint, ports.clock.now(), { expiredToo: true });
  const { iss, sub, aud, client_id } = verified?.claims ?? {};
  if (verified?.typ !== "JWT" || iss !== ports.issuer || typeof sub !== "string" || typeof aud !== "string")
    return null;
  // A Passport access token is a JWT of ours as well, and names its client twice.
  if (client_id !== undefined) return null;
  const client = await ports.clients.find(aud);
  return client === null ? null : { subject: sub, client };
}

function withState(uri: string, state: string | null): string {
  if (state === null) return uri;
  return `${uri}${uri.includes("?") ? "&" : "?"}state=${encodeURIComponent(state)}`;
}
