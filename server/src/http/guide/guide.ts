/** The integration guide: as a page with the reader's own values, as Markdown, and as llms.txt. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { GuideFacts } from "../../guide/facts.ts";
import { guideOf } from "../../guide/guide.ts";
import { llms } from "../../guide/llms.ts";
import { markdown } from "../../guide/markdown.ts";
import type { LanguageId } from "../../guide/samples/language.ts";
import { LANGUAGES } from "../../guide/samples/languages.ts";
import { copyScript } from "../../pages/copy-script.ts";
import { renderGuide } from "../../pages/guide/guide.tsx";
import { warm } from "../../pages/guide/highlight.ts";
import type { GuideModel } from "../../pages/guide/model.ts";
import { guideScript } from "../../pages/guide/script.ts";
import { guideStylesheet } from "../../pages/guide/stylesheet.ts";
import { sha256 } from "../../lib/hash.ts";
import { browserOf } from "../account/browser.ts";
import type { HttpContext } from "../context.ts";
import { contentSecurityPolicy } from "../headers.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { pageCache, type PageCache } from "./page-cache.ts";
import { testApps } from "./test-apps.ts";

/** For pages that everybody gets alike: in some languages, with each language of samples first. */
const MOST_BYTES = 8 * 1024 * 1024;

/** One value of the query; of several the first. */
function asked(request: FastifyRequest, name: string): string | null {
  const query = new URL(request.url, "http://guide.invalid").searchParams;
  return query.get(name);
}

/** The language of samples that `?language=` names. */
function languageOf(request: FastifyRequest): LanguageId | null {
  return LANGUAGES.find(({ id }) => id === asked(request, "language"))?.id ?? null;
}

/** `?app=` chooses among the reader's own test apps, `?language=` the language of the samples. */
export async function showGuide(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { person } = await browserOf(context, request);
  const apps = person === null ? [] : await testApps(context, person.id);
  const wanted = asked(request, "app");
  const chosen = apps.find(({ id }) => id === wanted) ?? apps[0] ?? null;
  const guide = guideOf(await context.guide(chosen?.reader ?? null));
  await warm(guide);
  const language = languageOf(request) ?? "curl";
  const path = `${context.base}/guide`;
  void reply.header("content-security-policy", `${contentSecurityPolicy()}; script-src 'self'`);
  const model: GuideModel = {
    context: { ...pageContext(context, request, null), stylesheet: context.base + guideStylesheet.path },
    guide,
    language,
    scripts: [copyScript, guideScript].map(({ path: script }) => context.base + script),
    homePath: `${context.base}/`,
    markdownPath: `${path}.md`,
    apps: apps.map(({ id, reader }) => ({
      name: reader.app,
      path: `${path}?${new URLSearchParams({ app: id }).toString()}`,
      chosen: id === chosen?.id,
    })),
  };
  return sendPage(reply, apps.length === 0 ? drawn(context, model) : renderGuide(model));
}

const pages = new WeakMap<HttpContext, PageCache>();

/** Draws the page, or takes it as it was drawn for somebody before: 30 ms are much for a page that anybody may ask for. */
function drawn(context: HttpContext, model: GuideModel): string {
  const known = pages.get(context) ?? pageCache(MOST_BYTES);
  pages.set(context, known);
  return known.get(sha256(JSON.stringify(model)), () => renderGuide(model));
}

/** `?language=` leaves the samples of one language. */
export function guideAsMarkdown(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const only = languageOf(request);
  return sendText(context, request, reply, "text/markdown", (facts) => markdown(guideOf(facts), only));
}

export function guideForModels(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return sendText(context, request, reply, "text/plain", (facts) =>
    llms(guideOf(facts), context.ports.issuer),
  );
}

/** What everybody gets alike, with an ETag. */
async function sendText(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  type: string,
  write: (facts: GuideFacts) => string,
): Promise<FastifyReply> {
  const text = write(await context.guide(null));
  const etag = `"${sha256(text).slice(0, 22)}"`;
  void reply.header("cache-control", "public, max-age=300").header("etag", etag);
  if (request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.type(`${type}; charset=utf-8`).send(text);
}
