/** What the company looks like, for every page: known before the page is drawn, as of half a second ago at most (decision 10). */
import type { FastifyRequest } from "fastify";
import { accentsOf, PLAIN, type Branding, type Logo } from "../desk/branding/look.ts";
import type { PageContext } from "../pages/models.ts";
import { brandStylesheet, stylesheetNamed } from "../pages/brand-stylesheet.ts";
import { Refusal } from "../oauth/refusals.ts";
import type { HttpContext } from "./context.ts";
import { kept } from "./assets.ts";
import { deadlines } from "./limits/deadlines.ts";
import type { Handler } from "./route.ts";

declare module "fastify" {
  interface FastifyRequest {
    branding?: Branding;
  }
}

const ENDINGS = { "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp" } as const;

/** For so long a page waits for its looks when the store stands still. Milliseconds. */
const PATIENCE_MS = 500;

/**
 * Reads it before a page is drawn, once for all who ask meanwhile. Without the store, or when it stands still, the page says
 * what is wrong in the looks that were known last: this comes before the limits of what a process does at once.
 */
export function lookUp(context: Pick<HttpContext, "desk">): (request: FastifyRequest) => Promise<void> {
  // One timer for all: one each would cost a crowd as much as the rest of its arrival does.
  const inTime = deadlines(PATIENCE_MS, () => new Error("the store stands still"));
  let last = PLAIN;
  let reading: Promise<void> | null = null;
  async function read(): Promise<void> {
    try {
      last = await context.desk.branding.read();
    } catch {
      // Whatever the page needs of the store tells why.
    } finally {
      reading = null;
    }
  }
  return async (request) => {
    await inTime((reading ??= read()), () => undefined).catch(() => undefined);
    request.branding = last;
  };
}

/** Name, colours and logo as a page has them. */
export function brandOf(
  { company, base }: Pick<HttpContext, "company" | "base">,
  { name, accent, accentDark, logo }: Branding,
): Pick<PageContext, "company" | "colours" | "logo"> {
  const light = accent === null ? null : accentsOf(accent, accentDark);
  return {
    company: name ?? company,
    colours: light === null ? null : base + brandStylesheet(light.light.accent, light.dark.accent).path,
    logo: logo === null ? null : { path: base + pathOf(logo), width: logo.width, height: logo.height },
  };
}

const pathOf = ({ id, type }: Logo): string => `/assets/brand/${id}.${ENDINGS[type]}`;

/** A stylesheet of colours, or a picture; both under names made of their content. */
export const brandAsset: Handler = async ({ desk }, request, reply) => {
  const { file = "" } = request.params as { file?: string };
  const sheet = stylesheetNamed(file);
  if (sheet !== null) return kept(reply).type("text/css; charset=utf-8").send(sheet.body);
  const [, id] = /^([A-Za-z0-9_-]{43})\.(?:png|jpg|webp)$/.exec(file) ?? [];
  const found = id === undefined ? null : await desk.branding.picture(id);
  if (found === null || !pathOf(found.logo).endsWith(`/${file}`)) throw new Refusal("not_found");
  return kept(reply).type(found.logo.type).send(Buffer.from(found.body));
};
