/** What each `gatehouse user` command answers, in an order in which each can work. */
import { join } from "node:path";
import { expect } from "vitest";

const text: unknown = expect.any(String);
const person = {
  id: text,
  username: "ada",
  name: "ada",
  locale: null,
  email: null,
  email_verified_at: null,
  staff: null,
  created_at: text,
};

/** `folder` has the files that some of them read. */
export const userShapes = (
  folder: () => string,
): readonly (readonly [command: string, args: () => readonly string[], shape: object])[] => [
  ["user create", () => ["Ada"], { ...person, disabled_at: null, password: text }],
  ["user list", () => [], { users: [{ ...person, disabled_at: null }] }],
  ["user set-email", () => ["ada", "none"], { ...person, disabled_at: null }],
  ["user invite", () => ["New@Example.com"], { email: "new@example.com", link: text, expires_at: text }],
  [
    "user reset-link",
    () => ["ada"],
    { error: "This person has no e-mail address; give a password with user set-password." },
  ],
  ["user sessions", () => ["ada"], { sessions: [] }],
  ["user end-sessions", () => ["ada"], { ended: 0 }],
  ["user two-step-off", () => ["ada"], { error: "This person is asked for no codes." }],
  ["user set-staff", () => ["ada", "none"], { ...person, disabled_at: null }],
  [
    "user set-claims",
    () => ["ada", join(folder(), "claims.json")],
    { ...person, disabled_at: null, claims: { nickname: "Countess" } },
  ],
  ["user disable", () => ["ada"], { ...person, disabled_at: text }],
  ["user enable", () => ["ada"], { ...person, disabled_at: null }],
  [
    "user set-password",
    () => ["ada", "--password-file", join(folder(), "password")],
    { ...person, disabled_at: null },
  ],
];
