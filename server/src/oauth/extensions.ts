/** Extension points: what a company's own program may add to claims and to the consent page. Typed, few, and never able to loosen anything. */
import type { Client } from "./clients/client.ts";
import type { ExchangePolicy } from "./exchange/policy.ts";
import type { Ports } from "./ports.ts";
import { Refusal } from "./refusals.ts";

/** What claims are asked for. */
export interface ClaimsAsked {
  target: "access_token" | "id_token" | "userinfo";
  client: Client;
  /** Null for a machine token. */
  subject: string | null;
  scope: readonly string[];
}

export type Claims = Readonly<Record<string, unknown>>;

/** One line more on the consent page; with a box that must be ticked, when it is required. */
export interface ConsentAddition {
  /** Names its box: 1 to 32 letters, digits and `-`. */
  id: string;
  /** By language; `en` is always there. Shown as text, whatever is in it. */
  words: Readonly<Record<string, string>>;
  required: boolean;
}

export interface ConsentAsked {
  client: Client;
  subject: string;
  scope: readonly string[];
}

/** One change of what is safe or allowed, as the audit log has it. */
export interface AuditEvent {
  seq: number | null;
  id: string;
  /** RFC 3339. */
  at: string;
  actor: { type: string; id: string };
  action: string;
  target: { type: string; id: string };
  organisation: string | null;
  before: unknown;
  after: unknown;
}

/** Each may be left out. One that throws is a refusal with a name (`extension_failed`), and a line in the log. */
export interface Extensions {
  claims?: (asked: ClaimsAsked) => Claims | Promise<Claims>;
  consent?: (asked: ConsentAsked) => readonly ConsentAddition[] | Promise<readonly ConsentAddition[]>;
  exchangePolicy?: ExchangePolicy;
  /** Told of every entry after it was sealed, in order, by each process once. What it throws is logged, and the next one comes all the same. */
  audited?: (event: AuditEvent) => void | Promise<void>;
}

/** Claims that the protocol gives a meaning here: nobody else writes them (RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2). */
const PROTOCOL: ReadonlySet<string> = new Set(
  `iss sub aud exp nbf iat jti scope scopes client_id env org sub_type api_version cnf act may_act acr amr auth_time azp nonce sid
  at_hash c_hash s_hash authorization_details status events typ user_id partner_id is_test active token_type username
  budget activity`.split(/\s+/),
);

/** What the extension adds; claims of the protocol are left out and reported. Throws `extension_failed`. */
export async function addedClaims(asked: ClaimsAsked, ports: Ports): Promise<Claims> {
  const { claims } = ports.extensions;
  if (claims === undefined) return {};
  const given = Object.entries(await guarded("claims", () => claims(asked), ports));
  const kept = given.filter(([name]) => !PROTOCOL.has(name));
  if (kept.length < given.length)
    ports.report({
      name: "extension_claim_dropped",
      client_id: asked.client.client_id,
      detail: given.flatMap(([name]) => (PROTOCOL.has(name) ? [name] : [])).join(" "),
    });
  return Object.fromEntries(kept);
}

/** The lines that it adds to the consent page. Throws `extension_failed`. */
export async function consentAdditions(
  asked: ConsentAsked,
  ports: Ports,
): Promise<readonly ConsentAddition[]> {
  const { consent } = ports.extensions;
  if (consent === undefined) return [];
  const additions = await guarded("consent", () => consent(asked), ports);
  const sound = additions.every(
    ({ id, words }) => /^[A-Za-z0-9-]{1,32}$/.test(id) && words["en"] !== undefined,
  );
  return sound
    ? additions
    : guarded("consent", () => Promise.reject(new Error("an addition has no id or no English words")), ports);
}

/** Who may exchange: the house's policy, and then the extension's, which can only say no as well. It throws `extension_failed`. */
export function exchangePolicyOf(
  house: ExchangePolicy,
  { exchangePolicy }: Extensions,
  ports: Pick<Ports, "report">,
): ExchangePolicy {
  if (exchangePolicy === undefined) return house;
  return async (asked) =>
    (await house(asked)) ?? guarded("exchangePolicy", () => exchangePolicy(asked), ports);
}

async function guarded<T>(
  name: string,
  work: () => T | Promise<T>,
  ports: Pick<Ports, "report">,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    ports.report({ name: "extension_failed", detail: `${name}: ${String(error)}` });
    throw new Refusal("extension_failed");
  }
}
