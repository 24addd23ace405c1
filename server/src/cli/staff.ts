/** Who is at the command line, for the audit log: the machine's name for the user who runs it. */
import { userInfo } from "node:os";
import type { By } from "../lib/actor.ts";

export function staff(): By {
  return { actor: { type: "cli", id: userName() }, via: null };
}

/** A container may run as a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
