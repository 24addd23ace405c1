/** What every page knows: language, company, stylesheet. */
import type { FastifyRequest } from "fastify";
import type { PageContext } from "../pages/models.ts";
import { stylesheet } from "../pages/stylesheet.ts";
import { pickLocale } from "../pages/words/pick.ts";
import type { HttpContext } from "./context.ts";

/** `ui_locales` (OpenID Connect Core §3.1.2.1) wins over Accept-Language; English is the last resort. */
export function pageContext(
  context: HttpContext,
  request: FastifyRequest,
  ui_locales: string | null,
): PageContext {
  return {
    locale: pickLocale(request.headers["accept-language"], ui_locales ?? undefined),
    company: context.company,
    stylesheet: context.base + stylesheet.path,
  };
}
