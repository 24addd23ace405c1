/** RFC 6749 §6, RFC 9700 §4.14.2 — refresh tokens: a name for one generation of one family, proven by a keyed digest. */
import { constantTimeEqual } from "../../lib/hash.ts";
import type { Family, Ports } from "../ports.ts";
import type { Environment } from "../words.ts";

export interface PresentedRefreshToken {
  familyId: string;
  generation: number;
  proof: string;
}

/** The token text of one generation. Any node derives the same text, so a lost answer can be given again. */
export function refreshTokenText(
  family: RefreshFamily,
  generation: number,
  ports: Pick<Ports, "refreshDigest">,
): string {
  const id = family.id.replaceAll("-", "");
  return `ghr_${family.environment}_${id}.${generation}.${proofOf(family, generation, ports)}`;
}

type RefreshFamily = Pick<Family, "id" | "seed"> & { environment: Environment };

function proofOf(family: RefreshFamily, generation: number, ports: Pick<Ports, "refreshDigest">): string {
  return ports.refreshDigest(`${family.seed ?? ""}.${family.id}.${generation}`);
}

/** What a text claims to be; null when it has not the form of a refresh token. */
export function readRefreshToken(text: string): PresentedRefreshToken | null {
  const parts =
    /^ghr_(?:live|test)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([1-9][0-9]{0,8})\.([A-Za-z0-9\-_]{43})$/.exec(
      text,
    );
  if (parts === null) return null;
  return { familyId: parts.slice(1, 6).join("-"), generation: Number(parts[6]), proof: parts[7] ?? "" };
}

/** Whether we made this token: only a text that we made can rotate or revoke anything. */
export function provesRefresh(
  family: Family,
  presented: PresentedRefreshToken,
  ports: Pick<Ports, "refreshDigest">,
): boolean {
  return (
    family.seed !== null && constantTimeEqual(proofOf(family, presented.generation, ports), presented.proof)
  );
}
