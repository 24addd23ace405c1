/** The tables of what people prove themselves with beside a password; times are milliseconds since the epoch. */
import type { ProofPurpose } from "../accounts/ports.ts";

type Time = number;
/** A SHA-256 or HMAC-SHA-256 digest, base64url, 43 characters. */
type Digest = string;

export interface AccountTables {
  /** E-mail addresses that wait for their proof, by a code or a link. */
  email_proofs: {
    id: string;
    purpose: ProofPurpose;
    email: string;
    /** Who is meant, where a person is signed in. */
    subject: string | null;
    /** The browser that asked; an invitation has none until its link is followed. */
    browser: Digest | null;
    /** Keyed. */
    code_hash: Digest;
    link_hash: Digest;
    leads_to: string | null;
    misses: number;
    created_at: Time;
    expires_at: Time;
    proven_at: Time | null;
    used_at: Time | null;
  };
  passkeys: {
    /** The credential's id, base64url. */
    id: string;
    subject: string;
    /** COSE key, base64url. */
    public_key: string;
    counter: number;
    transports: string;
    name: string;
    backed_up: 0 | 1;
    created_at: Time;
    last_used_at: Time | null;
  };
  /** Time-based codes (RFC 6238), one secret per person. */
  authenticators: {
    subject: string;
    secret_sealed: string;
    created_at: Time;
    /** Null until the first code was right; until then it protects nothing. */
    confirmed_at: Time | null;
    /** The newest time step whose code was used. */
    last_step: number;
  };
  recovery_codes: { hash: Digest; subject: string; created_at: Time; used_at: Time | null };
  /** Who somebody is at the company's own identity provider. */
  identities: {
    issuer: string;
    sub: string;
    subject: string;
    created_at: Time;
    last_used_at: Time | null;
  };
}
