/** The field of a password that is being chosen, and what can be wrong with it (NIST SP 800-63B §3.1.1). */
import type { VNode } from "preact";
import type { PasswordFault } from "../models/account.ts";
import { words, type Locale } from "../words/index.ts";
import type { Complaint } from "./error-summary.tsx";
import { Field } from "./field.tsx";

export const NEW_PASSWORD = "new_password";

/** One complaint, or none. */
export function passwordComplaints(locale: Locale, weak: PasswordFault | null): Complaint[] {
  return weak === null ? [] : [{ field: NEW_PASSWORD, sentence: words(locale).proof.weak[weak] }];
}

export function NewPassword({
  locale,
  weak,
  autofocus,
}: {
  locale: Locale;
  weak: PasswordFault | null;
  autofocus: boolean;
}): VNode {
  const { proof } = words(locale);
  return (
    <Field
      id={NEW_PASSWORD}
      label={proof.newPassword}
      type="password"
      autocomplete="new-password"
      hint={proof.passwordHint}
      autofocus={autofocus}
      invalid={weak !== null}
      error={weak === null ? null : proof.weak[weak]}
    />
  );
}
