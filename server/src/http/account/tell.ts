/** ASVS 6.3.7 — the owner of an account is told of every change to how it is protected, whoever made it. */
import type { FastifyRequest } from "fastify";
import { writeLetter, type AccountChange } from "../../pages/letters/letter.tsx";
import type { HttpContext } from "../context.ts";
import { pageContext } from "../page-context.ts";

/** Sends the letter; nothing happens where there is no address or no mail. */
export function tellOfChange(
  context: HttpContext,
  request: FastifyRequest,
  email: string | null,
  change: AccountChange,
): void {
  if (email === null || context.mail === null) return;
  const { locale } = pageContext(context, request, null);
  const link = `${context.ports.issuer}/account/security`;
  const letter = writeLetter({ kind: "changed", change, link, locale, company: context.company });
  context.mail.send({ to: email, ...letter });
}
