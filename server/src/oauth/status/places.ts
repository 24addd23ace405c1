/** Token Status List §6 — a place: the number of one JWT's bit, counted through all lists; `status` names it as list and index. */
import type { StatusClaim } from "@gatehouse/guard";
import { paths } from "../paths.ts";

/** Places of one list: 16 KiB of bits, a few hundred bytes when it is sent. Never changes: it is in tokens. */
export const LIST_SIZE = 131_072;

/** Where a list is, by its number. */
export function listUri(issuer: string, list: number): string {
  return `${listBase(issuer)}${list}`;
}

/** What the address of every list begins with; its number follows. */
export function listBase(issuer: string): string {
  return `${issuer}${paths.status}/`;
}

export function listOf(place: number): number {
  return Math.floor(place / LIST_SIZE);
}

export function statusClaim(issuer: string, place: number): StatusClaim {
  return { status_list: { idx: place % LIST_SIZE, uri: listUri(issuer, listOf(place)) } };
}

/** The place that a JWT of ours names; null when it has none. `claims` must be verified. */
export function placeOf(issuer: string, claims: Readonly<Record<string, unknown>>): number | null {
  const { status } = claims as { status?: Partial<StatusClaim> };
  const { idx, uri } = status?.status_list ?? {};
  if (idx === undefined || uri?.startsWith(listBase(issuer)) !== true) return null;
  return Number(uri.slice(listBase(issuer).length)) * LIST_SIZE + idx;
}
