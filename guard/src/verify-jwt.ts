/** RFC 9068 §4, RFC 8725 — checks a JWT access token: header first, then the signature (by jose), then what it says. */
import { compactVerify } from "jose";
import type { JWTVerifyGetKey } from "jose";
import { readPassport, readRfc9068, TYP } from "./access-token.ts";
import type { Access, AccessTokenProfile, ReadingContext } from "./access-token.ts";
import type { KeySet } from "./jwks.ts";
import type { TokenFault } from "./refusals.ts";
import { parseObject } from "./strict-json.ts";

/** Which headers are read on. */
export interface HeaderRules {
  profiles: readonly AccessTokenProfile[];
  algorithms: readonly string[];
}

/** What a header says, believed by nobody yet; or what is wrong with it. */
interface Read {
  fault: TokenFault | null;
  alg: string;
  kid: string;
  profile: "rfc9068" | "passport";
}

/** A token in its parts, the first of them read. */
export interface JwtHeader extends Read {
  parts: readonly string[];
}

/** Reads headers; the few good ones that there are (one for each key and type) are remembered by their text. */
export interface Headers {
  /** Null when this is no JOSE object in compact form at all. */
  read(token: string): JwtHeader | null;
}

/** RFC 8725 §3.10, RFC 7515 §4.1.11: keys that travel in the token, and rules that we do not follow. */
const REFUSED_PARAMETERS = ["crit", "b64", "zip", "jwk", "jku", "x5u", "x5c"] as const;
const MAX_KID = 256;
/** Headers that are remembered, and how long one may be for that. */
const MANY = 100;
const LONG = 512;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE64URL = /^[A-Za-z0-9\-_]+$/;

/** Decodes base64url, or null when the text is not the one canonical spelling of its bytes. */
function decode(part: string): Uint8Array | null {
  const bytes = Buffer.from(part, "base64url");
  // Spare bits or padding would give one token many spellings (a revoked one must not have a twin).
  return bytes.toString("base64url") === part ? bytes : null;
}

/** A JOSE object in compact form, its header read but not yet believed; null when it is none at all. */
export function readJwtHeader(
  token: string,
): { parameters: Readonly<Record<string, unknown>>; parts: readonly string[] } | null {
  const parts = token.split(".", 6);
  const parameters = parts.length < 2 ? null : parametersIn(parts[0] ?? "");
  return parameters === null ? null : { parameters, parts };
}

function parametersIn(first: string): Record<string, unknown> | null {
  const bytes = decode(first);
  return bytes === null ? null : parseObject(bytes);
}

/** Makes the reader of headers. */
export function createHeaders(rules: HeaderRules): Headers {
  const known = new Map<string, Read>();
  return {
    read(token) {
      const parts = token.split(".", 6);
      const [first = ""] = parts;
      const there = parts.length < 2 ? undefined : known.get(first);
      if (there !== undefined) return { ...there, parts };
      const parameters = parts.length < 2 ? null : parametersIn(first);
      if (parameters === null) return null;
      const read = readParameters(parameters, rules);
      if (read.fault === null && first.length <= LONG) {
        // Whoever invents kids can only make us read a header again.
        if (known.size >= MANY) known.clear();
        known.set(first, read);
      }
      return { ...read, parts };
    },
  };
}

function readProfile(typ: unknown): "rfc9068" | "passport" | null {
  const name = typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : "";
  if (name === TYP.rfc9068) return "rfc9068";
  return name === TYP.passport.toLowerCase() ? "passport" : null;
}

const refused = (fault: TokenFault): Read => ({ fault, alg: "", kid: "", profile: "rfc9068" });

function readParameters(parameters: Readonly<Record<string, unknown>>, rules: HeaderRules): Read {
  const { alg, kid, typ } = parameters;
  if (typeof alg !== "string" || !rules.algorithms.includes(alg)) return refused("algorithm_refused");
  if (REFUSED_PARAMETERS.some((name) => name in parameters)) return refused("header_refused");
  if (typeof kid !== "string" || kid === "" || kid.length > MAX_KID) return refused("header_refused");
  const profile = readProfile(typ);
  if (profile === null || !rules.profiles.includes(profile)) return refused("token_type_refused");
  return { fault: null, alg, kid, profile };
}

/** What `decode` takes, without decoding it: jose will. */
function isCanonical(part: string): boolean {
  if (!BASE64URL.test(part)) return false;
  const rest = part.length % 4;
  // RFC 4648 §3.5: the bits of the last character that no byte takes are zero.
  const spare = rest === 0 ? 0 : rest === 2 ? 0b1111 : 0b11;
  return rest !== 1 && (ALPHABET.indexOf(part.slice(-1)) & spare) === 0;
}

/** Three parts, of which none is empty, each written as it must be; the first was decoded already. */
function isWhole([, payload, signature, ...more]: readonly string[]): boolean {
  if (more.length > 0 || !payload || !signature) return false;
  return isCanonical(payload) && isCanonical(signature);
}

/** A token that holds, the key that vouched for it, and the key set that key came from. */
export interface VerifiedJwt {
  access: Access;
  kid: string;
  resolver: JWTVerifyGetKey;
}

/** Verifies a token whose header was read. Throws IssuerUnavailable only. */
export async function verifyJwt(
  token: string,
  { fault, alg, kid, profile, parts }: JwtHeader,
  keys: KeySet,
  context: ReadingContext,
): Promise<VerifiedJwt | TokenFault> {
  if (!isWhole(parts)) return "malformed_token";
  if (fault !== null) return fault;
  const resolver = await keys.resolver(kid);
  if (resolver === null) return "unknown_key";
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, resolver, { algorithms: [alg] }));
  } catch {
    return "untrusted_signature";
  }
  const claims = parseObject(payload);
  if (claims === null) return "bad_claims";
  const read = profile === "passport" ? readPassport : readRfc9068;
  const access = read(claims, context);
  return typeof access === "string" ? access : { access, kid, resolver };
}
