/** What accounts need of the store about proofs beside a password. Times in milliseconds since the epoch. */
import type { By } from "../lib/actor.ts";
import type { Person } from "./ports.ts";

/** Time-based codes of one person (RFC 6238). */
export interface Authenticator {
  subject: string;
  secretSealed: string;
  createdAt: number;
  /** Null until the first code was right. */
  confirmedAt: number | null;
  lastStep: number;
}

export interface SecondFactorsPort {
  find(subject: string): Promise<Authenticator | null>;
  /** A secret that waits for its first code; takes the place of one that still waits. False when one is confirmed. */
  begin(subject: string, secretSealed: string, now: number): Promise<boolean>;
  /** The first code was right: asks for codes from now on, with these recovery codes. False when another call was first. */
  confirm(subject: string, step: number, recovery: readonly string[], now: number, by: By): Promise<boolean>;
  /** Spends the code of a time step; false when it or a later one was spent (RFC 6238 §5.2). */
  spendStep(subject: string, step: number): Promise<boolean>;
  /** Spends a recovery code by its digest; false when there is none or it was spent. */
  spendRecovery(subject: string, hash: string, now: number, by: By): Promise<boolean>;
  /** New recovery codes in the place of all before. */
  renewRecovery(subject: string, hashes: readonly string[], now: number, by: By): Promise<boolean>;
  recoveryLeft(subject: string): Promise<number>;
  /** Codes are no longer asked for. False when none were. */
  remove(subject: string, by: By): Promise<boolean>;
}

/** A public key of a person (WebAuthn). */
export interface Passkey {
  /** The credential's id, base64url. */
  id: string;
  subject: string;
  /** COSE, base64url. */
  publicKey: string;
  counter: number;
  transports: readonly string[];
  name: string;
  /** Whether it lives on several devices. */
  backedUp: boolean;
  createdAt: number;
  lastUsedAt: number | null;
}

export interface PasskeysPort {
  find(id: string): Promise<Passkey | null>;
  list(subject: string): Promise<readonly Passkey[]>;
  /** False when the id is taken, or the person has `most` already. */
  add(passkey: Passkey, most: number, by: By): Promise<boolean>;
  /** Notes a use; false when the counter did not grow although it counts (WebAuthn §6.1.1): a copy of the key is about. */
  used(id: string, counter: number, now: number): Promise<boolean>;
  rename(id: string, subject: string, name: string): Promise<boolean>;
  remove(id: string, subject: string, by: By): Promise<boolean>;
}

/** Who a person is at the company's own identity provider. */
export interface IdentitiesPort {
  find(issuer: string, sub: string): Promise<string | null>;
  /** The issuers that know this person. */
  issuersOf(subject: string): Promise<readonly string[]>;
  /** Makes the person and links it, or neither: false when the pair, the user name or the address is somebody's. */
  create(person: Person, identity: { issuer: string; sub: string }, now: number, by: By): Promise<boolean>;
  /** Links; the same pair is never linked to two people. False when it is linked already. */
  link(identity: { issuer: string; sub: string; subject: string }, now: number, by: By): Promise<boolean>;
}
