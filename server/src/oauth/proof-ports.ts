/** What the protocol needs of the world to believe proofs of possession: signatures, single use, nonces, pushed requests. */
import type { SigningAlg } from "./words.ts";
import type { DpopProof, ProofFault, ProofTarget } from "@gatehouse/guard";

/** A JSON Web Key as it was registered or sent (RFC 7517 §4). */
export type Jwk = Readonly<Record<string, unknown>>;

/** RFC 7800 §3, RFC 8705 §3.1, RFC 9449 §6.1 — the key that a token is bound to: `cnf`. */
export type Confirmation = { jkt: string } | { "x5t#S256": string };

/** A JWT that somebody else made. */
export interface ForeignJwt {
  header: Readonly<Record<string, unknown>>;
  claims: Readonly<Record<string, unknown>>;
}

export interface JosePort {
  /** Header and claims of a compact JWS, unverified: a claim, no proof. Null when the text is none. */
  read(token: string): ForeignJwt | null;
  /** The same if one of `keys` signed it with one of `algorithms`, else null. Times are the caller's to judge. Never throws. */
  verify(token: string, keys: readonly Jwk[], algorithms: readonly string[]): Promise<ForeignJwt | null>;
  /** RFC 9449 §4.3. Never throws. */
  readProof(header: string, target: ProofTarget): Promise<DpopProof | ProofFault>;
}

/** The kinds of alternative names in a certificate that a client can be known by (RFC 8705 §2.1.2). */
export type CertificateName = "dns" | "uri" | "ip" | "email";

/** RFC 8705 — the certificate whose key the sender proved to hold in its TLS handshake. Times in milliseconds. */
export interface ClientCertificate {
  /** SHA-256 of its DER, base64url (§3.1). */
  "x5t#S256": string;
  /** Whether whoever ended the TLS connection found it to come from an authority that it trusts. */
  verified: boolean;
  validFrom: number;
  validTo: number;
  /** Its subject as RFC 4514 writes names; empty when it has none. */
  subject: string;
  /** Whether its alternative names hold exactly this one. */
  names(kind: CertificateName, name: string): boolean;
}

export interface ReplayPort {
  /**
   * Claims a value that works once, on all nodes: one conditional insert. `kind` keeps purposes apart (a code can be
   * no `jti`). Remembered until `expiresAt` (milliseconds), by when the value must be refused for its age.
   */
  claim(kind: string, key: string, expiresAt: number, now: number): Promise<"first" | "repeated">;
}

export interface NoncesPort {
  /** The nonce to send now (RFC 9449 §8). */
  current(): string;
  /** Whether we gave this nonce out a short while ago. */
  accepts(nonce: string): boolean;
}

/** RFC 9126 — an authorization request that the client pushed. Times in milliseconds. */
export interface PushedRequest {
  /** SHA-256 of the request_uri, base64url. */
  hash: string;
  client_id: string;
  /** As validated when it was pushed; validated again when it is used. */
  parameters: readonly (readonly [string, string])[];
  createdAt: number;
  expiresAt: number;
}

export interface PushedPort {
  put(request: PushedRequest): Promise<void>;
  /** Null when it is unknown, expired, or has been answered. Looking does not use it up: pages are reloaded. */
  find(hash: string, now: number): Promise<PushedRequest | null>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A small JSON object at an https address that a client named; null when it cannot be had. Safe against SSRF, and
 * remembered for a while: `newer` asks for one that is not from memory, which is granted now and then.
 */
export type FetchJson = (url: string, wanted?: "kept" | "newer") => Promise<JsonObject | null>;

/** What the settings decide for the whole server. */
export interface ServerRules {
  require_pushed_authorization_requests: boolean;
  /** How long a pushed request waits for its browser, in seconds. */
  pushed_request_seconds: number;
  /** Whether every DPoP proof must carry a nonce of ours (RFC 9449 §8). */
  dpop_nonce: "off" | "required";
  /** The names of the levels of sign-in (`acr`), the weakest first. */
  acr_levels: readonly string[];
  /** Whether metadata is also given as a signed JWT (RFC 8414 §2.1). */
  signed_metadata: boolean;
  /** How client certificates arrive (RFC 8705); `off` when they do not. */
  client_certificate_format: "off" | "rfc9440" | "pem";
  /** Where the proxy says that it verified one; null when it verifies none. */
  client_certificate_verified_header: string | null;
  /** The address at which certificates are asked for, instead of the issuer's (RFC 8705 §5). */
  mtls_address: string | null;
  /** What signs the server's own statements, such as status lists. */
  signing_alg: SigningAlg;
  rsa_bits: number;
}
