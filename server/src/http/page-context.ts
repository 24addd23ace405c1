/** What every page knows: language, company, stylesheet. */
import type { FastifyRequest } from "fastify";
import type { LetterModel } from "../pages/letters/letter.tsx";
import type { PageContext } from "../pages/models.ts";
import { stylesheet } from "../pages/stylesheet.ts";
import { pickLocale } from "../pages/words/pick.ts";
import { PLAIN } from "../desk/branding/look.ts";
import { brandOf } from "./brand.ts";
import type { HttpContext } from "./context.ts";

/** The company's name, as people read it now. */
export function companyOf(context: HttpContext, request: FastifyRequest): string {
  return request.branding?.name ?? context.company;
}

/** What every letter says of the company. */
export function headOf(
  context: HttpContext,
  request: FastifyRequest,
): Pick<LetterModel, "company" | "accent"> {
  return { company: companyOf(context, request), accent: request.branding?.accent ?? null };
}

/** `ui_locales` (OpenID Connect Core §3.1.2.1) wins over Accept-Language; English is the last resort. */
export function pageContext(
  context: HttpContext,
  request: FastifyRequest,
  ui_locales: string | null,
): PageContext {
  return {
    locale: pickLocale(request.headers["accept-language"], ui_locales ?? undefined),
    ...brandOf(context, request.branding ?? PLAIN),
    stylesheet: context.base + stylesheet.path,
  };
}
