/** Samples of the pages about a person's own account. */
import { renderDevMail } from "../account/dev-mail.tsx";
import { renderFinishStep } from "../account/finish-step.tsx";
import { renderCodeStep, renderEmailStep, renderLinkStep } from "../account/proof-steps.tsx";
import { renderReAuthenticate } from "../account/re-authenticate.tsx";
import { writeLetter } from "../letters/letter.tsx";
import type {
  CodeStepModel,
  EmailStepModel,
  FinishStepModel,
  ProofFor,
  ReAuthenticateModel,
} from "../models/account.ts";
import { question } from "./security.ts";
import { contextOf, hostilePerson, person } from "./parts.ts";
import type { Sample } from "./parts.ts";

function reAuthenticate(what: string, change: Partial<ReAuthenticateModel>): Sample {
  return {
    name: `re-authenticate/${what}`,
    render: (locale) =>
      renderReAuthenticate({
        context: contextOf(locale),
        action: "/re-authenticate",
        csrf: "csrf-sample",
        next: "/portal/app",
        person,
        problem: null,
        reference: null,
        retryAfterSeconds: null,
        federated: [],
        passkey: null,
        ...change,
      }),
  };
}

const step = { action: "/sign-up", csrf: "csrf-sample" };

function emailStep(what: string, change: Partial<EmailStepModel>): Sample {
  return {
    name: `email-step/${what}`,
    render: (locale) =>
      renderEmailStep({
        ...step,
        context: contextOf(locale),
        purpose: "sign_up",
        pending: null,
        next: null,
        email: "",
        problem: null,
        retryAfterSeconds: null,
        signInPath: "/sign-in",
        ...change,
      }),
  };
}

function codeStep(what: string, change: Partial<CodeStepModel>): Sample {
  return {
    name: `code-step/${what}`,
    render: (locale) =>
      renderCodeStep({
        ...step,
        context: contextOf(locale),
        purpose: "sign_up",
        proof: "proof-sample",
        email: person.username,
        problem: null,
        againPath: "/sign-up",
        devMailPath: null,
        ...change,
      }),
  };
}

function finishStep(what: string, change: Partial<FinishStepModel>): Sample {
  return {
    name: `finish-step/${what}`,
    render: (locale) =>
      renderFinishStep({
        ...step,
        context: contextOf(locale),
        purpose: "sign_up",
        proof: "proof-sample",
        next: null,
        email: person.username,
        name: "",
        nameMissing: false,
        weak: null,
        passwordEnds: "sessions_and_tokens",
        ...change,
      }),
  };
}

const devMail = (what: string, kinds: readonly ("sign_up" | "reset" | "known" | "unknown")[]): Sample => ({
  name: `dev-mail/${what}`,
  render: (locale) =>
    renderDevMail({
      context: contextOf(locale),
      letters: kinds.map((kind) => {
        const link = `http://127.0.0.1:3000/${kind}`;
        return {
          to: person.username,
          ...writeLetter({
            kind,
            code: "01234567",
            link,
            minutes: 15,
            locale,
            company: "Northwind",
            accent: null,
          }),
        };
      }),
    }),
});

const linkStep = (purpose: ProofFor): Sample => ({
  name: `link-step/${purpose}`,
  render: (locale) =>
    renderLinkStep({ ...step, context: contextOf(locale), purpose, link: "link-sample", next: null }),
});

export const accountSamples: Sample[] = [
  reAuthenticate("normal", {}),
  reAuthenticate("wrong", { problem: "credentials" }),
  reAuthenticate("nothing-typed", { problem: "missing", next: null }),
  reAuthenticate("throttled", { problem: "throttled", retryAfterSeconds: 300 }),
  reAuthenticate("with-passkey", { passkey: question(false), problem: "passkey" }),
  reAuthenticate("federated", { federated: [{ label: "Northwind ID", path: "/sign-in/upstream/start" }] }),
  reAuthenticate("federated-failed", {
    federated: [{ label: "Northwind ID", path: "/sign-in/upstream/start" }],
    problem: "federated",
    reference: "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
  }),
  reAuthenticate("hostile", { person: hostilePerson }),
  emailStep("sign-up", {}),
  emailStep("reset", { purpose: "reset", pending: "pending-sample", next: "/portal" }),
  emailStep("new-address", { purpose: "email" }),
  emailStep("wrong", { email: "ada@", problem: "missing" }),
  emailStep("throttled", { email: person.username, problem: "throttled", retryAfterSeconds: 1800 }),
  emailStep("hostile", { email: hostilePerson.username, problem: "missing" }),
  codeStep("sign-up", {}),
  codeStep("dev", { devMailPath: "/dev/mail" }),
  codeStep("new-address", { purpose: "email", againPath: "/account/email" }),
  codeStep("reset-wrong", { purpose: "reset", problem: "code" }),
  codeStep("nothing-typed", { problem: "missing" }),
  codeStep("hostile", { email: hostilePerson.username }),
  devMail("some", ["sign_up", "known", "reset", "unknown"]),
  devMail("none", []),
  linkStep("sign_up"),
  linkStep("reset"),
  finishStep("sign-up", {}),
  finishStep("sign-up-wrong", { nameMissing: true, weak: "too_short" }),
  finishStep("reset", { purpose: "reset" }),
  finishStep("reset-wrong", { purpose: "reset", weak: "common", passwordEnds: "sessions" }),
  finishStep("hostile", { name: hostilePerson.name, email: hostilePerson.username, weak: "own_name" }),
];
