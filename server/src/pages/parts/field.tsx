/** A labelled input (WCAG 1.3.1, 3.3.1, 3.3.2): what is wrong stands beside it and is announced with it. */
import type { VNode } from "preact";

interface FieldProps {
  /** Also the field's name in the form. */
  id: "username" | "password" | "user_code";
  label: string;
  autocomplete: "username" | "current-password" | "off";
  value?: string;
  autofocus: boolean;
  /** What is wrong, or null. */
  error: string | null;
  /** True when something is wrong with the pair and the summary says it. */
  invalid: boolean;
}

/** The id of the message of a field. */
function errorId(id: FieldProps["id"]): string {
  return `${id}-error`;
}

/** One field. Pasting works, so that password managers do. */
export function Field(props: FieldProps): VNode {
  const { id, label, autocomplete, value, autofocus, error, invalid } = props;
  const describedBy = error !== null ? errorId(id) : invalid ? "problem" : undefined;
  const input = {
    id,
    name: id,
    value,
    autocomplete,
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
      {id === "password" ? <input type="password" {...input} /> : <input type="text" {...input} />}
    </div>
  );
}
