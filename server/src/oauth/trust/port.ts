/** RFC 7523 §2.1 — issuers of assertions that staff trusts: for which clients, about whom, and whether people were asked. */
import type { Family, StoredToken } from "../ports.ts";
import type { Jwk } from "../proof-ports.ts";

/** How an assertion names a person: by our id, by user name, or by verified e-mail address. */
export const SUBJECT_NAMES = ["id", "username", "email"] as const;
export type SubjectName = (typeof SUBJECT_NAMES)[number];

export interface TrustedIssuer {
  id: string;
  /** The `iss` of its assertions, character by character. */
  issuer: string;
  /** Its public keys, or where they are; never both. */
  jwks?: { keys: readonly Jwk[] };
  jwks_uri?: string;
  /** A further name of ours that it may put into `aud`; null when only the issuer and the token endpoint will do. */
  audience: string | null;
  subject: SubjectName;
  /** The clients that may bring its assertions. */
  clients: readonly string[];
  /** `required`: nothing that the person has not allowed this client; `waived`: staff answers for it. */
  consent: "required" | "waived";
  createdAt: number;
}

export interface TrustsPort {
  find(issuer: string): Promise<TrustedIssuer | null>;
  list(): Promise<readonly TrustedIssuer[]>;
  /** The id of the active person of that name; null when there is none. */
  subjectOf(by: SubjectName, name: string): Promise<string | null>;
  /**
   * Stores a family without a code, and its token. `gone` when person, client, or what it stands on (its consent, or a
   * trusted issuer with that id) is no longer there.
   */
  begin(family: Family, token: StoredToken | null): Promise<"begun" | "gone">;
  /** False when the issuer is trusted already. */
  add(trusted: TrustedIssuer): Promise<boolean>;
  /** Ends everything that its assertions gave without consent. False when there is none of this id. */
  remove(id: string, now: number): Promise<boolean>;
}
