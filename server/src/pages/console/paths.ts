/** Where the pages of the console are. Their forms are posted to the page that shows them. */

export interface ConsolePaths {
  home: string;
  apps: string;
  app(id: string): string;
  decide(app: string): string;
  suspend(app: string): string;
  resume(app: string): string;
  organisations: string;
  organisation(id: string): string;
  verify(organisation: string): string;
  unverify(organisation: string): string;
  rename(organisation: string): string;
  people: string;
  person(id: string): string;
  disable(person: string): string;
  enable(person: string): string;
  endSessions(person: string): string;
  /** What people allowed one client. */
  consents(client_id: string): string;
  revokeOfPerson(person: string, consent: string): string;
  revokeOfClient(client_id: string, consent: string): string;
  funnel: string;
  apis: string;
  newApi: string;
  removeApi(api: string): string;
  newScope(api: string): string;
  scope(api: string, scope: string): string;
  changeScope(api: string, scope: string): string;
  removeScope(api: string, scope: string): string;
  versions: string;
  tokens: string;
  tokensOfPeople: string;
  endTokens(of: "client" | "person", id: string): string;
  keys: string;
  rotateKeys: string;
  revokeKey(kid: string): string;
  audit: string;
  auditFile(kind: "csv" | "json"): string;
  settings: string;
  branding: string;
  changeBranding: string;
  previewBranding: string;
}

/** `base`: the issuer's path, before every address of ours. */
export function consolePaths(base: string): ConsolePaths {
  const home = `${base}/console`;
  const app = (id: string): string => `${home}/apps/${id}`;
  const organisation = (id: string): string => `${home}/organisations/${id}`;
  const person = (id: string): string => `${home}/people/${id}`;
  const consents = (client_id: string): string => `${home}/clients/${client_id}/consents`;
  const apis = `${home}/apis`;
  // A colon of a template for routes stays one.
  const scope = (id: string, name: string): string =>
    `${apis}/${id}/scopes/${name.startsWith(":") ? name : encodeURIComponent(name)}`;
  return {
    home,
    apps: `${home}/apps`,
    app,
    decide: (id) => `${app(id)}/decision`,
    suspend: (id) => `${app(id)}/suspend`,
    resume: (id) => `${app(id)}/resume`,
    organisations: `${home}/organisations`,
    organisation,
    verify: (id) => `${organisation(id)}/verify`,
    unverify: (id) => `${organisation(id)}/unverify`,
    rename: (id) => `${organisation(id)}/rename`,
    people: `${home}/people`,
    person,
    disable: (id) => `${person(id)}/disable`,
    enable: (id) => `${person(id)}/enable`,
    endSessions: (id) => `${person(id)}/end-sessions`,
    consents,
    revokeOfPerson: (id, consent) => `${person(id)}/consents/${consent}`,
    revokeOfClient: (client_id, consent) => `${consents(client_id)}/${consent}`,
    funnel: `${home}/funnel`,
    apis,
    newApi: `${apis}/new`,
    removeApi: (id) => `${apis}/${id}/remove`,
    newScope: (id) => `${apis}/${id}/new-scope`,
    scope,
    changeScope: (id, name) => `${scope(id, name)}/change`,
    removeScope: (id, name) => `${scope(id, name)}/remove`,
    versions: `${home}/versions`,
    tokens: `${home}/tokens`,
    tokensOfPeople: `${home}/tokens?of=person`,
    endTokens: (of, id) => `${home}/tokens/${of}/${id}/end`,
    keys: `${home}/keys`,
    rotateKeys: `${home}/keys/rotate`,
    revokeKey: (kid) => `${home}/keys/${kid}/revoke`,
    audit: `${home}/audit`,
    auditFile: (kind) => `${home}/audit/export.${kind}`,
    settings: `${home}/settings`,
    branding: `${home}/branding`,
    changeBranding: `${home}/branding/change`,
    previewBranding: `${home}/branding/preview`,
  };
}
