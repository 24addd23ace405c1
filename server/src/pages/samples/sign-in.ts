/** Samples of signing in and out. */
import { renderConfirmSignOut } from "../account/confirm-sign-out.tsx";
import { renderSignIn } from "../account/sign-in.tsx";
import { renderSignedOut } from "../account/signed-out.tsx";
import type { SignInModel } from "../models.ts";
import type { Locale } from "../words/index.ts";
import { question } from "./security.ts";
import { contextOf, hostile, hostileApp, hostilePerson, live, papered, person, test } from "./parts.ts";
import type { Sample } from "./parts.ts";

/** As requests are named in the log. */
const REFERENCE = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

/** Somebody signs in for an app that waits. */
export function signInModel(locale: Locale): SignInModel {
  return {
    context: contextOf(locale),
    action: "/signin",
    csrf: "csrf-sample",
    pending: "pending-sample",
    next: null,
    app: live,
    username: "",
    problem: null,
    reference: null,
    retryAfterSeconds: null,
    passkey: null,
    federated: [],
    signUpPath: "/sign-up",
    resetPath: "/reset",
    justReset: false,
  };
}

function signIn(what: string, change: Partial<SignInModel>): Sample {
  return {
    name: `sign-in/${what}`,
    render: (locale) => renderSignIn({ ...signInModel(locale), ...change }),
  };
}

export const signInSamples: Sample[] = [
  signIn("alone", { app: null, pending: null }),
  signIn("for-an-app", {}),
  signIn("with-passkey", { passkey: question(false) }),
  signIn("passkey-failed", { passkey: question(false), problem: "passkey" }),
  signIn("federated", { federated: [{ label: "Northwind ID", path: "/sign-in/upstream/start" }] }),
  signIn("federated-failed", { problem: "federated", reference: REFERENCE }),
  signIn("closed", { signUpPath: null, resetPath: null }),
  signIn("just-reset", { app: null, pending: null, signUpPath: null, justReset: true }),
  signIn("for-a-test-app", { app: test, username: person.username }),
  signIn("for-an-app-with-papers", { app: papered }),
  signIn("wrong", { username: person.username, problem: "credentials" }),
  signIn("nothing-typed", { problem: "missing" }),
  signIn("no-password", { app: null, username: person.username, problem: "missing" }),
  signIn("throttled", { username: person.username, problem: "throttled", retryAfterSeconds: 300 }),
  signIn("hostile", { app: hostileApp, username: hostile, problem: "throttled" }),
  {
    name: "confirm-sign-out/normal",
    render: (locale) =>
      renderConfirmSignOut({
        context: contextOf(locale),
        action: "/signout",
        csrf: "csrf-sample",
        person,
        staySignedInPath: "/",
      }),
  },
  {
    name: "confirm-sign-out/hostile",
    render: (locale) =>
      renderConfirmSignOut({
        context: contextOf(locale),
        action: "/signout",
        csrf: "csrf-sample",
        person: hostilePerson,
      }),
  },
  {
    name: "signed-out/normal",
    render: (locale) => renderSignedOut({ context: contextOf(locale), signInPath: "/signin" }),
  },
];
