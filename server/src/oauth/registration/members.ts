/** RFC 7591 §2, OpenID Connect Registration §2 — the members of client metadata by their JSON types; every other member is dropped unread. */
import { registrationTrouble } from "../checks/redirect-uri.ts";
import type { Jwk } from "../proof-ports.ts";
import { Refusal } from "../refusals.ts";

const maxText = 2048;
const maxList = 32;

/** One client's metadata as it came; a Map behind it, so that `__proto__` is a name like any other. */
export interface Members {
  has(name: string): boolean;
  text(name: string): string | null;
  texts(name: string): readonly string[] | null;
  number(name: string): number | null;
  flag(name: string): boolean | null;
  /** A JWK Set (RFC 7517 §5). */
  keys(name: string): { keys: readonly Jwk[] } | null;
}

/** Reads the bytes of a JSON object. */
export function readMembers(json: unknown): Members {
  if (!isObject(json)) throw new Refusal("registration_malformed");
  const members = new Map<string, unknown>(Object.entries(json));
  /** null counts as absent (RFC 7591 §3.2.1: a server may leave members out; clients write null for that). */
  const read = <T>(name: string, is: (value: unknown) => value is T): T | null => {
    const value = members.get(name) ?? null;
    if (value !== null && !is(value)) throw new Refusal("registration_malformed");
    return value;
  };
  return {
    has: (name) => (members.get(name) ?? null) !== null,
    text: (name) => read(name, isText),
    texts: (name) => read(name, isTexts),
    number: (name) => read(name, isCount),
    flag: (name) => read(name, (value): value is boolean => typeof value === "boolean"),
    keys: (name) => {
      const set = read(name, isKeySet);
      return set === null ? null : { keys: set.keys };
    },
  };
}

function isText(value: unknown): value is string {
  return (
    typeof value === "string" && value.length <= maxText && value.isWellFormed() && !value.includes("\0")
  );
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= maxList && value.every(isText);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isKeySet(value: unknown): value is { keys: readonly Jwk[] } {
  return isObject(value) && Array.isArray(value["keys"]) && value["keys"].every(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Members that are addresses for people or programs: kept, given back, and never fetched by this server. */
const addresses = ["client_uri", "logo_uri", "policy_uri", "tos_uri", "initiate_login_uri"] as const;
/** Addresses that this server itself asks: part of the client's terms. */
const asked = ["jwks_uri", "sector_identifier_uri", "backchannel_logout_uri"] as const;

/** DR-08: one validator for every address: https, no user name, no fragment. */
export function usableAddress(uri: string): boolean {
  return uri.startsWith("https://") && registrationTrouble(uri, "web") === null;
}

/** The members that are only kept to be given back; throws when one of them is not what it must be. */
export function keptMembers(members: Members): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of [...addresses, ...asked]) {
    const uri = members.text(name);
    if (uri !== null && !usableAddress(uri)) throw new Refusal("registration_uri");
  }
  if ((members.texts("request_uris") ?? []).some((uri) => !usableAddress(uri)))
    throw new Refusal("registration_uri");
  for (const name of [...addresses, "software_id", "software_version"] as const) {
    const value = members.text(name);
    if (value !== null) kept[name] = value;
  }
  const contacts = members.texts("contacts");
  if (contacts !== null) kept["contacts"] = contacts;
  return kept;
}
