/** Every address of the console; only staff come in. A form is posted to the page that shows it. */
import { consolePaths } from "../../pages/console/paths.ts";
import type { Handler, Route } from "../route.ts";
import { acts } from "./acts.ts";
import { changeScope, newApi, newScope, showApis, showScope, showTokens, showVersions } from "./apis.ts";
import { auditAsCsv, auditAsJson, showAudit } from "./audit.ts";
import { changeLooks, previewLooks, showBranding, UPLOAD_BYTES } from "./branding.ts";
import { staffOnly } from "./enter.ts";
import { showFunnel } from "./funnel.ts";
import { showApps, showOrganisations, showPeople } from "./lists.ts";
import { showApp, showConsents, showOrganisation, showPerson } from "./one.ts";
import { showKeys, showSettings } from "./platform.ts";
import { decision, showRequests } from "./requests.ts";

/** As Fastify writes what varies in an address. */
const at = consolePaths("");
const app = ":app";
const organisation = ":organisation";
const person = ":person";
const client_id = ":client_id";
const api = ":api";
const scope = ":scope";

const page = (path: string, handler: Handler): Route => ({
  methods: ["GET"],
  path,
  handler: staffOnly(handler),
  voice: "page",
});

function form(
  path: string,
  { show, submit }: { show: Handler; submit: Handler },
  bodyLimit?: number,
): Route[] {
  const larger = bodyLimit === undefined ? {} : { bodyLimit };
  return [
    page(path, show),
    { methods: ["POST"], path, handler: staffOnly(submit), voice: "page", ...larger },
  ];
}

/* oxfmt-ignore */
export const consoleRoutes: readonly Route[] = [
  page(at.home, showRequests),
  page(at.apps, showApps),
  page(at.app(app), showApp),
  ...form(at.decide(app), decision),
  ...form(at.suspend(app), acts.suspend),
  ...form(at.resume(app), acts.resume),
  page(at.organisations, showOrganisations),
  page(at.organisation(organisation), showOrganisation),
  ...form(at.verify(organisation), acts.verify),
  ...form(at.unverify(organisation), acts.unverify),
  ...form(at.rename(organisation), acts.rename),
  page(at.people, showPeople),
  page(at.person(person), showPerson),
  ...form(at.disable(person), acts.disable),
  ...form(at.enable(person), acts.enable),
  ...form(at.endSessions(person), acts.end_sessions),
  ...form(at.revokeOfPerson(person, ":consent"), acts.revokeOfPerson),
  page(at.consents(client_id), showConsents),
  ...form(at.revokeOfClient(client_id, ":consent"), acts.revokeOfClient),
  page(at.funnel, showFunnel),
  page(at.apis, showApis),
  ...form(at.newApi, newApi),
  ...form(at.removeApi(api), acts.remove_api),
  ...form(at.newScope(api), newScope),
  page(at.scope(api, scope), showScope),
  ...form(at.changeScope(api, scope), changeScope),
  ...form(at.removeScope(api, scope), acts.remove_scope),
  page(at.versions, showVersions),
  page(at.tokens, showTokens),
  ...form(`${at.tokens}/:of/:id/end`, acts.end_tokens),
  page(at.keys, showKeys),
  ...form(at.rotateKeys, acts.rotate_keys),
  ...form(at.revokeKey(":kid"), acts.revoke_key),
  page(at.audit, showAudit),
  page(at.auditFile("csv"), auditAsCsv),
  page(at.auditFile("json"), auditAsJson),
  page(at.settings, showSettings),
  page(at.branding, showBranding),
  ...form(at.changeBranding, changeLooks, UPLOAD_BYTES),
  ...form(at.previewBranding, previewLooks),
];
