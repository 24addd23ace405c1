/** What the pages of portal and console share: titles, notices, environments, text to copy, forms with their problems. */
import type { ComponentChildren, VNode } from "preact";
import type { FormProblem, FormState } from "../models/desk.ts";
import { words, type Locale } from "../words/index.ts";
import { day } from "../words/amounts.ts";
import { trouble } from "../words/troubles/index.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { Form } from "./form.tsx";
import { Icon } from "./icon.tsx";

/** The page's title, what it is about, and the one thing to do here. */
export function Title(props: {
  title: ComponentChildren;
  lead?: ComponentChildren;
  children?: ComponentChildren;
}): VNode {
  const { title, lead, children } = props;
  return (
    <div class="title">
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p class="lead">{lead}</p>}
      </div>
      {children !== undefined && <div class="actions">{children}</div>}
    </div>
  );
}

type Tone = "plain" | "good" | "warn" | "bad";
const icons = { plain: "clock", good: "check", warn: "warning", bad: "warning" } as const;

/** Something to know before going on. `status`: said by a screen reader when it appears after an act. */
export function Notice(props: {
  tone: Tone;
  id?: string;
  status?: boolean;
  action?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  const { tone, id, status = false, action, children } = props;
  return (
    <div class={`notice notice-${tone}`} id={id} role={status ? "status" : undefined}>
      <Icon name={icons[tone]} />
      <div>{children}</div>
      {action}
    </div>
  );
}

/** A short text that is copied as it stands. `id` is what the script looks for. */
export function Copy(props: {
  id: string;
  text: string;
  locale: Locale;
  label: string;
  secret?: boolean;
}): VNode {
  const { desk } = words(props.locale);
  return (
    <div class={props.secret === true ? "copy-row secret" : "copy-row"}>
      <code id={props.id} dir="ltr">
        {props.text}
      </code>
      <button type="button" class="button button-plain" data-copy={props.id} data-copied={desk.copied} hidden>
        {desk.copy}
        <span class="unseen"> {props.label}</span>
      </button>
    </div>
  );
}

/** Lines that are copied together, e.g. a command. Focusable, because it scrolls (WCAG 2.1.1). */
export function CopyBlock(props: { id: string; text: string; locale: Locale; label: string }): VNode {
  const { desk } = words(props.locale);
  return (
    <div class="copy-block">
      <pre tabindex={0} role="region" aria-label={props.label} dir="ltr">
        <code id={props.id}>{props.text}</code>
      </pre>
      <button type="button" class="button button-plain" data-copy={props.id} data-copied={desk.copied} hidden>
        {desk.copy}
        <span class="unseen"> {props.label}</span>
      </button>
    </div>
  );
}

/** A day as the reader writes it, and for programs. */
export function Day({ locale, at }: { locale: Locale; at: string }): VNode {
  return <time datetime={at}>{day(locale, Date.parse(at))}</time>;
}

/** What is wrong with one field, or null. */
export function errorOf(problem: FormProblem | null, field: string, locale: Locale): string | null {
  const found = problem?.fields.find((one) => one.field === field);
  return found === undefined ? null : trouble(locale, found);
}

/** The sentence for a problem that is about no field. */
export function problemSentence(locale: Locale, problem: string): string {
  const { title: _title, fields: _fields, back: _back, ...sentences } = words(locale).problems;
  return (sentences as Record<string, string>)[problem] ?? sentences.other;
}

/** A form with what was wrong above it. `ids`: the input of each field that the desk may complain about. */
export function DeskForm(props: {
  form: FormState;
  locale: Locale;
  ids?: Readonly<Record<string, string>>;
  class?: string;
  upload?: boolean;
  /** Other hidden fields. */
  hidden?: Readonly<Record<string, string>>;
  children: ComponentChildren;
}): VNode {
  const { form, locale, ids = {}, upload = false, hidden = {}, children } = props;
  const { problems } = words(locale);
  const { problem } = form;
  const complaints =
    problem === null
      ? []
      : problem.fields.length === 0
        ? [{ field: null, sentence: problemSentence(locale, problem.problem) }]
        : problem.fields.map((one) => ({
            field: ids[one.field] ?? null,
            sentence: trouble(locale, one),
          }));
  return (
    <>
      <ErrorSummary
        title={problem?.fields.length === 0 ? problems.title : problems.fields}
        complaints={complaints}
      />
      <Form
        action={form.action}
        csrf={form.csrf}
        class={props.class ?? "stack"}
        upload={upload}
        hidden={hidden}
      >
        {children}
      </Form>
    </>
  );
}
