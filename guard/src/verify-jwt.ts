/** RFC 9068 §4, RFC 8725 — checks a JWT access token: header first, then the signature (by jose), then what it says. */
import { compactVerify } from "jose";
import type { JWTVerifyGetKey } from "jose";
import { readPassport, readRfc9068, TYP } from "./access-token.ts";
import type { Access, AccessTokenProfile, ReadingContext } from "./access-token.ts";
import type { KeySet } from "./jwks.ts";
import type { TokenFault } from "./refusals.ts";
import { parseObject } from "./strict-json.ts";

/** What the check needs besides the token. */
export interface JwtRules {
  profiles: readonly AccessTokenProfile[];
  algorithms: readonly string[];
  keys: KeySet;
}

/** A token's first part, read but not yet believed. */
export interface JwtHeader {
  parameters: Readonly<Record<string, unknown>>;
  parts: readonly string[];
}

/** RFC 8725 §3.10, RFC 7515 §4.1.11: keys that travel in the token, and rules that we do not follow. */
const REFUSED_PARAMETERS = ["crit", "b64", "zip", "jwk", "jku", "x5u", "x5c"] as const;
const MAX_KID = 256;

/** Decodes base64url, or null when the text is not the one canonical spelling of its bytes. */
function decode(part: string): Uint8Array | null {
  const bytes = Buffer.from(part, "base64url");
  // Spare bits or padding would give one token many spellings (a revoked one must not have a twin).
  return bytes.toString("base64url") === part ? bytes : null;
}

/** Reads the header, or null when this is no JOSE object in compact form at all. */
export function readJwtHeader(token: string): JwtHeader | null {
  const parts = token.split(".", 6);
  const first = parts[0];
  if (parts.length < 2 || first === undefined) return null;
  const bytes = decode(first);
  const parameters = bytes === null ? null : parseObject(bytes);
  return parameters === null ? null : { parameters, parts };
}

function readProfile(typ: unknown): "rfc9068" | "passport" | null {
  const name = typeof typ === "string" ? typ.toLowerCase().replace(/^application\//, "") : "";
  if (name === TYP.rfc9068) return "rfc9068";
  return name === TYP.passport.toLowerCase() ? "passport" : null;
}

function headerFault({ parameters, parts }: JwtHeader, rules: JwtRules): TokenFault | null {
  const { alg, kid, typ } = parameters;
  if (parts.length !== 3 || parts.some((part) => part === "" || decode(part) === null))
    return "malformed_token";
  if (typeof alg !== "string" || !rules.algorithms.includes(alg)) return "algorithm_refused";
  if (REFUSED_PARAMETERS.some((name) => name in parameters)) return "header_refused";
  if (typeof kid !== "string" || kid === "" || kid.length > MAX_KID) return "header_refused";
  const profile = readProfile(typ);
  return profile === null || !rules.profiles.includes(profile) ? "token_type_refused" : null;
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
  header: JwtHeader,
  rules: JwtRules,
  context: ReadingContext,
): Promise<VerifiedJwt | TokenFault> {
  const fault = headerFault(header, rules);
  if (fault !== null) return fault;
  const kid = header.parameters["kid"] as string;
  const resolver = await rules.keys.resolver(kid);
  if (resolver === null) return "unknown_key";
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(token, resolver, { algorithms: [...rules.algorithms] }));
  } catch {
    return "untrusted_signature";
  }
  const claims = parseObject(payload);
  if (claims === null) return "bad_claims";
  const read = readProfile(header.parameters["typ"]) === "passport" ? readPassport : readRfc9068;
  const access = read(claims, context);
  return typeof access === "string" ? access : { access, kid, resolver };
}
