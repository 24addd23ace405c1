/** PO-08 — where a page of a long list ended: nobody can make one up, and no query is built of what is inside. */
import { constantTimeEqual } from "../lib/hash.ts";
import type { Desk } from "./ports.ts";
import { Problem } from "./problems.ts";

type Keyed = Pick<Desk, "secretDigest">;

/** `list` names the list and what was searched for: a cursor is for that alone. */
export function writeCursor(desk: Keyed, list: string, last: string): string {
  const position = Buffer.from(last, "utf8").toString("base64url");
  return `${position}.${sealOf(desk, list, position)}`;
}

/** The position in it; null for the first page. Throws Problem `invalid` for one that we did not give for this list. */
export function readCursor(desk: Keyed, list: string, cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [position = "", seal = "", more] = cursor.split(".");
  if (more !== undefined || !constantTimeEqual(seal, sealOf(desk, list, position)))
    throw new Problem("invalid", [
      { field: "cursor", sentence: "Give the next of the page before, as it was." },
    ]);
  return Buffer.from(position, "base64url").toString("utf8");
}

const sealOf = (desk: Keyed, list: string, position: string): string =>
  desk.secretDigest(`cursor\n${list}\n${position}`);
