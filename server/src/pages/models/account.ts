/** What the pages about a person's own account are told. */
import type { PageContext } from "../models.ts";
import type { Person } from "../parts/person.tsx";

/** A guess that failed: nothing was given, it is wrong, or too many were. */
export type ProofProblem = "missing" | "credentials" | "throttled";

/** Before a dangerous act: the person proves once more who they are. */
export interface ReAuthenticateModel {
  context: PageContext;
  action: string;
  csrf: string;
  /** The path of ours that it leads to, null for the usual one. */
  next: string | null;
  person: Person;
  problem: ProofProblem | null;
  retryAfterSeconds: number | null;
}

/** What an e-mail address is proven for, in the pages that ask for it. */
export type ProofFor = "sign_up" | "reset";

/** The address is asked for. */
export interface EmailStepModel {
  context: PageContext;
  purpose: ProofFor;
  action: string;
  csrf: string;
  pending: string | null;
  next: string | null;
  /** What was typed before. */
  email: string;
  problem: "missing" | "throttled" | null;
  retryAfterSeconds: number | null;
  signInPath: string;
}

/** The code is asked for, in the browser that asked for the letter. */
export interface CodeStepModel {
  context: PageContext;
  purpose: ProofFor;
  action: string;
  csrf: string;
  /** The proof that waits. */
  proof: string;
  email: string;
  problem: "missing" | "code" | null;
  /** Where a new letter is asked for. */
  againPath: string;
}

/** A link was followed: what only looks at it must not use it up. */
export interface LinkStepModel {
  context: PageContext;
  purpose: ProofFor;
  action: string;
  csrf: string;
  link: string;
}

/** What is wrong with a chosen password. */
export type PasswordFault = "missing" | "too_long" | "too_short" | "common" | "own_name";

/** The address is proven: a password is chosen, and for a new account a name. */
export interface FinishStepModel {
  context: PageContext;
  purpose: ProofFor;
  action: string;
  csrf: string;
  proof: string;
  email: string;
  name: string;
  nameMissing: boolean;
  weak: PasswordFault | null;
}

/** What `gatehouse dev` keeps instead of sending it. */
export interface DevMailModel {
  context: PageContext;
  letters: readonly { to: string; subject: string; text: string }[];
}
