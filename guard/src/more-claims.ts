/** RFC 8693 §4.1, RFC 9396 §9.1, RFC 9068 §2.2.1 — claims that few tokens have: who acts, details of the permission, how the person signed in. */

/** Who acts for the subject; the one inside acted before it (RFC 8693 §4.1). */
export interface Actor {
  readonly sub: string;
  readonly client_id?: string;
  readonly act?: Actor;
}

/** One permission with values (RFC 9396 §2): `type` says which other members there are. */
export interface AuthorizationDetail {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What of it a token has. */
export interface MoreClaims {
  /** Null when nobody acts but the subject itself. */
  act: Actor | null;
  authorizationDetails: readonly AuthorizationDetail[];
  /** When the person signed in, in whole seconds since the epoch; null when it is not said. */
  authTime: number | null;
  /** How strongly the person signed in (OpenID Connect Core §2); null when it is not said. */
  acr: string | null;
  /** The calls that a person allowed an agent are counted under this id; null when their number is not limited. */
  budget: string | null;
  /** Its calls are told to the person under this id, without a limit; null when nobody is told. */
  activity: string | null;
}

/** A longer chain is a loop. */
const MAX_CHAIN = 10;

/** Reads them; null when one is there and is not what it must be. What is read is frozen: it is shared between calls. */
export function readMoreClaims(claims: Readonly<Record<string, unknown>>): MoreClaims | null {
  const { act, authorization_details = [], auth_time = null, acr = null } = claims;
  const { budget = null, activity = null } = claims;
  if (act !== undefined && !isActor(act, MAX_CHAIN)) return null;
  if (!Array.isArray(authorization_details) || !authorization_details.every(isDetail)) return null;
  if (auth_time !== null && !Number.isSafeInteger(auth_time)) return null;
  if ([acr, budget, activity].some((one) => one !== null && (typeof one !== "string" || one === "")))
    return null;
  return {
    act: act === undefined ? null : frozen(act),
    authorizationDetails: frozen(authorization_details),
    authTime: auth_time as number | null,
    acr: acr as string | null,
    budget: budget as string | null,
    activity: activity as string | null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isActor(value: unknown, left: number): value is Actor {
  if (!isObject(value) || typeof value["sub"] !== "string" || value["sub"] === "") return false;
  if (value["client_id"] !== undefined && typeof value["client_id"] !== "string") return false;
  return value["act"] === undefined || (left > 1 && isActor(value["act"], left - 1));
}

function isDetail(value: unknown): value is AuthorizationDetail {
  return isObject(value) && typeof value["type"] === "string" && value["type"] !== "";
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
