/** OpenID Connect Core §5.3 — what the person allowed an app to know of them. */
import type { Client } from "../clients/client.ts";
import { liveAccess } from "../introspect.ts";
import type { Ports } from "../ports.ts";
import { Refusal } from "../refusals.ts";
import { subjectFor } from "./subject.ts";
import { claimsFor, OPENID } from "./scopes.ts";

export interface UserInfo {
  client: Client;
  claims: Record<string, unknown>;
}

/** Throws `bearer_invalid` or `bearer_scope` (RFC 6750 §3.1); `token` null means that none was sent. */
export async function userInfo(token: string | null, ports: Ports): Promise<UserInfo> {
  if (token === null) throw new Refusal("bearer_missing");
  const access = await liveAccess(token, ports);
  if (access === null) throw new Refusal("bearer_invalid");
  if (access.subject === null || !access.scope.includes(OPENID)) throw new Refusal("bearer_scope");
  const client = await ports.clients.find(access.client_id);
  const person = await ports.people.claims(access.subject);
  if (client === null || person === null) throw new Refusal("bearer_invalid");
  const family = access.familyId === null ? null : await ports.families.find(access.familyId);
  const names = new Set([...claimsFor(access.scope), ...(family?.authentication?.claims?.userinfo ?? [])]);
  const told = Object.entries(person).filter(([name]) => names.has(name));
  return { client, claims: { sub: subjectFor(access.subject, client, ports), ...Object.fromEntries(told) } };
}
