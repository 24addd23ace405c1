/** What the pages about a person's own account are told. */
import type { PasswordEnds } from "../../accounts/ports.ts";
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
  problem: ProofProblem | "passkey" | "federated" | null;
  /** What the log calls a failure elsewhere; null when there was none. */
  reference: string | null;
  retryAfterSeconds: number | null;
  /** Those who know this person. */
  federated: readonly FederatedWay[];
  /** Null when the person has none, or there can be none here. */
  passkey: PasskeyQuestion | null;
}

/** What an e-mail address is proven for, in the pages that ask for it. */
export type ProofFor = "sign_up" | "reset";
/** The same, and the new address of an account that there is. */
export type EmailFor = ProofFor | "email";

/** The address is asked for. */
export interface EmailStepModel {
  context: PageContext;
  purpose: EmailFor;
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
  purpose: EmailFor;
  action: string;
  csrf: string;
  /** The proof that waits. */
  proof: string;
  email: string;
  problem: "missing" | "code" | null;
  /** Where a new letter is asked for. */
  againPath: string;
  /** Where the letter can be read when this server keeps its mail (`gatehouse dev`); null everywhere else. */
  devMailPath: string | null;
}

/** A link was followed: what only looks at it must not use it up. */
export interface LinkStepModel {
  context: PageContext;
  purpose: ProofFor;
  action: string;
  csrf: string;
  link: string;
  /** The path of ours that it leads to in the end; null for where the proof leads. */
  next: string | null;
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
  /** The path of ours that the link named; null for where the proof leads. */
  next: string | null;
  email: string;
  name: string;
  nameMissing: boolean;
  weak: PasswordFault | null;
  passwordEnds: PasswordEnds;
}

/** What `gatehouse dev` keeps instead of sending it. */
export interface DevMailModel {
  context: PageContext;
  letters: readonly { to: string; subject: string; text: string }[];
}

/** What a device is asked by the script of the page (WebAuthn). */
export interface PasskeyQuestion {
  /** POST target of the answer. */
  action: string;
  /** A new key, or the proof of one. */
  create: boolean;
  /** Options as JSON, made by the server. */
  options: object;
  /** Path of the script. */
  script: string;
}

/** A session as its person sees it. */
export interface SessionView {
  sid: string | null;
  device: string | null;
  address: string | null;
  /** Milliseconds since the epoch. */
  lastSeenAt: number;
  here: boolean;
}

export interface PasskeyView {
  id: string;
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
}

/** How an account is protected, and where it is used. */
export interface SecurityModel {
  context: PageContext;
  csrf: string;
  /** The issuer's path and `/account`, before every address of the page. */
  base: string;
  person: Person;
  /** Where the address is changed; null where no letter can be sent. */
  newEmailPath: string | null;
  email: string | null;
  saved: boolean;
  sessions: readonly SessionView[];
  /** Null when codes are not asked for. */
  recoveryLeft: number | null;
  passkeys: readonly PasskeyView[];
  /** Null where no key can be added. */
  addPasskey: PasskeyQuestion | null;
  password: { current: "missing" | "credentials" | "throttled" | null; weak: PasswordFault | null };
  passwordEnds: PasswordEnds;
  retryAfterSeconds: number | null;
  connectedAppsPath: string;
  signOutPath: string;
}

/** The secret for an app of codes, and its first code. */
export interface TwoStepSetupModel {
  context: PageContext;
  action: string;
  csrf: string;
  secret: string;
  /** `otpauth:` address, shown as a picture. */
  uri: string;
  wrong: boolean;
}

/** Shown once. */
export interface RecoveryCodesModel {
  context: PageContext;
  codes: readonly string[];
  donePath: string;
}

/** The second factor is asked for; the password was right. */
export interface SecondFactorModel {
  context: PageContext;
  action: string;
  csrf: string;
  ticket: string;
  pending: string | null;
  next: string | null;
  problem: ProofProblem | null;
  retryAfterSeconds: number | null;
}

/** A way to sign in by somebody else's word. */
export interface FederatedWay {
  /** What people call whoever says it. */
  label: string;
  path: string;
}
