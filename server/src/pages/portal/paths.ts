/** Where the pages of the portal are. Their forms are posted to the page that shows them. */

/** `environment` of an app, as addresses have it. */
type Environment = "test" | "live";

export interface PortalPaths {
  home: string;
  newOrganisation: string;
  accept: string;
  organisation(id: string): string;
  newApp(organisation: string): string;
  members(organisation: string): string;
  invite(organisation: string): string;
  member(organisation: string, person: string): string;
  removeMember(organisation: string, person: string): string;
  withdraw(organisation: string, invitation: string): string;
  leave(organisation: string): string;
  testPrograms(organisation: string): string;
  revokeTestProgram(organisation: string, program: string): string;
  organisationSettings(organisation: string): string;
  renameOrganisation(organisation: string): string;
  app(id: string): string;
  credentials(app: string, environment: Environment): string;
  access(app: string, environment: Environment): string;
  changeAccess(app: string, environment: Environment): string;
  secrets(app: string, environment: Environment): string;
  newSecret(app: string, environment: Environment): string;
  endSecret(app: string, environment: Environment, secret: string): string;
  service(app: string, environment: Environment): string;
  goLive(app: string): string;
  inspector(app: string): string;
  usage(app: string): string;
  testPeople(app: string): string;
  deleteTestPerson(app: string, person: string): string;
  playground(app: string): string;
  /** Makes what a run needs. */
  startPlayground(app: string): string;
  /** Registers the address at which the browser comes back, or removes it. */
  playgroundAddress(app: string): string;
  playgroundCallback: string;
  appSettings(app: string): string;
  deleteApp(app: string): string;
}

/** `base`: the issuer's path, before every address of ours. */
export function portalPaths(base: string): PortalPaths {
  const home = `${base}/portal`;
  const organisation = (id: string): string => `${home}/organisations/${id}`;
  const app = (id: string): string => `${home}/apps/${id}`;
  const client = (id: string, environment: Environment): string => `${app(id)}/${environment}`;
  return {
    home,
    newOrganisation: `${home}/organisations/new`,
    accept: `${home}/invitations/accept`,
    organisation,
    newApp: (id) => `${organisation(id)}/apps/new`,
    members: (id) => `${organisation(id)}/members`,
    invite: (id) => `${organisation(id)}/members/invite`,
    member: (id, person) => `${organisation(id)}/members/${person}`,
    removeMember: (id, person) => `${organisation(id)}/members/${person}/remove`,
    withdraw: (id, invitation) => `${organisation(id)}/invitations/${invitation}`,
    leave: (id) => `${organisation(id)}/leave`,
    testPrograms: (id) => `${organisation(id)}/test-programs`,
    revokeTestProgram: (id, program) => `${organisation(id)}/test-programs/${program}/revoke`,
    organisationSettings: (id) => `${organisation(id)}/settings`,
    renameOrganisation: (id) => `${organisation(id)}/rename`,
    app,
    credentials: (id, environment) => `${client(id, environment)}/credentials`,
    access: (id, environment) => `${client(id, environment)}/access`,
    changeAccess: (id, environment) => `${client(id, environment)}/access/change`,
    secrets: (id, environment) => `${client(id, environment)}/secrets`,
    newSecret: (id, environment) => `${client(id, environment)}/secrets/new`,
    endSecret: (id, environment, secret) => `${client(id, environment)}/secrets/${secret}`,
    service: (id, environment) => `${client(id, environment)}/service`,
    inspector: (id) => `${app(id)}/inspector`,
    usage: (id) => `${app(id)}/usage`,
    testPeople: (id) => `${app(id)}/test-people`,
    deleteTestPerson: (id, person) => `${app(id)}/test-people/${person}/delete`,
    playground: (id) => `${app(id)}/playground`,
    startPlayground: (id) => `${app(id)}/playground/start`,
    playgroundAddress: (id) => `${app(id)}/playground/address`,
    playgroundCallback: `${home}/playground/callback`,
    goLive: (id) => `${app(id)}/go-live`,
    appSettings: (id) => `${app(id)}/settings`,
    deleteApp: (id) => `${app(id)}/delete`,
  };
}
