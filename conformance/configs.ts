/** The conformance suite's JSON configurations, plan by plan: our addresses, the clients, and what its browser does on our pages, by element id. */

/** A client as the suite is told of it. */
export interface SuiteClient {
  client_id: string;
  client_secret?: string;
  scope?: string;
  /** RFC 7517, with the private part: the suite signs with it. */
  jwks?: { keys: readonly object[] };
}

export interface Person {
  username: string;
  password: string;
}

/** Everything that differs from one run to the next. */
export interface Run {
  /** Our issuer, https, as the suite reaches it. */
  issuer: string;
  /** The suite's own address, e.g. https://localhost.emobix.co.uk:8443. */
  suite: string;
  /** Names the redirect URIs at the suite: `<suite>/test/a/<alias>/callback`. */
  alias: string;
  person: Person;
  /** Somebody who never allows anything: what the other one allowed once is not asked again. */
  stranger: Person;
  /** Two clients with client_secret_basic, and one with client_secret_post. */
  basic: readonly [SuiteClient, SuiteClient];
  post: SuiteClient;
  /** RFC 7591 §1.2, for the clients that the suite registers itself. */
  initialAccessToken: string;
  /** Two FAPI 2.0 clients of each kind. */
  fapi: Readonly<
    Record<"plain_oauth" | "openid_connect" | "client_credentials", readonly [SuiteClient, SuiteClient]>
  >;
  /** An API behind the guard that a scope of `fapi.plain_oauth` opens. */
  resource: string;
}

export type Command = readonly [verb: string, by: string, what: string, ...more: (string | number)[]];
export interface Task {
  task: string;
  match: string;
  optional?: true;
  commands?: readonly Command[];
}
/** What the browser does after it was sent to an address that matches. */
export interface Visit {
  comment?: string;
  match: string;
  "match-limit"?: number;
  tasks: readonly Task[];
}
export interface Config {
  alias: string;
  description: string;
  server: { discoveryUrl: string };
  browser: readonly Visit[];
  override: Readonly<Record<string, { browser: readonly Visit[] }>>;
  client?: object;
  client2?: object;
  client_secret_post?: object;
  resource?: object;
}

/** Fills a screenshot placeholder from the page that is there, if the module has one. */
const picture: Command = ["wait", "id", "username", 10, ".*", "update-image-placeholder-optional"];

const signIn = ({ issuer, person }: Pick<Run, "issuer" | "person">): Task => ({
  task: "Sign in",
  optional: true,
  match: `${issuer}/sign-in*`,
  commands: [
    picture,
    ["text", "id", "username", person.username],
    ["text", "id", "password", person.password],
    ["click", "id", "submit-login"],
  ],
});

/** On the same path, where nothing is left to ask, stands the form of form_post. */
const decide = ({ issuer }: Run, button: "allow" | "deny"): Task => ({
  task: button === "allow" ? "Allow" : "Deny",
  optional: true,
  match: `${issuer}/consent*`,
  commands: [["click", "id", button, "optional"]],
});

/** Only the suite's own origin: our authorization endpoint holds the same address in its query. */
const arrived = ({ suite, alias }: Run): Task => ({
  task: "Verify complete",
  match: `${suite}/test/a/${alias}/callback*`,
  commands: [["wait", "id", "submission_complete", 10]],
});

const authorization = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [signIn(run), decide(run, "allow"), arrived(run)],
});

const denial = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [signIn({ ...run, person: run.stranger }), decide(run, "deny"), arrived(run)],
});

/** OAuth 2.0 Form Post Response Mode: our script sends the form; where no script runs, the button does. */
const byForm = (run: Run): Visit => ({
  match: `${run.issuer}/oauth/authorize*`,
  tasks: [
    signIn(run),
    decide(run, "allow"),
    {
      task: "Send the answer",
      optional: true,
      match: `${run.issuer}/*`,
      commands: [["click", "id", "continue", "optional"]],
    },
    arrived(run),
  ],
});

const page = (run: Run, what: string, match: string, text: string): Visit => ({
  comment: what,
  match,
  tasks: [
    {
      task: what,
      match: `${run.issuer}/*`,
      commands: [["wait", "xpath", "//*", 10, text, "update-image-placeholder"]],
    },
  ],
});

/** A "no" on our own page carries the refusal's name in docs/refusals.md. */
const errorPage = (run: Run, refusal: string): { browser: readonly Visit[] } => ({
  browser: [page(run, `Expect our page with ${refusal}`, `${run.issuer}/oauth/authorize*`, refusal)],
});

/** The sign-in page itself is what is looked at. */
const signInPage = (run: Run, text: string): { browser: readonly Visit[] } => ({
  browser: [page(run, "Expect the sign-in page", `${run.issuer}/oauth/authorize*`, text)],
});

const unregistered = (run: Run): Config["override"] => ({
  "oidcc-ensure-registered-redirect-uri": errorPage(run, "redirect_uri_unregistered"),
});

const confirm = ({ issuer }: Run): Task => ({
  task: "Confirm",
  optional: true,
  match: `${issuer}/sign-out*`,
  commands: [["click", "id", "confirm-logout"]],
});

const signedOut = ({ issuer }: Run): Task => ({
  task: "Signed out",
  match: `${issuer}/signed-out*`,
  commands: [["wait", "xpath", "//*", 10, ".*", "update-image-placeholder"]],
});

const leaving = (run: Run, tasks: readonly Task[]): Visit => ({
  match: `${run.issuer}/oauth/logout*`,
  tasks,
});

const back = ({ suite, alias }: Run): Task => ({
  task: "Back at the client",
  match: `${suite}/test/a/${alias}/post_logout_redirect*`,
});

/** Where the person is asked: the question is what the suite wants a picture of. */
const asked = ({ issuer }: Run): Task => ({
  task: "The person is asked",
  match: `${issuer}/sign-out*`,
  commands: [["wait", "id", "confirm-logout", 10, ".*", "update-image-placeholder"]],
});

const common = (run: Run, description: string): Pick<Config, "alias" | "description" | "server"> => ({
  alias: run.alias,
  description,
  server: { discoveryUrl: `${run.issuer}/.well-known/openid-configuration` },
});

const secrets = ({ basic: [client, client2], post }: Run): Partial<Config> => ({
  client,
  client2,
  client_secret_post: post,
});

const logoutOverrides = (run: Run): Config["override"] => {
  const stays = [
    "bad-post-logout-redirect-uri",
    "modified-id-token-hint",
    "no-id-token-hint",
    "bad-id-token-hint",
  ];
  const all = [...stays, "query-added-to-post-logout-redirect-uri"].map(
    (name) => [name, [asked(run)]] as const,
  );
  const done = ["no-params", "only-state", "no-post-logout-redirect-uri"].map(
    (name) => [name, [confirm(run), signedOut(run)]] as const,
  );
  return Object.fromEntries(
    [...all, ...done].map(([name, tasks]) => [
      `oidcc-rp-initiated-logout-${name}`,
      { browser: [authorization(run), leaving(run, tasks)] },
    ]),
  );
};

const fapiOverrides = (run: Run): Config["override"] => {
  const dead = errorPage(run, "request_uri_invalid");
  const once = { ...authorization(run), "match-limit": 1 };
  const looksOnly: Visit = { ...once, comment: "The first visit only looks", tasks: [] };
  const all: Config["override"] = {
    "user-rejects-authentication": { browser: [denial(run)] },
    "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds": {
      browser: [looksOnly, authorization(run)],
    },
    "par-attempt-reuse-request_uri": { browser: [once, ...dead.browser] },
    "par-attempt-to-use-expired-request_uri": dead,
    "par-attempt-to-use-request_uri-for-different-client": dead,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, override]) => [`fapi2-security-profile-final-${name}`, override]),
  );
};

const fapi = (run: Run, kind: keyof Run["fapi"]): Config => {
  const [client, client2] = run.fapi[kind];
  const resourceUrl = kind === "openid_connect" ? `${run.issuer}/oauth/userinfo` : run.resource;
  const document = kind === "openid_connect" ? "openid-configuration" : "oauth-authorization-server";
  return {
    ...common(run, `FAPI 2.0 Security Profile, ${kind}`),
    server: { discoveryUrl: `${run.issuer}/.well-known/${document}` },
    client: { ...client, dpop_signing_alg: "ES256" },
    client2: { ...client2, dpop_signing_alg: "ES256" },
    resource: { resourceUrl, resourceMethod: "GET" },
    browser: kind === "client_credentials" ? [] : [authorization(run)],
    override: kind === "client_credentials" ? {} : fapiOverrides(run),
  };
};

/** File name to configuration. The names are the suite's plans. */
export function configs(run: Run): Readonly<Record<string, Config>> {
  const dynamic = {
    client: { client_name: "Conformance one", initial_access_token: run.initialAccessToken },
    client2: { client_name: "Conformance two", initial_access_token: run.initialAccessToken },
  };
  return {
    "oidcc-config": { ...common(run, "Config OP"), browser: [], override: {} },
    "oidcc-basic": {
      ...common(run, "Basic OP"),
      ...secrets(run),
      browser: [authorization(run)],
      override: unregistered(run),
    },
    "oidcc-formpost-basic": {
      ...common(run, "Form Post Basic OP"),
      ...secrets(run),
      browser: [byForm(run)],
      override: unregistered(run),
    },
    "oidcc-dynamic": {
      ...common(run, "Dynamic OP"),
      ...dynamic,
      browser: [authorization(run)],
      override: {
        "oidcc-ensure-redirect-uri-in-authorization-request": errorPage(run, "redirect_uri_missing"),
        "oidcc-redirect-uri-query-mismatch": errorPage(run, "redirect_uri_unregistered"),
        "oidcc-redirect-uri-query-added": errorPage(run, "redirect_uri_unregistered"),
        "oidcc-registration-logo-uri": signInPage(run, "Conformance one"),
        "oidcc-registration-policy-uri": signInPage(run, "Conformance one"),
        "oidcc-registration-tos-uri": signInPage(run, "Conformance one"),
      },
    },
    "oidcc-rp-initiated-logout": {
      ...common(run, "RP-Initiated Logout OP"),
      ...secrets(run),
      browser: [authorization(run), leaving(run, [confirm(run), back(run)])],
      override: logoutOverrides(run),
    },
    "oidcc-backchannel-rp-initiated-logout": {
      ...common(run, "Back-Channel Logout OP"),
      ...secrets(run),
      browser: [authorization(run), leaving(run, [confirm(run), back(run)])],
      override: {},
    },
    "fapi2-security-profile-final-plain-oauth": fapi(run, "plain_oauth"),
    "fapi2-security-profile-final-openid-connect": fapi(run, "openid_connect"),
    "fapi2-security-profile-final-client-credentials": fapi(run, "client_credentials"),
  };
}
