/** JSON columns to values and back, and what becomes of a row that is not as we wrote it (reliability 4.14). */
import type { Authentication } from "../oauth/openid/id-token.ts";
import type { Limits } from "../oauth/agents/limits.ts";
import type { AuthorizationDetail } from "../oauth/details/detail.ts";
import { StoreConflict } from "./conflict.ts";
import type { Confirmation } from "../oauth/proof-ports.ts";
import { DamagedRow } from "./unavailable.ts";

/** Reads a JSON column that we wrote. Throws SyntaxError when the row was damaged; it then harms its own reader only. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the reader of a column knows what it wrote
export function json<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Reads a JSON column that holds a list of texts. Throws when it holds anything else. */
export function texts(text: string): string[] {
  const list = json<unknown>(text);
  if (!Array.isArray(list) || list.some((one) => typeof one !== "string"))
    throw new TypeError("not a list of texts");
  return list as string[];
}

export function text(value: unknown): string {
  return JSON.stringify(value);
}

/** The same for a write that follows what a row says: a parent that is missing was never there. */
export async function orDamaged<T>(row: string, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof StoreConflict && error.kind === "missing") throw new DamagedRow(row, error);
    throw error;
  }
}

/** Reads one row. A damaged one is DamagedRow, which is StoreUnavailable, to whoever needs it; the error names the row, and nothing that is in it. */
export function intact<T>(row: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DamagedRow(row, error);
  }
}

/** The same where one damaged row must not hide the others: null, and `damaged` is told. */
export function unlessDamaged<T>(read: () => T, damaged: () => void): T | null {
  try {
    return read();
  } catch {
    damaged();
    return null;
  }
}

/** What a code or a family remembers of its sign-in. */
export function authenticationOf(row: string, column: string | null): Authentication | null {
  return column === null ? null : intact(row, () => json<Authentication>(column));
}

/** The key that a family or a token is bound to. */
export function confirmationOf(row: string, column: string | null): Confirmation | null {
  return column === null ? null : intact(row, () => json<Confirmation>(column));
}

/** What a request, a code or a family has beside its scopes (RFC 9396); null in the column when it has nothing. */
export function detailsOf(row: string, column: string | null): readonly AuthorizationDetail[] {
  return column === null ? [] : intact(row, () => details(column));
}

const isDetail = (one: unknown): boolean =>
  typeof one === "object" && one !== null && typeof (one as { type?: unknown }).type === "string";

function details(column: string): AuthorizationDetail[] {
  const list = json<unknown>(column);
  if (!Array.isArray(list) || !list.every(isDetail)) throw new TypeError("not a list of details");
  return list as AuthorizationDetail[];
}

/** What a person limited an agent to. */
export function limitsOf(row: string, column: string | null): Limits | null {
  return column === null ? null : intact(row, () => json<Limits>(column));
}

/** The column of a list or an object that is mostly empty. */
export function unlessEmpty(value: object): string | null {
  return Object.keys(value).length === 0 ? null : text(value);
}
