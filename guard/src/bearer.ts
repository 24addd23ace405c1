/** RFC 6750, RFC 9449 §7.1 — the access token of a request, taken from the Authorization header only, and the challenge that asks for one. */

/** Fetch's reading of headers: repeated ones are joined with ", ", so that a second one is seen. */
export interface RequestHeaders {
  get(name: string): string | null;
}

/** Why no token could be read. */
export type BearerFault =
  | "no_token"
  | "token_in_query"
  | "many_credentials"
  | "malformed_authorization"
  | "malformed_token"
  | "token_too_long";

/** Characters. A longer header is refused before anything looks inside it. */
const MAX_HEADER = 16_384;

const PLAIN = "Bearer ";
const SPACE = 0x20;
const SCHEME = /^(bearer|dpop)(?: +|$)/i;
/** RFC 6750 §2.1 b64token. */
const B64TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

function inQuery(query: string): boolean {
  if (!query.includes("access_token") && !query.includes("%")) return false;
  return new URLSearchParams(query).has("access_token");
}

/** A token as it was presented; whether it can be one at all is not looked at yet. */
export interface Presentation {
  token: string;
  scheme: "bearer" | "dpop";
  /** The whole header. */
  value: string;
}

/** Finds what stands where the one token of a request belongs (RFC 6750 §2.1); §2.2 and §2.3 are not offered (RFC 9700 §4.3.2). */
export function findBearer(headers: RequestHeaders, query: string): Presentation | { fault: BearerFault } {
  if (query !== "" && inQuery(query)) return { fault: "token_in_query" };
  const value = headers.get("authorization");
  if (value === null || value === "") return { fault: "no_token" };
  if (value.length > MAX_HEADER) return { fault: "token_too_long" };
  // As nearly everybody writes it.
  if (value.startsWith(PLAIN) && value.charCodeAt(PLAIN.length) !== SPACE)
    return { token: value.slice(PLAIN.length), scheme: "bearer", value };
  const scheme = SCHEME.exec(value);
  // §3.1: another scheme is answered like no credential at all.
  if (scheme === null) return { fault: value.includes(",") ? "many_credentials" : "no_token" };
  const token = value.slice(scheme[0].length);
  return { token, scheme: scheme[1]?.toLowerCase() === "dpop" ? "dpop" : "bearer", value };
}

/** What is wrong with the form of a presented token, or null. */
export function formFault({ token, value }: Presentation): BearerFault | null {
  if (B64TOKEN.test(token)) return null;
  if (value.includes(",")) return "many_credentials";
  return token === "" || /\s/.test(token) ? "malformed_authorization" : "malformed_token";
}

/** Reads the one token of a request (RFC 6750 §2.1). */
export function readBearer(
  headers: RequestHeaders,
  query: string,
): { token: string; scheme: "bearer" | "dpop" } | { fault: BearerFault } {
  const found = findBearer(headers, query);
  if ("fault" in found) return found;
  const fault = formFault(found);
  return fault === null ? { token: found.token, scheme: found.scheme } : { fault };
}

/** What may stand between quotes in a challenge (RFC 6750 §3): printable ASCII without quote and backslash. */
export const QUOTABLE: RegExp = /^[\x20\x21\x23-\x5B\x5D-\x7E]*$/;

/** Writes a WWW-Authenticate value; parameters without a value are left out. Throws if a value cannot be quoted. */
export function bearerChallenge(
  parameters: Readonly<Record<string, string | undefined>>,
  scheme: "Bearer" | "DPoP" = "Bearer",
): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (!QUOTABLE.test(value)) throw new TypeError(`${name} cannot be quoted in a challenge`);
    parts.push(`${name}="${value}"`);
  }
  return `${scheme} ${parts.join(", ")}`;
}
