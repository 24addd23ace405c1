/** Inputs beside the plain one: several lines, one of a few, some of many (WCAG 1.3.1, 3.3.1, 3.3.2). */
import type { ComponentChildren, VNode } from "preact";
import { Untrusted } from "./untrusted.tsx";

interface InputProps {
  id: string;
  name?: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error: string | null;
}

function describedBy({ id, hint, error }: InputProps): string | undefined {
  const ids = [...(error === null ? [] : [`${id}-error`]), ...(hint === undefined ? [] : [`${id}-hint`])];
  return ids.length === 0 ? undefined : ids.join(" ");
}

function Around(props: InputProps & { children: ComponentChildren }): VNode {
  const { id, label, hint, error, children } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {error !== null && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
    </div>
  );
}

/** One line of somebody's own words: a name, an address. */
export function TextInput(
  props: InputProps & {
    value: string;
    type?: "text" | "email";
    autocomplete?: "off" | "organization" | "email";
    autofocus?: boolean;
    maxlength?: number;
  },
): VNode {
  const { id, name = id, value, type = "text", autocomplete = "off", autofocus, maxlength, error } = props;
  const input = {
    id,
    name,
    value,
    autocomplete,
    autofocus,
    maxlength,
    dir: "auto",
    spellcheck: false,
    "aria-invalid": error === null ? undefined : "true",
    "aria-describedby": describedBy(props),
  } as const;
  return (
    <Around {...props}>
      {type === "email" ? <input type="email" {...input} /> : <input type="text" {...input} />}
    </Around>
  );
}

/** A file of the reader's own. `accept`: media types. */
export function FileInput(props: InputProps & { accept: string }): VNode {
  const { id, name = id, accept, error } = props;
  return (
    <Around {...props}>
      <input
        type="file"
        id={id}
        name={name}
        accept={accept}
        aria-invalid={error === null ? undefined : "true"}
        aria-describedby={describedBy(props)}
      />
    </Around>
  );
}

/** Several lines. `code`: addresses or commands, in the font of such. */
export function TextArea(props: InputProps & { value: string; code?: boolean; rows?: number }): VNode {
  const { id, name = id, value, code = false, rows = 5, error } = props;
  return (
    <Around {...props}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        class={code ? "code" : undefined}
        dir={code ? "ltr" : "auto"}
        spellcheck={!code}
        autocomplete="off"
        aria-invalid={error === null ? undefined : "true"}
        aria-describedby={describedBy(props)}
      >
        {value}
      </textarea>
    </Around>
  );
}

/** One of a few words. */
export function Select(
  props: InputProps & { value: string; options: readonly { value: string; label: string }[] },
): VNode {
  const { id, name = id, value, options, error } = props;
  return (
    <Around {...props}>
      <select
        id={id}
        name={name}
        aria-invalid={error === null ? undefined : "true"}
        aria-describedby={describedBy(props)}
      >
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Around>
  );
}

/** One thing that can be chosen, with a sentence that says what it means. */
export function Choice(props: {
  type: "radio" | "checkbox";
  id: string;
  name: string;
  value: string;
  checked: boolean;
  flat?: boolean;
  label: ComponentChildren;
  meaning?: ComponentChildren;
}): VNode {
  const { type, id, name, value, checked, flat = false, label, meaning } = props;
  return (
    <div class={flat ? "choice choice-flat" : "choice"}>
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={meaning === undefined ? undefined : `${id}-means`}
      />
      <label for={id}>{label}</label>
      {meaning !== undefined && (
        <p class="quiet" id={`${id}-means`}>
          {meaning}
        </p>
      )}
    </div>
  );
}

/** Several choices under one question. */
export function Choices(props: {
  id: string;
  legend: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | null;
  children: ComponentChildren;
}): VNode {
  const { id, legend, hint, error = null, children } = props;
  return (
    <fieldset id={id} aria-describedby={error === null ? undefined : `${id}-error`}>
      <legend>{legend}</legend>
      {error !== null && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && <p class="field-hint">{hint}</p>}
      <div class="choices-list">{children}</div>
    </fieldset>
  );
}

/** A sentence of somebody else's, as long as sentences are. */
export function Sentence({ text }: { text: string }): VNode {
  return <Untrusted text={text} limit={2000} />;
}
