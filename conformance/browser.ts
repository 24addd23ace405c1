/** What the conformance suite's scripted browser does on our pages: visits, tasks by address, commands by element id. */
import type { Run } from "./run.ts";

export type Command = readonly [verb: string, by: string, what: string, ...more: (string | number)[]];
export interface Task {
  task: string;
  match: string;
  optional?: true;
  commands?: readonly Command[];
}
/** What the browser does after it was sent to an address that matches. */
export interface Visit {
  comment?: string;
  match: string;
  "match-limit"?: number;
  tasks: readonly Task[];
}
/** What one module does instead of its plan. */
export interface Override {
  browser: readonly Visit[];
}

/** Fills a screenshot placeholder from the page that is there, if the module has one. */
const picture: Command = ["wait", "id", "username", 10, ".*", "update-image-placeholder-optional"];

const signIn = ({ issuer, person }: Pick<Run, "issuer" | "person">): Task => ({
  task: "Sign in",
  optional: true,
  match: `${issuer}/sign-in*`,
  commands: [
    picture,
    ["text", "id", "username", person.username],
    ["text", "id", "password", person.password],
    ["click", "id", "submit-login"],
  ],
});

/** On the same path, where nothing is left to ask, stands the form of form_post. */
const decide = ({ issuer }: Run, button: "allow" | "deny"): Task => ({
  task: button === "allow" ? "Allow" : "Deny",
  optional: true,
  match: `${issuer}/consent*`,
  commands: [["click", "id", button, "optional"]],
});

/** Only the suite's own origin: our authorization endpoint holds the same address in its query. */
const arrived = ({ suite, alias }: Run): Task => ({
  task: "Verify complete",
  match: `${suite}/test/a/${alias}/callback*`,
  commands: [["wait", "id", "submission_complete", 10]],
});

export const authorization = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [signIn(run), decide(run, "allow"), arrived(run)],
});

export const denial = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [signIn({ ...run, person: run.stranger }), decide(run, "deny"), arrived(run)],
});

/** OAuth 2.0 Form Post Response Mode: our script sends the form; where no script runs, the button does. */
export const byForm = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [
    signIn(run),
    decide(run, "allow"),
    {
      task: "Send the answer",
      optional: true,
      match: `${run.issuer}/*`,
      commands: [["click", "id", "continue", "optional"]],
    },
    arrived(run),
  ],
});

const page = (run: Run, what: string, match: string, text: string): Visit => ({
  comment: what,
  match,
  tasks: [
    {
      task: what,
      match: `${run.issuer}/*`,
      commands: [["wait", "xpath", "//*", 10, text, "update-image-placeholder"]],
    },
  ],
});

/** A "no" on our own page carries the refusal's name in docs/refusals.md. */
export const errorPage = (run: Run, refusal: string): Override => ({
  browser: [page(run, `Expect our page with ${refusal}`, `${run.issuer}/oauth/authorize*`, refusal)],
});

/** The sign-in page itself is what is looked at. */
export const signInPage = (run: Run, text: string): Override => ({
  browser: [page(run, "Expect the sign-in page", `${run.issuer}/oauth/authorize*`, text)],
});

export const unregistered = (run: Run): Readonly<Record<string, Override>> => ({
  "oidcc-ensure-registered-redirect-uri": errorPage(run, "redirect_uri_unregistered"),
});

export const confirm = ({ issuer }: Run): Task => ({
  task: "Confirm",
  optional: true,
  match: `${issuer}/sign-out*`,
  commands: [["click", "id", "confirm-logout"]],
});

export const signedOut = ({ issuer }: Run): Task => ({
  task: "Signed out",
  match: `${issuer}/signed-out*`,
  commands: [["wait", "xpath", "//*", 10, ".*", "update-image-placeholder"]],
});

export const leaving = (run: Run, tasks: readonly Task[]): Visit => ({
  match: `${run.issuer}/oauth/logout*`,
  tasks,
});

export const back = ({ suite, alias }: Run): Task => ({
  task: "Back at the client",
  match: `${suite}/test/a/${alias}/post_logout_redirect*`,
});

/** Where the person is asked: the question is what the suite wants a picture of. */
export const asked = ({ issuer }: Run): Task => ({
  task: "The person is asked",
  match: `${issuer}/sign-out*`,
  commands: [["wait", "id", "confirm-logout", 10, ".*", "update-image-placeholder"]],
});
