/** The conformance suite's JSON configurations, plan by plan: our addresses, the clients, and what its browser does on our pages. */
import {
  asked,
  authorization,
  back,
  byForm,
  confirm,
  denial,
  errorPage,
  leaving,
  signedOut,
  signInPage,
  unregistered,
  type Override,
  type Visit,
} from "./browser.ts";
import type { Run } from "./run.ts";

export interface Config {
  alias: string;
  description: string;
  server: { discoveryUrl: string };
  browser: readonly Visit[];
  override: Readonly<Record<string, Override>>;
  client?: object;
  client2?: object;
  client_secret_post?: object;
  resource?: object;
}

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

const logoutOverrides = (run: Run): Readonly<Record<string, Override>> => {
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

const fapiOverrides = (run: Run): Readonly<Record<string, Override>> => {
  const dead = errorPage(run, "request_uri_invalid");
  const once = { ...authorization(run), "match-limit": 1 };
  const looksOnly: Visit = { ...once, comment: "The first visit only looks", tasks: [] };
  const all: Readonly<Record<string, Override>> = {
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
