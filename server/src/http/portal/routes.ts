/** Every address of the portal. A form is posted to the page that shows it. */
import { portalPaths } from "../../pages/portal/paths.ts";
import type { Handler, Route } from "../route.ts";
import { changeAccess, showAccess } from "./access.ts";
import { appSettings, removeApp, service, showApp } from "./app.ts";
import { newApp, showCredentials } from "./create.ts";
import { goLive } from "./go-live.ts";
import { newOrganisation, portalHome, showApps } from "./home.ts";
import { accept, leave, organisationSettings, rename } from "./organisation.ts";
import { showInspector } from "./inspector.ts";
import { removeTestPerson, testPeople } from "./test-people.ts";
import { revokeProgram, testPrograms } from "./test-programs.ts";
import { showUsage } from "./usage.ts";
import { takeCallback } from "./playground/callback.ts";
import { address, playground, startRun } from "./playground/pages.ts";
import { newSecret, removeSecret, showSecrets } from "./secrets.ts";
import { changeRole, inviteMember, removeMember, showMembers, withdraw } from "./team.ts";

/** As Fastify writes what varies in an address. */
const at = portalPaths("");
const organisation = ":organisation";
const app = ":app";
const environment = ":environment" as "test";

const page = (path: string, handler: Handler): Route => ({ methods: ["GET"], path, handler, voice: "page" });

function form(path: string, { show, submit }: { show: Handler; submit: Handler }): Route[] {
  return [page(path, show), { methods: ["POST"], path, handler: submit, voice: "page" }];
}

/* oxfmt-ignore */
export const portalRoutes: readonly Route[] = [
  page(at.home, portalHome),
  ...form(at.newOrganisation, newOrganisation),
  page(at.organisation(organisation), showApps),
  ...form(at.newApp(organisation), newApp),
  page(at.members(organisation), showMembers),
  ...form(at.invite(organisation), inviteMember),
  ...form(at.member(organisation, ":person"), changeRole),
  ...form(at.removeMember(organisation, ":person"), removeMember),
  ...form(at.withdraw(organisation, ":invitation"), withdraw),
  ...form(at.testPrograms(organisation), testPrograms),
  ...form(at.revokeTestProgram(organisation, ":program"), revokeProgram),
  page(at.organisationSettings(organisation), organisationSettings),
  ...form(at.renameOrganisation(organisation), rename),
  ...form(at.leave(organisation), leave),
  ...form(at.accept, accept),
  page(at.app(app), showApp),
  ...form(at.appSettings(app), appSettings),
  ...form(at.deleteApp(app), removeApp),
  page(at.playgroundCallback, takeCallback),
  ...form(at.playground(app), playground),
  ...form(at.startPlayground(app), startRun),
  ...form(at.playgroundAddress(app), address),
  page(at.inspector(app), showInspector),
  page(at.usage(app), showUsage),
  ...form(at.testPeople(app), testPeople),
  ...form(at.deleteTestPerson(app, ":person"), removeTestPerson),
  ...form(at.goLive(app), goLive),
  page(at.credentials(app, environment), showCredentials),
  page(at.access(app, environment), showAccess),
  ...form(at.changeAccess(app, environment), changeAccess),
  page(at.secrets(app, environment), showSecrets),
  ...form(at.newSecret(app, environment), newSecret),
  ...form(at.endSecret(app, environment, ":secret"), removeSecret),
  ...form(at.service(app, environment), service),
];
