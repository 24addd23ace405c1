/** Buttons and links that look like them; ids are stable because other programs drive these pages by id. */
import type { ComponentChildren, VNode } from "preact";

/** `primary` is the one thing to do here, `choice` one of two equals, `quiet` a way aside, `danger` leads to what takes something away,
 * `end` does it, `plain` is one of several ways on. */
type ButtonKind = "primary" | "choice" | "quiet" | "danger" | "end" | "plain";

interface ButtonProps {
  id?: string;
  kind: ButtonKind;
  name?: string;
  value?: string;
  children: ComponentChildren;
}

/** Sends the form that it stands in. */
export function Button({ kind, children, ...rest }: ButtonProps): VNode {
  return (
    <button type="submit" class={`button button-${kind}`} {...rest}>
      {children}
    </button>
  );
}

/** Goes to a path of ours. */
export function ButtonLink(props: {
  id?: string;
  kind: ButtonKind;
  href: string;
  children: ComponentChildren;
}): VNode {
  const { kind, children, ...rest } = props;
  return (
    <a class={`button button-${kind}`} {...rest}>
      {children}
    </a>
  );
}
