/** PO-09, UI-24 — the letter that brings an invitation: its link is made of the configured issuer, and of nothing that a request says. */
import type { PeoplePort } from "../../accounts/ports.ts";
import type { Desk } from "../../desk/ports.ts";
import type { Mail } from "../../mail/ports.ts";
import type { LetterModel } from "../../pages/letters/letter.tsx";
import { portalPaths } from "../../pages/portal/paths.ts";
import { pickLocale } from "../../pages/words/pick.ts";

const DAY_MS = 24 * 3600 * 1000;

/**
 * Without mail an invitation is handed over by hand. `begin`: makes the secret of a link with which the owner of an address
 * begins an account; null where anybody can, or nobody.
 */
export function letterOfMembership(
  head: () => Promise<Pick<LetterModel, "company" | "accent">>,
  issuer: string,
  mail: Mail | null,
  people: Pick<PeoplePort, "findBySignInName">,
  begin: ((email: string) => Promise<string>) | null,
): Desk["sendInvitation"] {
  return async (invitation, secret, from) => {
    if (mail === null) return;
    const { email, organisation, createdAt, expiresAt } = invitation;
    // In the language of whoever reads it, where that is known.
    const reader = await people.findBySignInName(email);
    const accept = `${portalPaths("").accept}?${new URLSearchParams({ secret }).toString()}`;
    // The same work whether or not there is an account: whoever invites learns nothing of it (UI-13).
    const token = (await begin?.(email)) ?? null;
    const newcomer = token !== null && reader === null;
    // Not at the start: letters know the words of all pages.
    const { writeLetter } = await import("../../pages/letters/letter.tsx");
    const letter = writeLetter({
      kind: "membership",
      locale: pickLocale(reader?.locale ?? undefined, undefined),
      ...(await head()),
      organisation: organisation.name,
      from,
      link:
        issuer +
        (newcomer ? `/sign-up/link?${new URLSearchParams({ token, next: accept }).toString()}` : accept),
      days: Math.round((expiresAt - createdAt) / DAY_MS),
    });
    await mail.send({ to: email, ...letter }, expiresAt - createdAt);
  };
}
