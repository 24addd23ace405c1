/** Samples of how an account is protected. */
import { renderSecurity } from "../account/security.tsx";
import { renderRecoveryCodes, renderSecondFactor, renderTwoStepSetup } from "../account/two-step.tsx";
import type { PasskeyQuestion, SecondFactorModel, SecurityModel } from "../models/account.ts";
import { passkeyScript } from "../passkey-script.ts";
import { contextOf, hostile, hostilePerson, person } from "./parts.ts";
import type { Sample } from "./parts.ts";

const AT = Date.UTC(2026, 10, 22, 12);

/** What a device would be asked. */
export function question(create: boolean): PasskeyQuestion {
  const options = { challenge: "AAAA", rpId: "auth.example" };
  return { action: "/passkey", create, options, script: passkeyScript.path };
}

const here = { sid: "s1", device: "Firefox · Linux", address: "192.0.2.1", lastSeenAt: AT, here: true };
const away = { sid: "s2", device: null, address: null, lastSeenAt: AT - 86_400_000, here: false };

function security(what: string, change: Partial<SecurityModel>): Sample {
  return {
    name: `security/${what}`,
    render: (locale) =>
      renderSecurity({
        context: contextOf(locale),
        csrf: "csrf-sample",
        base: "/account",
        person,
        email: person.username,
        newEmailPath: "/account/email",
        saved: false,
        sessions: [here],
        recoveryLeft: null,
        passkeys: [],
        addPasskey: null,
        password: { current: null, weak: null },
        passwordEnds: "sessions_and_tokens",
        retryAfterSeconds: null,
        connectedAppsPath: "/connected-apps",
        signOutPath: "/sign-out",
        ...change,
      }),
  };
}

function secondFactor(what: string, change: Partial<SecondFactorModel>): Sample {
  return {
    name: `second-factor/${what}`,
    render: (locale) =>
      renderSecondFactor({
        context: contextOf(locale),
        action: "/sign-in/code",
        csrf: "csrf-sample",
        ticket: "ticket-sample",
        pending: "pending-sample",
        next: null,
        problem: null,
        retryAfterSeconds: null,
        ...change,
      }),
  };
}

const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const setup = (what: string, wrong: boolean): Sample => ({
  name: `two-step-setup/${what}`,
  render: (locale) =>
    renderTwoStepSetup({
      context: contextOf(locale),
      action: "/account/two-step",
      csrf: "csrf-sample",
      secret,
      uri: `otpauth://totp/Northwind:ada?secret=${secret}&issuer=Northwind`,
      wrong,
    }),
});

const key = { id: "key1", name: "Telephone", createdAt: AT, lastUsedAt: AT };

export const securitySamples: Sample[] = [
  security("plain", {}),
  security("everything", {
    saved: true,
    recoveryLeft: 9,
    sessions: [here, away],
    passkeys: [key, { ...key, id: "key2", name: "Laptop", lastUsedAt: null }],
    addPasskey: question(true),
  }),
  security("wrong", { password: { current: "credentials", weak: "too_short" } }),
  security("missing", {
    email: null,
    passwordEnds: "sessions",
    password: { current: "missing", weak: "missing" },
  }),
  security("throttled", { password: { current: "throttled", weak: null }, retryAfterSeconds: 600 }),
  security("hostile", {
    person: hostilePerson,
    email: hostile,
    sessions: [here, { ...away, device: hostile, address: hostile }],
    passkeys: [{ ...key, name: hostile }],
  }),
  secondFactor("normal", {}),
  secondFactor("wrong", { problem: "credentials", pending: null, next: "/portal" }),
  secondFactor("nothing-typed", { problem: "missing" }),
  secondFactor("throttled", { problem: "throttled", retryAfterSeconds: 300 }),
  setup("normal", false),
  setup("wrong", true),
  {
    name: "recovery-codes/normal",
    render: (locale) =>
      renderRecoveryCodes({
        context: contextOf(locale),
        codes: ["abcde-fghij", "kmnpq-rstuv", "wxyz2-34567"],
        donePath: "/account/security",
      }),
  },
];
