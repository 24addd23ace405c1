/** What the key ring needs from the store. Times in milliseconds since the epoch; public and private part as JSON Web Keys (RFC 7517). */
import type { By } from "../lib/actor.ts";
import type { Environment, SigningAlg } from "../oauth/words.ts";

export interface SigningKeyRow {
  /** RFC 7638 thumbprint of the public key. */
  kid: string;
  alg: SigningAlg;
  /** 0 for keys that are not RSA, so that a kind is three values that compare. */
  rsa_bits: number;
  environment: Environment;
  /** What time alone cannot tell; whether it is next, current or retiring follows from the two instants below. */
  state: "active" | "revoked";
  /** JSON text. */
  public_jwk: string;
  /** JSON text, sealed for the purpose `signing-key:KID`. */
  private_sealed: string;
  created_at: number;
  /** From here on it may sign. */
  activates_at: number;
  /** From here on it is neither published nor believed; null while no successor is known. */
  retires_at: number | null;
}

export interface SigningKeysStore {
  /** Every row; a handful. */
  list(): Promise<readonly SigningKeyRow[]>;
  /**
   * Inserts unless the kind (alg, rsa_bits, environment) already has a row that is `active` with `retires_at` null;
   * of several processes exactly one gets `inserted`.
   */
  insertFirst(row: SigningKeyRow): Promise<"inserted" | "exists">;
  /** `by`, here and below: who is behind it, for the audit log; the process itself when it is not given. */
  insert(row: SigningKeyRow, by?: By): Promise<void>;
  setState(kid: string, state: SigningKeyRow["state"], retires_at: number | null, by?: By): Promise<void>;
}
