/** What a connected app did, for the person in whose name it did it. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Called } from "../../oauth/agents/port.ts";
import type { ApiDocument, Resource } from "../../oauth/resource.ts";
import { renderActivity } from "../../pages/account/activity.tsx";
import type { ActivityDay } from "../../pages/models/agents.ts";
import type { Locale } from "../../pages/words/locale.ts";
import type { HttpContext } from "../context.ts";
import { formToken } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf } from "./browser.ts";
import { connectedAppView, disconnectPurpose } from "./connected-apps.ts";
import { readQuery } from "./form.ts";

/** A month of one busy agent; what is older is counted in its last lines no more. */
const MOST_LINES = 200;

export async function showActivity(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { ports, base } = context;
  const browser = await browserOf(context, request);
  if (browser.person === null) return seeOther(reply, `${base}/sign-in`);
  const id = readQuery(request).get("consent");
  const consents = await ports.consents.list(browser.person.id);
  // Somebody else's consent is simply not there.
  const consent = consents.find((one) => one.id === id);
  const client = consent === undefined ? null : await ports.clients.find(consent.client_id);
  if (consent === undefined || client === null) return seeOther(reply, `${base}/connected-apps`);
  const page = pageContext(context, request, null);
  const resource = await ports.resources.find(consent.resource);
  const document = resource === null ? null : await ports.resources.document(resource.id);
  const { left, activity } = await ports.permits.standing(consent.id, MOST_LINES);
  return sendPage(
    reply,
    renderActivity({
      context: page,
      app: connectedAppView(client),
      consentId: consent.id,
      days: daysOf(activity, resource, document, page.locale),
      left,
      until: consent.limits?.until ?? null,
      readOnly: consent.limits?.readOnly ?? false,
      now: ports.clock.now(),
      stopAction: `${base}/connected-apps/revoke`,
      csrf: formToken(context, browser.hash, disconnectPurpose),
      backPath: `${base}/connected-apps`,
    }),
  );
}

function daysOf(
  activity: readonly Called[],
  resource: Resource | null,
  document: ApiDocument | null,
  locale: Locale,
): ActivityDay[] {
  return [...Map.groupBy(activity, ({ day }) => day)].map(([at, lines]) => ({
    at,
    calls: lines.reduce((sum, { calls }) => sum + calls, 0),
    lines: lines.map((line) => ({
      words: inWords(line, resource, document, locale),
      route: `${line.method} ${line.path}`,
      calls: line.calls,
    })),
  }));
}

/** A parameter is `:id` to a guard and `{id}` in a document, and may have another name there. */
function unnamed(path: string): string {
  return path.replaceAll(/:[^/]+|\{[^/}]+\}/g, ":");
}

/** The API's own word for the route, or what its scopes allow; a route that has neither stands for itself. */
function inWords(
  { method, path, scope }: Called,
  resource: Resource | null,
  document: ApiDocument | null,
  locale: Locale,
): string {
  const route = document?.routes.find((one) => one.method === method && unnamed(one.path) === unnamed(path));
  const words = (resource?.scopes ?? [])
    .filter(({ name }) => scope.includes(name))
    .map((one) => one.words[locale] ?? one.words["en"] ?? one.name);
  // A document speaks one language; a scope may speak the reader's.
  if (route !== undefined && route.summary !== "" && (locale === "en" || words.length === 0))
    return route.summary;
  return words.length > 0 ? words.join(" · ") : (route?.summary ?? `${method} ${path}`);
}
