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
