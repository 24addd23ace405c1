/** A form that a script fills with a device's answer (WebAuthn); without the script it is not shown. */
import type { ComponentChildren, VNode } from "preact";
import type { PasskeyQuestion } from "../models/account.ts";
import { words, type Locale } from "../words/index.ts";
import { Button } from "./button.tsx";

interface PasskeyFormProps {
  locale: Locale;
  question: PasskeyQuestion;
  csrf: string;
  pending?: string | null;
  next?: string | null;
  /** Of the button. */
  id: string;
  label: string;
  children?: ComponentChildren;
}

export function PasskeyForm(props: PasskeyFormProps): VNode {
  const { question, csrf, pending, next, id, label, children } = props;
  const { create, options } = question;
  return (
    <form
      method="post"
      action={question.action}
      class="stack"
      data-passkey={JSON.stringify({ create, options })}
      novalidate
      hidden
    >
      <input type="hidden" name="csrf" value={csrf} />
      {pending != null && <input type="hidden" name="pending" value={pending} />}
      {next != null && <input type="hidden" name="next" value={next} />}
      <input type="hidden" name="credential" value="" />
      <p class="field-error" role="alert" hidden>
        {words(props.locale).passkey.failed}
      </p>
      {children}
      <Button id={id} kind={create ? "quiet" : "choice"}>
        {label}
      </Button>
    </form>
  );
}
