/** Two companies in a whole Gatehouse, seen through browsers without JavaScript: members of every role, an app each. */
import { acceptInvitation, invite } from "../../src/desk/operations/organisations.ts";
import { createTestProgram } from "../../src/desk/operations/test-programs.ts";
import { perform } from "../../src/desk/perform.ts";
import type { Role } from "../../src/desk/caller.ts";
import { portalPaths, type PortalPaths } from "../../src/pages/portal/paths.ts";
import { callerOf, deskWorld, type DeskWorld } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser } from "../support/browser.ts";

export interface PortalWorld extends DeskWorld {
  paths: PortalPaths;
  /** The test program of each company. */
  programs: Readonly<Record<"ours" | "theirs", string>>;
  /** A browser in which this person has just signed in. */
  as(username: string): Promise<Browser>;
}

export async function portalWorld(): Promise<PortalWorld> {
  const world = await deskWorld({ management_api: "on" });
  cheapPasswords(world.server);
  const { store, desk } = world.server.gatehouse;
  const programs = { ours: "", theirs: "" };
  for (const whose of ["ours", "theirs"] as const) {
    const { app, organisation, owner } = world[whose];
    const wanted = { organisation: organisation.id, name: `${whose} program` };
    programs[whose] = (await perform(createTestProgram, desk, owner, wanted)).id;
    const simulated = { id: `sim_${whose}`, app: app.id, name: `${whose} Ida`, locale: null, claims: {} };
    await store.testPeople.create({ ...simulated, createdAt: world.server.clock.now() }, 1, owner.by);
  }
  return {
    ...world,
    paths: portalPaths(""),
    programs,
    async as(username) {
      const browser = new Browser(world.server.origin);
      const person = { id: "", username, password: world.server.person.password };
      await consentPage(world.server, "/sign-in", browser, person);
      return browser;
    },
  };
}

/** Every page about one company's things, by the name of its path. */
export function pagesOf(world: PortalWorld, whose: "ours" | "theirs"): Record<string, string> {
  const { organisation, app, viewer } = world[whose];
  const { paths } = world;
  const secret = app.clients[0]?.secrets[0]?.id ?? "";
  const person = viewer.person?.id ?? "";
  return {
    organisation: paths.organisation(organisation.id),
    newApp: paths.newApp(organisation.id),
    members: paths.members(organisation.id),
    invite: paths.invite(organisation.id),
    member: paths.member(organisation.id, person),
    removeMember: paths.removeMember(organisation.id, person),
    withdraw: paths.withdraw(organisation.id, "inv_1"),
    leave: paths.leave(organisation.id),
    testPrograms: paths.testPrograms(organisation.id),
    revokeTestProgram: paths.revokeTestProgram(organisation.id, world.programs[whose]),
    organisationSettings: paths.organisationSettings(organisation.id),
    renameOrganisation: paths.renameOrganisation(organisation.id),
    app: paths.app(app.id),
    appSettings: paths.appSettings(app.id),
    deleteApp: paths.deleteApp(app.id),
    goLive: paths.goLive(app.id),
    credentials: paths.credentials(app.id, "test"),
    access: paths.access(app.id, "test"),
    changeAccess: paths.changeAccess(app.id, "test"),
    secrets: paths.secrets(app.id, "test"),
    newSecret: paths.newSecret(app.id, "test"),
    endSecret: paths.endSecret(app.id, "test", secret),
    service: paths.service(app.id, "test"),
    inspector: paths.inspector(app.id),
    usage: paths.usage(app.id),
    testPeople: paths.testPeople(app.id),
    deleteTestPerson: paths.deleteTestPerson(app.id, `sim_${whose}`),
    playground: paths.playground(app.id),
    startPlayground: `${paths.startPlayground(app.id)}?flow=code`,
    playgroundAddress: `${paths.playgroundAddress(app.id)}?to=add`,
  };
}

/** Makes a person a member by an invitation. */
export async function join(world: PortalWorld, username: string, role: Role): Promise<string> {
  const { server, ours } = world;
  const person = await server.addPerson(username);
  const { desk } = server.gatehouse;
  let secret = "";
  const sent = { ...desk, sendInvitation: async (_: unknown, text: string) => void (secret = text) };
  const email = `${username}@example.com`;
  await perform(invite, sent, ours.owner, { organisation: ours.organisation.id, email, role });
  const caller = await callerOf(server, person);
  await perform(acceptInvitation, desk, caller, { secret });
  return person.id;
}
