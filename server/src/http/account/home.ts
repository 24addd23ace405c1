/** The front page: what this host is, for a person and for a developer. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { paths } from "../../oauth/metadata.ts";
import { renderHome } from "../../pages/account/home.tsx";
import type { HttpContext } from "../context.ts";
import { pageContext } from "../page-context.ts";
import { sendPage } from "../speak.ts";
import { browserOf } from "./browser.ts";
import { securityPath } from "./security.ts";

export async function home(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { person } = await browserOf(context, request);
  return sendPage(
    reply,
    renderHome({
      context: pageContext(context, request, null),
      person: person === null ? null : { name: person.name, username: person.username },
      signInPath: `${context.base}/sign-in`,
      signOutPath: `${context.base}/sign-out`,
      connectedAppsPath: `${context.base}/connected-apps`,
      securityPath: securityPath(context),
      metadataPath: paths.metadata + context.base,
      guidePath: `${context.base}/guide`,
      portalPath: `${context.base}/portal`,
      consolePath: person?.staff == null ? null : `${context.base}/console`,
      dev: context.dev,
    }),
  );
}
