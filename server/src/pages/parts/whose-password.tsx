/** Tells a password manager whose password a form is about, where nobody is asked for the name. It is not sent. */
import type { VNode } from "preact";
import { untrustedText } from "./untrusted.tsx";

/** A name or an address is never longer. */
const LONGEST = 254;

export function WhosePassword({ name }: { name: string }): VNode {
  return <input type="text" autocomplete="username" value={untrustedText(name, LONGEST)} readonly hidden />;
}
