/** What the frame of portal and console is told: where one is, who one is, and where else one can go. */
import type { FieldTrouble } from "../../desk/problems.ts";
import type { PageContext } from "../models.ts";
import type { Person } from "../parts/person.tsx";

/** One way on: an address of ours under words. */
export interface Way {
  href: string;
  label: string;
}

/** What every page of portal and console knows. */
export interface DeskFrame {
  context: PageContext;
  place: "portal" | "console";
  /** The issuer's path, before every address of ours. */
  base: string;
  /** Path of the stylesheet that these pages have beside the common one (content-hashed). */
  stylesheet: string;
  /** Path of the script that copies (content-hashed); everything works without it. */
  script: string;
  /** Null before sign-in. */
  person: Person | null;
  /** Whether the person may enter the console. */
  staff: boolean;
  /** The organisations that the person can change between; `current` is the one whose page this is. */
  organisations: readonly { id: string; name: string; current: boolean }[];
  /** Where the guide is, null when there is none. */
  guidePath: string | null;
}

/** What went wrong with a form: a name from the desk's table, and what each field must be. */
export interface FormProblem {
  problem: string;
  fields: readonly FieldTrouble[];
}

/** A form: where it is posted, the token that ties it to this browser, and what was wrong the last time. */
export interface FormState {
  action: string;
  csrf: string;
  problem: FormProblem | null;
}

/** A link of the navigation beside the page. */
export interface NavItem extends Way {
  current: boolean;
}
