/** Long lists: a page at a time, each with the cursor of the next. */
import { Type, type TObject, type TSchema } from "typebox";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Desk } from "./ports.ts";

/** `next` is the cursor of the page after, null at the end. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Rows of one page. */
const PAGE = 50;

export function pageOf(item: TSchema): TObject {
  return Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });
}

/** One page of what `find` answers for `after` and `limit`. `list` names the list and what was searched for. */
export async function page<T extends { id: string }, Out>(
  desk: Desk,
  list: string,
  cursor: string | undefined,
  find: (after: string | null, limit: number) => Promise<readonly T[]>,
  show: (row: T) => Out,
): Promise<Page<Out>> {
  const rows = await find(readCursor(desk, list, cursor), PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  return { items: shown.map(show), next: last === undefined ? null : writeCursor(desk, list, last.id) };
}
