/** OpenID Connect Core §5.3 — what the person allowed an app to know of them. */
import { addedClaims } from "../extensions.ts";
import type { Client } from "../clients/client.ts";
import { liveAccess } from "../introspect.ts";
import { provenKey, type Sent } from "../checks/sender.ts";
import type { Ports } from "../ports.ts";
import type { Confirmation } from "../proof-ports.ts";
import { Refusal } from "../refusals.ts";
import { subjectFor } from "./subject.ts";
import { claimsFor, OPENID } from "./scopes.ts";

export interface UserInfo {
  client: Client;
  claims: Record<string, unknown>;
}

/** How an access token is presented: the scheme of the header, the token, and the request that a proof must match. */
export interface PresentedToken {
  scheme: "bearer" | "dpop";
  token: string;
  sent: Sent;
}

/** Throws `bearer_invalid`, `bearer_bound` or `bearer_scope` (RFC 6750 §3.1), or what is wrong with the proof; null means that no token was sent. */
export async function userInfo(presented: PresentedToken | null, ports: Ports): Promise<UserInfo> {
  if (presented === null) throw new Refusal("bearer_missing");
  const { token } = presented;
  const access = await liveAccess(token, ports);
  if (access === null) throw new Refusal("bearer_invalid");
  const client = await ports.clients.find(access.client_id);
  await proveBound(access.cnf, client, presented, ports);
  if (access.subject === null || !access.scope.includes(OPENID)) throw new Refusal("bearer_scope");
  const person = await ports.people.claims(access.subject);
  if (client === null || person === null) throw new Refusal("bearer_invalid");
  const family = access.familyId === null ? null : await ports.families.find(access.familyId);
  const names = new Set([...claimsFor(access.scope), ...(family?.authentication?.claims?.userinfo ?? [])]);
  const told = Object.entries(person).filter(([name]) => names.has(name));
  const { subject, scope } = access;
  const added = await addedClaims({ target: "userinfo", client, subject, scope }, ports);
  return {
    client,
    claims: { ...added, ...Object.fromEntries(told), sub: subjectFor(subject, client, ports) },
  };
}

/** RFC 9449 §7, RFC 8705 §3: a bound token comes with its proof, an unbound one without, and neither passes for the other. */
async function proveBound(
  cnf: Confirmation | null,
  client: Client | null,
  { scheme, token, sent }: PresentedToken,
  ports: Ports,
): Promise<void> {
  if (cnf === null && scheme === "bearer") return;
  if (cnf === null) throw new Refusal("bearer_invalid");
  if ("x5t#S256" in cnf && scheme === "bearer" && sent.certificate?.["x5t#S256"] === cnf["x5t#S256"]) return;
  if (!("jkt" in cnf) || scheme !== "dpop") throw new Refusal("bearer_bound");
  const key = await provenKey(sent, client, token, ports);
  if (key === null || key.jkt !== cnf.jkt) throw new Refusal("bearer_bound");
}
