/** RFC 6749 §10.12 — a form of ours: it posts, and it carries nothing but what ties it to this browser and this request. */
import type { ComponentChildren, VNode } from "preact";

interface FormProps {
  action: string;
  csrf: string;
  pending?: string | null;
  /** The path of ours that it leads to in the end. */
  next?: string | null;
  /** Other hidden fields. */
  hidden?: Readonly<Record<string, string>>;
  class?: string;
  /** Whether a file is sent with it. */
  upload?: boolean;
  children: ComponentChildren;
}

/** `novalidate`, because the server's own messages are in the reader's language and tied to the fields. */
export function Form(props: FormProps): VNode {
  const { action, csrf, pending, next, hidden = {}, children, class: look, upload = false } = props;
  return (
    <form
      method="post"
      action={action}
      class={look}
      enctype={upload ? "multipart/form-data" : undefined}
      novalidate
    >
      <input type="hidden" name="csrf" value={csrf} />
      {pending != null && <input type="hidden" name="pending" value={pending} />}
      {next != null && <input type="hidden" name="next" value={next} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
