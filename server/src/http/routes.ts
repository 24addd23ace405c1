/** Every address that people and the management API ask, on one screen; those of the protocol are in protocol-routes.ts. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { MANAGEMENT_PATH, routePath } from "../desk/management.ts";
import { operations } from "../desk/operations/index.ts";
import { paths } from "../oauth/metadata.ts";
import { favicon } from "../pages/favicon.ts";
import { decideConsent, showConsent } from "./account/consent.ts";
import { showActivity } from "./account/activity.ts";
import { disconnectApp, showConnectedApps } from "./account/connected-apps.ts";
import { deviceAllowed, deviceDenied, showDevice, submitDevice } from "./account/device.ts";
import { showDevMail } from "./account/dev-mail.ts";
import { proofSteps } from "./account/email-proofs.ts";
import { askHandover, askUpstream, takeHandover, takeUpstream } from "./account/federated.ts";
import { beginNewEmail, showNewEmail, showNewEmailCode, takeNewEmailCode } from "./account/new-email.ts";
import { finishReset, finishSignUp, showFinish } from "./account/finish.ts";
import { home } from "./account/home.ts";
import { logout } from "./account/logout.ts";
import { addKey, removeKey, renameKey } from "./account/passkeys.ts";
import { submitPasskey } from "./account/passkey-sign-in.ts";
import { showReAuthenticate, submitReAuthenticate } from "./account/re-authenticate.ts";
import { showSecondFactor, submitSecondFactor } from "./account/second-factor.ts";
import { changePassword, endOtherSessions, endSession, showSecurity } from "./account/security.ts";
import { beginCodes, confirmCodes, endCodes, renewCodes, showSetup } from "./account/two-step.ts";
import { showSignIn, submitSignIn, switchAccount } from "./account/sign-in.ts";
import { confirmSignOut, signedOut, signOut } from "./account/sign-out.ts";
import { openapi } from "./api/openapi.ts";
import { operate } from "./api/operate.ts";
import { resourceMetadata } from "./api/resource.ts";
import { assets } from "./assets.ts";
import { brandAsset } from "./brand.ts";
import { consoleRoutes } from "./console/routes.ts";
import type { HttpContext } from "./context.ts";
import { guideAsMarkdown, guideForModels, showGuide } from "./guide/guide.ts";
import { authorize } from "./oauth/authorize.ts";
import { portalRoutes } from "./portal/routes.ts";
import { route, waiting, type Route } from "./route.ts";
import { securityTxt } from "./security-txt.ts";
import { seeOther } from "./see-other.ts";

const proofRoutes = (path: string, steps: ReturnType<typeof proofSteps>): Route[] => [
  route(["GET"], path, steps.ask, "page"),
  route(["POST"], path, steps.begin, "page"),
  route(["GET"], `${path}/code`, steps.askCode, "page"),
  route(["POST"], `${path}/code`, steps.takeCode, "page"),
  route(["GET"], `${path}/link`, steps.followLink, "page"),
  route(["POST"], `${path}/link`, steps.takeLink, "page"),
];

/* oxfmt-ignore */
export const routes: readonly Route[] = [
  // The management API
  route(["GET"], `${MANAGEMENT_PATH}/openapi.json`, openapi, "problem"),
  route(["GET"], `/.well-known/oauth-protected-resource${MANAGEMENT_PATH}`, resourceMetadata, "problem", true),
  ...operations.map((each): Route => {
    const own = route([each.method], routePath(each.path), operate(each), "problem");
    return each.bodyLimit === undefined ? own : Object.assign(own, { bodyLimit: each.bodyLimit });
  }),
  // People
  route(["GET", "POST"], paths.logout, logout, "page"),
  route(["GET", "POST"], paths.authorize, authorize, "page"),
  route(["GET"], "/", home, "page"),
  route(["GET"], "/guide", showGuide, "page"),
  route(["GET"], "/guide.md", guideAsMarkdown, "page"),
  route(["GET"], "/llms.txt", guideForModels, "page"),
  route(["GET"], "/sign-in", showSignIn, "page"),
  route(["POST"], "/sign-in", submitSignIn, "page"),
  ...proofRoutes("/sign-up", proofSteps("sign_up")),
  route(["GET"], "/sign-up/finish", showFinish("sign_up"), "page"),
  route(["POST"], "/sign-up/finish", finishSignUp, "page"),
  ...proofRoutes("/reset", proofSteps("reset")),
  route(["GET"], "/reset/finish", showFinish("reset"), "page"),
  route(["POST"], "/reset/finish", finishReset, "page"),
  route(["GET"], "/.well-known/security.txt", securityTxt, "page"),
  route(["GET"], "/.well-known/change-password", whereToChangePassword, "page"),
  route(["GET"], "/dev/mail", showDevMail, "page"),
  route(["GET"], "/re-authenticate", showReAuthenticate, "page"),
  route(["POST"], "/re-authenticate", submitReAuthenticate, "page"),
  route(["POST"], "/re-authenticate/passkey", submitPasskey("re-authenticate"), "page"),
  route(["POST"], "/sign-in/passkey", submitPasskey("sign-in"), "page"),
  waiting("/sign-in/upstream/start", askUpstream, "page"),
  waiting("/sign-in/upstream", takeUpstream, "page"),
  route(["GET"], "/sign-in/handover/start", askHandover, "page"),
  route(["GET"], "/sign-in/handover", takeHandover, "page"),
  route(["GET"], "/sign-in/code", showSecondFactor, "page"),
  route(["POST"], "/sign-in/code", submitSecondFactor, "page"),
  route(["GET"], "/account/security", showSecurity, "page"),
  route(["POST"], "/account/password", changePassword, "page"),
  route(["GET"], "/account/email", showNewEmail, "page"),
  route(["POST"], "/account/email", beginNewEmail, "page"),
  route(["GET"], "/account/email/code", showNewEmailCode, "page"),
  route(["POST"], "/account/email/code", takeNewEmailCode, "page"),
  route(["POST"], "/account/sessions/end", endSession, "page"),
  route(["POST"], "/account/sessions/end-others", endOtherSessions, "page"),
  route(["POST"], "/account/two-step/begin", beginCodes, "page"),
  route(["GET"], "/account/two-step", showSetup, "page"),
  route(["POST"], "/account/two-step", confirmCodes, "page"),
  route(["POST"], "/account/two-step/codes", renewCodes, "page"),
  route(["POST"], "/account/two-step/off", endCodes, "page"),
  route(["POST"], "/account/passkeys/add", addKey, "page"),
  route(["POST"], "/account/passkeys/rename", renameKey, "page"),
  route(["POST"], "/account/passkeys/remove", removeKey, "page"),
  route(["POST"], "/switch-account", switchAccount, "page"),
  route(["GET"], "/consent", showConsent, "page"),
  route(["POST"], "/consent", decideConsent, "page"),
  route(["GET"], paths.devicePage, showDevice, "page"),
  route(["POST"], paths.devicePage, submitDevice, "page"),
  route(["GET"], `${paths.devicePage}/allowed`, deviceAllowed, "page"),
  route(["GET"], `${paths.devicePage}/denied`, deviceDenied, "page"),
  route(["GET"], "/sign-out", confirmSignOut, "page"),
  route(["POST"], "/sign-out", signOut, "page"),
  route(["GET"], "/signed-out", signedOut, "page"),
  route(["GET"], "/connected-apps", showConnectedApps, "page"),
  route(["GET"], "/connected-apps/activity", showActivity, "page"),
  route(["POST"], "/connected-apps/revoke", disconnectApp, "page"),
  ...portalRoutes,
  ...consoleRoutes,
  ...assets,
  route(["GET"], "/assets/brand/:file", brandAsset, "page"),
  route(["GET"], favicon.path, sendFavicon, "page"),
];

/** The W3C's well-known address for changing passwords: password managers lead people there. */
function whereToChangePassword(
  context: HttpContext,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  return seeOther(reply, `${context.base}/account/security`);
}

/** Browsers ask for it without being told to, on every first visit. */
function sendFavicon(_context: HttpContext, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "public, max-age=86400").type("image/svg+xml").send(favicon.body);
}
