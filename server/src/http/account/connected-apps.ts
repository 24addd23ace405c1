/** Connected apps: what a person has allowed, and the way to end it (ASVS 10.7.3). */
import type { FastifyReply, FastifyRequest } from "fastify";
import { stillPermitted } from "../../oauth/details/read.ts";
import { inWords } from "../../oauth/details/words.ts";
import { identityScopes } from "../../oauth/openid/scopes.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import { renderConnectedApps } from "../../pages/account/connected-apps.tsx";
import { inQuarantine, type Client } from "../../oauth/clients/client.ts";
import type { AppView, ConnectedApp } from "../../pages/models.ts";
import type { Locale } from "../../pages/words/locale.ts";
import type { HttpContext } from "../context.ts";
import { formToken, proveSameSite } from "../csrf.ts";
import { seeOther } from "../see-other.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { DamagedRow } from "../trouble.ts";
import { viaOf } from "../via.ts";
import { browserOf } from "./browser.ts";
import { readFormBody } from "./form.ts";
import { securityPath } from "./security.ts";

/** What the forms that end a connection are for. */
export const disconnectPurpose = "connected-apps";

export async function showConnectedApps(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const browser = await browserOf(context, request);
  if (browser.person === null) return seeOther(reply, `${context.base}/sign-in`);
  const page = pageContext(context, request, null);
  const { name, username } = browser.person;
  return sendPage(
    reply,
    renderConnectedApps({
      context: page,
      person: { name, username },
      apps: await connectedApps(context, browser.person.id, page.locale),
      revokeAction: `${context.base}/connected-apps/revoke`,
      csrf: formToken(context, browser.hash, disconnectPurpose),
      securityPath: securityPath(context),
      signOutPath: `${context.base}/sign-out`,
      disconnected: null,
    }),
  );
}

export async function disconnectApp(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = readFormBody(request);
  const browser = await browserOf(context, request);
  proveSameSite(context, request, browser.hash, disconnectPurpose, form.get("csrf"));
  if (browser.person === null) return seeOther(reply, `${context.base}/sign-in`);
  const { ports } = context;
  const subject = browser.person.id;
  // The subject is part of the statement: somebody else's consent is simply not there.
  if (await ports.consents.withdraw(form.get("consent") ?? "", subject, ports.clock.now(), viaOf(request)))
    ports.report({ name: "consent_withdrawn", subject });
  return seeOther(reply, `${context.base}/connected-apps`);
}

/** Null when there is none, or when its row is damaged: one app must not take the others from the page. */
async function unlessDamaged<T>(context: HttpContext, found: Promise<T | null>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (!(error instanceof DamagedRow)) throw error;
    report(context, error.message);
    return null;
  }
}

function report(context: HttpContext, reason: string): void {
  context.log("error", { event: "row_damaged", reason });
}

/** The app by whoever answers for it; one that nobody here registered by where it comes from. */
export function connectedAppView(client: Client): AppView {
  const unknown = inQuarantine(client);
  return {
    name: client.client_name,
    organisation: unknown ? hostOf(client) : client.organisation.name,
    verified: client.organisation.verified && !unknown,
    environment: client.environment,
  };
}

/** The host of its document, or else of where its answers go. */
function hostOf({ registration, client_id, redirect_uris }: Client): string {
  const at = registration?.kind === "document" ? client_id : (redirect_uris[0] ?? "");
  return URL.canParse(at) ? new URL(at).host || at : client_id;
}

async function connectedApps(context: HttpContext, subject: string, locale: Locale): Promise<ConnectedApp[]> {
  const { ports } = context;
  const apps: ConnectedApp[] = [];
  for (const consent of await ports.consents.list(subject)) {
    const client = await unlessDamaged(context, ports.clients.find(consent.client_id));
    const resource = await unlessDamaged(context, ports.resources.find(consent.resource));
    if (consent.damaged) report(context, `the row of consent ${consent.id} is damaged`);
    if (client === null) continue;
    apps.push({
      consentId: consent.id,
      app: connectedAppView(client),
      scopes: [...identityScopes, ...(resource?.scopes ?? [])]
        .filter((scope) => consent.scope.includes(scope.name))
        .map((scope) => scope.words[locale] ?? scope.words["en"] ?? scope.name),
      details:
        resource === null
          ? []
          : stillPermitted(consent.details, client, resource).map((one) => inWords(one, resource, locale)),
      lasting: client.policy.refresh_token === "always" || consent.scope.includes(OFFLINE_ACCESS),
      connectedAt: consent.createdAt,
      lastUsedAt: consent.lastUsedAt,
      activityPath:
        consent.limits == null
          ? null
          : `${context.base}/connected-apps/activity?consent=${encodeURIComponent(consent.id)}`,
    });
  }
  return apps;
}
