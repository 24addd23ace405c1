/** The few programs of the guide, as data: what they send, with whose values, and what they print. */
import type { GuideFacts } from "../facts.ts";
import { namesOf, pathOf } from "../names.ts";
import { exampleOf } from "./details.ts";

/** Sends parameters to an endpoint and prints members of the answer. */
export interface PostCall {
  kind: "post";
  url: string;
  body: "form" | "json";
  parameters: readonly (readonly [name: string, value: string])[];
  /** Members of the JSON answer; none where the answer is empty. */
  prints: readonly string[];
}

/** Calls the API and prints what it answers. */
export interface GetCall {
  kind: "get";
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
}

/** Makes the address to which the browser is sent, with PKCE and state, and prints what the app keeps. */
export interface AuthorizeCall {
  kind: "authorize";
  url: string;
  parameters: readonly (readonly [name: string, value: string])[];
}

/** RFC 8628: shows the person a code and an address, and asks until they have decided. */
export interface DeviceCall {
  kind: "device";
  /** Answers device_code, user_code, verification_uri_complete and interval. */
  start: PostCall;
  /** Asked until the answer is 200; the program adds device_code. */
  token: PostCall;
}

/** Makes the address to which the browser is sent to sign out, with a state, and prints what the app keeps. */
export interface LogoutCall {
  kind: "logout";
  url: string;
  parameters: readonly (readonly [name: string, value: string])[];
}

export type Call = PostCall | GetCall | AuthorizeCall | DeviceCall | LogoutCall;

/** What stands in the samples where nothing better is known. */
export interface Values {
  client_id: string;
  client_secret: string;
  redirect_uri: string;
  /** For a person, space-separated. */
  scope: string;
  /** For a machine. */
  machineScope: string;
  code: string;
  code_verifier: string;
  refresh_token: string;
  access_token: string;
  id_token: string;
  post_logout_redirect_uri: string;
}

/** `YOUR_CLIENT_ID`, in the company's word for it. */
function placeholder(label: string, otherwise: string): string {
  const word = label
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  return `YOUR_${word === "" ? otherwise : word}`;
}

/** The reader's values where there are some, placeholders where not. */
export function valuesOf(facts: GuideFacts): Values {
  const { reader, settings, api, grants } = facts;
  const known = api?.scopes ?? [];
  const wanted = known.filter(({ name }) => reader === null || reader.scopes.includes(name));
  const names = (reader === null ? wanted.slice(0, 2) : wanted).map(({ name }) => name);
  const offline =
    grants.has("refresh_token") &&
    settings.refresh_token === "offline_access" &&
    (reader === null || reader.scopes.includes("offline_access"));
  const machine = wanted.filter(({ person }) => !person).map(({ name }) => name);
  return {
    client_id: reader?.client_id ?? placeholder(settings.client_id_label, "CLIENT_ID"),
    client_secret: reader?.client_secret ?? placeholder(settings.client_secret_label, "CLIENT_SECRET"),
    redirect_uri: reader?.redirect_uri ?? "https://your-app.example/callback",
    scope: [...names, ...(offline ? ["offline_access"] : [])].join(" "),
    machineScope: (reader === null ? machine.slice(0, 1) : machine).join(" "),
    code: "THE_CODE",
    code_verifier: "THE_CODE_VERIFIER",
    refresh_token: "THE_REFRESH_TOKEN",
    access_token: "THE_ACCESS_TOKEN",
    id_token: "THE_ID_TOKEN",
    post_logout_redirect_uri: "https://your-app.example/signed-out",
  };
}

/** Every program that there can be. */
export interface Calls {
  machine: PostCall;
  authorize: AuthorizeCall;
  exchange: PostCall;
  refresh: PostCall;
  device: DeviceCall;
  tokenExchange: PostCall;
  /** Null while no API has types of details. */
  details: AuthorizeCall | null;
  logout: LogoutCall;
  revoke: PostCall;
  /** Null while no API is known. */
  call: GetCall | null;
}

/** A parameter that is left out when it would be empty. */
const scope = (value: string): [string, string][] => (value === "" ? [] : [["scope", value]]);

/** The programs of this server, with these values. */
export function callsOf(facts: GuideFacts, values: Values = valuesOf(facts)): Calls {
  const { metadata, settings, api } = facts;
  const { client_id, client_secret, redirect_uri } = values;
  const credentials = [
    ["client_id", client_id],
    ["client_secret", client_secret],
  ] as const;
  const post = (
    prints: readonly string[],
    ...parameters: readonly (readonly [string, string])[]
  ): PostCall => ({
    kind: "post",
    url: namesOf(facts).token,
    body: settings.guide_token_body,
    parameters,
    prints,
  });
  const tokens = ["access_token", "expires_in"];
  const authorize: AuthorizeCall = {
    kind: "authorize",
    url: metadata.authorization_endpoint,
    parameters: [
      ["response_type", "code"],
      ["client_id", client_id],
      ["redirect_uri", redirect_uri],
      ...scope(values.scope),
    ],
  };
  const type = facts.apis.flatMap(({ detailTypes }) => detailTypes).find(({ person }) => person);
  const details = type === undefined ? null : JSON.stringify([exampleOf(type)]);
  return {
    machine: post(
      tokens,
      ["grant_type", "client_credentials"],
      ...credentials,
      ...scope(values.machineScope),
    ),
    authorize,
    details:
      details === null
        ? null
        : { ...authorize, parameters: [...authorize.parameters, ["authorization_details", details]] },
    logout: {
      kind: "logout",
      url: metadata.end_session_endpoint,
      parameters: [
        ["id_token_hint", values.id_token],
        ["post_logout_redirect_uri", values.post_logout_redirect_uri],
      ],
    },
    exchange: post(
      facts.grants.has("refresh_token") ? [...tokens, "refresh_token"] : tokens,
      ["grant_type", "authorization_code"],
      ...credentials,
      ["redirect_uri", redirect_uri],
      ["code", values.code],
      ["code_verifier", values.code_verifier],
    ),
    refresh: post([...tokens, "refresh_token"], ["grant_type", "refresh_token"], ...credentials, [
      "refresh_token",
      values.refresh_token,
    ]),
    device: {
      kind: "device",
      start: {
        ...post([], ...credentials, ...scope(values.scope)),
        url: metadata.device_authorization_endpoint,
      },
      token: post(tokens, ["grant_type", "urn:ietf:params:oauth:grant-type:device_code"], ...credentials),
    },
    tokenExchange: post(
      tokens,
      ["grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"],
      ...credentials,
      ["subject_token", values.access_token],
      ["subject_token_type", "urn:ietf:params:oauth:token-type:access_token"],
    ),
    revoke: {
      ...post([], ...credentials, ["token", values.access_token]),
      url: metadata.revocation_endpoint,
    },
    call: api === null ? null : getCall(api, values.access_token),
  };
}

/** The first route that a token opens without further parameters. */
function getCall(api: NonNullable<GuideFacts["api"]>, access_token: string): GetCall {
  const { document, identifier } = api;
  const route = document?.routes.find(
    ({ method, path, public: open }) => method === "GET" && !open && !path.includes("{"),
  );
  const origin = URL.parse(document?.server ?? identifier)?.origin ?? identifier;
  const versions = document?.versions ?? null;
  return {
    kind: "get",
    url: origin + (route?.path ?? pathOf(identifier)),
    headers: [
      ["Authorization", `Bearer ${access_token}`],
      ...(versions === null ? [] : [[versions.header ?? "X-VERSION", versions.default] as const]),
    ],
  };
}
