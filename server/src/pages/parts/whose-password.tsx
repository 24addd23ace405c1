/** Tells a password manager whose password a form is about, where nobody is asked for the name. It is not sent. */
import type { VNode } from "preact";

/** What can be a name to sign in with; anything else no manager has kept. */
const NAME = /^[\p{L}\p{N}\p{M}._%+@-]{1,254}$/u;

export function WhosePassword({ name }: { name: string }): VNode {
  const known = NAME.test(name) ? name : "";
  return <input type="text" autocomplete="username" value={known} readonly hidden />;
}
