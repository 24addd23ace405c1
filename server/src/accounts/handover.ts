/** RFC 7519, RFC 8725 §3 — the signed statement with which the company's own login page hands a person over: what it must say. */
import type { ForeignPerson } from "./federated.ts";

/** A statement lives so long at most, and clocks may differ by so much. Seconds. */
const LONGEST_LIFE = 60;
const LEEWAY = 5;

/** Algorithms that a login page may sign with; never a symmetric one (RFC 8725 §3.1). */
export const HANDOVER_ALGORITHMS: readonly string[] = ["ES256", "EdDSA", "RS256", "PS256"];

/** What must be true of the statement beside its signature. */
export interface HandoverExpected {
  /** The origin of the login page. */
  iss: string;
  /** This server's issuer. */
  aud: string;
  /** What we gave to the browser. */
  nonce: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Who is handed over, and the name of the statement; null when it says anything else than it must. */
export function readHandover(
  claims: Readonly<Record<string, unknown>>,
  { iss, aud, nonce, now }: HandoverExpected,
):
  | (ForeignPerson & { jti: string; amr: readonly string[]; authTime: number | null; expiresAt: number })
  | null {
  const { sub, jti, exp, iat, email, email_verified, name, amr, auth_time } = claims;
  const seconds = now / 1000;
  if (claims["iss"] !== iss || claims["aud"] !== aud || claims["nonce"] !== nonce) return null;
  if (typeof sub !== "string" || sub === "" || sub.length > 255) return null;
  if (typeof jti !== "string" || jti.length < 16 || jti.length > 255) return null;
  if (!Number.isInteger(exp) || !Number.isInteger(iat)) return null;
  const [ends, made] = [exp as number, iat as number];
  if (ends <= seconds || made > seconds + LEEWAY || ends - made > LONGEST_LIFE) return null;
  return {
    issuer: iss,
    sub,
    verifiedEmail: typeof email === "string" && email_verified === true ? email : null,
    name: typeof name === "string" ? name : null,
    jti,
    amr: Array.isArray(amr) ? amr.filter((one) => typeof one === "string").slice(0, 8) : [],
    authTime: Number.isInteger(auth_time) ? (auth_time as number) * 1000 : null,
    expiresAt: (ends + LEEWAY) * 1000,
  };
}
