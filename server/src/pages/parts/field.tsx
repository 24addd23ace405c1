/** A labelled input (WCAG 1.3.1, 3.3.1, 3.3.2): what is wrong stands beside it and is announced with it. */
import type { VNode } from "preact";

interface FieldProps {
  /** Also the field's name in the form, unless that is given. */
  id: string;
  name?: string;
  label: string;
  type?: "text" | "password" | "email";
  autocomplete: "username" | "current-password" | "new-password" | "email" | "name" | "one-time-code" | "off";
  /** Which keys a telephone shows. */
  inputmode?: "numeric";
  /** What is wanted, in a sentence beside it. */
  hint?: string;
  value?: string;
  autofocus: boolean;
  /** What is wrong, or null. */
  error: string | null;
  /** True when something is wrong with the pair and the summary says it. */
  invalid: boolean;
}

/** The id of the message of a field. */
function errorId(id: string): string {
  return `${id}-error`;
}

/** One field. Pasting works, so that password managers do. */
export function Field(props: FieldProps): VNode {
  const {
    id,
    name = id,
    label,
    type = "text",
    autocomplete,
    inputmode,
    hint,
    value,
    autofocus,
    error,
    invalid,
  } = props;
  const complaint = error !== null ? errorId(id) : invalid ? "problem" : undefined;
  const describedBy =
    hint === undefined ? complaint : `${id}-hint${complaint === undefined ? "" : ` ${complaint}`}`;
  const input = {
    id,
    name,
    value,
    autocomplete,
    inputmode,
    autocapitalize: "none",
    spellcheck: false,
    autofocus,
    required: true,
    dir: "auto",
    "aria-invalid": invalid ? "true" : undefined,
    "aria-describedby": describedBy,
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {error !== null && (
        <p class="field-error" id={errorId(id)}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {type === "password" ? (
        <input type="password" {...input} />
      ) : type === "email" ? (
        <input type="email" {...input} />
      ) : (
        <input type="text" {...input} />
      )}
    </div>
  );
}
