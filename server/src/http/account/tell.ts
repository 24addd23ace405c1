/** ASVS 6.3.7 — the owner of an account is told of every change to how it is protected, whoever made it. */
import type { FastifyRequest } from "fastify";
import { writeLetter, type AccountChange } from "../../pages/letters/letter.tsx";
import type { HttpContext } from "../context.ts";
import { headOf, pageContext } from "../page-context.ts";

/** After that long it is no news. */
const GOOD_FOR_MS = 3 * 24 * 3_600_000;

/** Sends the letter; nothing happens where there is no address or no mail. Never throws: the change is made already. */
export async function tellOfChange(
  context: HttpContext,
  request: FastifyRequest,
  email: string | null,
  change: AccountChange,
): Promise<void> {
  if (email === null || context.mail === null) return;
  const { locale } = pageContext(context, request, null);
  const link = `${context.ports.issuer}/account/security`;
  const letter = writeLetter({ kind: "changed", change, link, locale, ...headOf(context, request) });
  try {
    await context.mail.send({ to: email, ...letter }, GOOD_FOR_MS);
  } catch (error) {
    context.log("error", { event: "mail_lost", tries: 0, code: "not_stored", reason: String(error) });
  }
}
