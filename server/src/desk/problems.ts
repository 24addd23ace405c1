/** RFC 9457 — every "no" of the desk: status, title, and a sentence that says what to do. Code throws the name only. */

/* oxfmt-ignore */
const table = {
  sign_in_needed: [401, "Sign in first", "Send an access token of the management API, or sign in on the page."],
  not_found: [404, "Not found", "There is no such thing, or it belongs to an organisation that you are not a member of."],
  role_too_low: [403, "Not allowed for your role", "Ask an owner of the organisation to do it, or to give you another role."],
  staff_only: [403, "For staff only", "Only staff of the company whose API this is can do it."],
  read_only_token: [403, "This token only reads", "Ask for a token with the scope gatehouse:write."],
  not_fresh: [403, "Confirm that it is you", "Prove who you are again, then do it within ten minutes."],
  invalid: [422, "Some fields need another value", "See errors: each names a field and says what it must be."],
  not_json: [415, "Send JSON", "Send the body as application/json: one object in UTF-8."],
  conflict: [409, "It is not in a state for this", "Read it again: somebody else changed it, or it was done already."],
  changed: [409, "It changed since you looked", "Look at it again: errors names what is different."],
  key_running: [409, "It is being done", "A request with this Idempotency-Key is being worked on. Ask again in a moment."],
  key_reused: [422, "The key belongs to another request", "Use a new Idempotency-Key for every request, and the same one only to repeat it."],
  needs_review: [403, "Staff look at it first", "Change it in test, then ask for live access again: errors names what is new."],
  suspended: [403, "The app is suspended", "Staff suspended the app. Ask the company whose API this is."],
  invitation_gone: [410, "The invitation has ended", "It was used, taken back, or is too old. Ask for a new one."],
  invitation_other: [403, "The invitation is for somebody else", "Sign in with the e-mail address that the invitation was sent to."],
  last_owner: [409, "The last owner stays", "Make somebody else an owner first."],
  closed: [403, "Registration is by invitation", "Ask the company whose API this is for an invitation."],
  too_many: [429, "Too many", "Wait a while, or remove what is not used any more."],
} as const;

export type ProblemName = keyof typeof table;

export interface ProblemRow {
  status: number;
  title: string;
  sentence: string;
}

export const problems: Readonly<Record<ProblemName, ProblemRow>> = Object.fromEntries(
  Object.entries(table).map(([name, [status, title, sentence]]) => [name, { status, title, sentence }]),
) as Record<ProblemName, ProblemRow>;

/** One field that is wrong. */
export interface FieldTrouble {
  /** Its name in the input schema. */
  field: string;
  sentence: string;
  /** The sentence with `{name}` where `values` stand in it, for whoever says it in another language. */
  pattern?: string;
  values?: Readonly<Record<string, string>>;
}

/** A sentence that says what was measured. */
export function fieldTrouble(
  field: string,
  pattern: string,
  values: Readonly<Record<string, string>>,
): FieldTrouble {
  return { field, sentence: filled(pattern, values), pattern, values };
}

export function filled(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** Thrown by name; whoever speaks to the caller says it in their form. */
export class Problem extends Error {
  readonly problem: ProblemName;
  readonly fields: readonly FieldTrouble[];

  constructor(problem: ProblemName, fields: readonly FieldTrouble[] = []) {
    super(problem);
    this.problem = problem;
    this.fields = fields;
  }

  get row(): ProblemRow {
    return problems[this.problem];
  }
}
