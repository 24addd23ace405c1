/** OpenID Connect Core §3.1.2.1, §5.5 — what an authentication request asks beyond OAuth. */
import { Refusal } from "../refusals.ts";
import type { Parameters } from "../checks/parameters.ts";
import { standardClaims } from "./scopes.ts";

export type Prompt = "none" | "login" | "consent" | "select_account";
const prompts: ReadonlySet<string> = new Set(["none", "login", "consent", "select_account"]);

/** How the answer reaches the app (OAuth 2.0 Form Post Response Mode). */
export type ResponseMode = "query" | "form_post";

/** Claims asked for by name (Core §5.5): only names are kept, because no value is ever promised. */
export interface ClaimsRequest {
  userinfo: readonly string[];
  id_token: readonly string[];
}

/** The levels of sign-in that would do (Core §3.1.2.1 acr_values, §5.5.1.1; RFC 9470 §4), the preferred one first. */
export interface AcrRequest {
  values: readonly string[];
  /** Whether anything less is a "no"; asked for with `claims` only. */
  essential: boolean;
}

/** Kept with the pending request. A plain OAuth request has the same members, all empty. */
export interface OpenIdRequest {
  nonce: string | null;
  prompt: readonly Prompt[];
  /** Seconds; null when not asked. */
  max_age: number | null;
  claims: ClaimsRequest | null;
  id_token_hint: string | null;
  acr: AcrRequest | null;
}

/** What a request asks that asks nothing. */
export const plainOAuth: OpenIdRequest = {
  nonce: null,
  prompt: [],
  max_age: null,
  claims: null,
  id_token_hint: null,
  acr: null,
};

/** The parameters that are read here. */
export const openIdParameters: readonly string[] = [
  "nonce",
  "prompt",
  "max_age",
  "claims",
  "id_token_hint",
  "display",
  "claims_locales",
  "acr_values",
  "registration",
];

/** Throws the refusal of the first parameter that cannot be understood; what is only a hint never fails (Core §3.1.2.1). */
export function readOpenId(parameters: Parameters): OpenIdRequest {
  const claims = readClaimsObject(parameters.get("claims"));
  return {
    nonce: parameters.get("nonce"),
    prompt: readPrompt(parameters.get("prompt")),
    max_age: readMaxAge(parameters.get("max_age")),
    claims:
      claims === null
        ? null
        : { userinfo: namesOf(claims.get("userinfo")), id_token: namesOf(claims.get("id_token")) },
    id_token_hint: parameters.get("id_token_hint"),
    acr: readAcr(claims?.get("id_token"), parameters.get("acr_values")),
  };
}

function readPrompt(text: string | null): readonly Prompt[] {
  if (text === null) return [];
  const values = text.split(" ").filter((value) => value !== "");
  // An unknown value is ignored, as the initiating app may speak to several servers; "none" must stand alone (Core §3.1.2.1).
  const known = values.filter((value): value is Prompt => prompts.has(value));
  if (known.includes("none") && values.length > 1) throw new Refusal("prompt_none_alone");
  return [...new Set(known)];
}

function readMaxAge(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal("max_age_malformed");
  return Number(text);
}

function readClaimsObject(text: string | null): ReadonlyMap<string, unknown> | null {
  if (text === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal("claims_malformed");
  }
  if (!isObject(parsed)) throw new Refusal("claims_malformed");
  return new Map(Object.entries(parsed));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `claims` asks of `acr` counts before acr_values, which is only a wish (Core §5.5.1.1). */
function readAcr(idToken: unknown, acr_values: string | null): AcrRequest | null {
  const asked = isObject(idToken) ? new Map<string, unknown>(Object.entries(idToken)).get("acr") : null;
  const { essential, value, values } = isObject(asked) ? (asked as Record<string, unknown>) : {};
  const named = Array.isArray(values) ? values : [value];
  const wanted = named.filter((one): one is string => typeof one === "string" && one !== "");
  if (wanted.length > 0) return { values: wanted, essential: essential === true };
  const wishes = acr_values?.split(" ").filter((one) => one !== "") ?? [];
  return wishes.length === 0 ? null : { values: [...new Set(wishes)], essential: false };
}

function namesOf(member: unknown): readonly string[] {
  if (!isObject(member)) return [];
  const names = new Set(Object.keys(member));
  return [...standardClaims, "acr", "auth_time"].filter((name) => names.has(name));
}
