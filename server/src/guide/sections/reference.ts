/** The ends of the guide: errors with their causes, limits, every address. */
import { REFUSALS } from "@gatehouse/guard";
import { refusals, type RefusalName } from "../../oauth/refusals.ts";
import type { GuideFacts } from "../facts.ts";
import { lasting, namesOf, pathOf } from "../names.ts";
import { paths } from "../../oauth/paths.ts";
import { code, codes, say, type Text } from "../text.ts";
import { heading, list, prose, table, wire, type WriteSection } from "./section.ts";

/** Which refusals an app can meet only when something is on; the first pattern that fits decides. */
const MET: readonly (readonly [names: RegExp, met: (facts: GuideFacts) => boolean])[] = [
  // Answered to people, to APIs and to guards.
  [
    /^(?:bearer|client_document|cross_site|pending|proof_gone|missing_token$|too_many_misses|status_query)/,
    () => false,
  ],
  [
    /^registration|^too_many_(?:registrations|documents)/,
    ({ metadata }) => metadata.registration_endpoint !== undefined,
  ],
  [/device/, ({ grants }) => grants.has("device_code")],
  [/^(?:subject|actor|exchange|missing_subject|token_type)/, ({ grants }) => grants.has("token_exchange")],
  [/^(?:missing_assertion|assertion_grant|assertion_without)/, ({ grants }) => grants.has("jwt_bearer")],
  [/^certificate/, ({ metadata }) => metadata.tls_client_certificate_bound_access_tokens === true],
  [/^details/, ({ metadata }) => metadata.authorization_details_types_supported !== undefined],
  [/refresh/, ({ grants }) => grants.has("refresh_token")],
  [/^get_not/, ({ settings }) => settings.token_endpoint_get !== "off"],
  [
    /authorize|redirect_uri|response_|code|state_|^request_(?:uri|obj|unsup)|^par_|prompt|max_age|claims|hint|_needed|acr_|person_denied|verifier|challenge|plain_/,
    ({ grants }) => grants.has("authorization_code"),
  ],
];

function meets(name: RefusalName, facts: GuideFacts): boolean {
  return MET.find(([names]) => names.test(name))?.[1](facts) ?? true;
}

export const errors: WriteSection = (facts) => {
  const { company } = namesOf(facts);
  const rows = (Object.keys(refusals) as RefusalName[])
    .filter((name) => meets(name, facts))
    .map((name): Text[] => {
      const { error, status, sentence } = refusals[name];
      return [say`${code(error)}`, [String(status)], [sentence]];
    })
    .toSorted(([a], [b]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return {
    id: "errors",
    title: "Errors",
    blocks: [
      prose(
        say`An error of ${company} is JSON with ${code("error")}, the code of the standard, and ${code("error_description")}, the cause as one of the sentences below. Every answer has an ${code("X-Request-Id")}: keep it, it is what support asks for.`,
      ),
      wire("A refused token request", [
        "HTTP/1.1 401 Unauthorized",
        "Content-Type: application/json",
        "",
        JSON.stringify(
          { error: refusals.unknown_client.error, error_description: refusals.unknown_client.sentence },
          null,
          2,
        ),
      ]),
      table(["Error", "Status", "Cause, and what to do"], rows),
      heading(say`Errors of the API`),
      prose(
        say`The API answers ${code("application/problem+json")} with ${code("reason")} (the name below) and ${code("detail")}.`,
      ),
      table(
        ["Reason", "Status", "Cause, and what to do"],
        Object.entries(REFUSALS)
          .filter(([, { dpop }]) => dpop !== true)
          .map(([name, { status, detail }]) => [say`${code(name)}`, [String(status)], [detail]]),
      ),
    ],
  };
};

export const limits: WriteSection = (facts) => {
  const { settings } = facts;
  return {
    id: "limits",
    title: "Limits",
    blocks: [
      table(
        ["What", "Limit"],
        [
          [
            say`Requests of one app at the token, introspection and revocation endpoints`,
            settings.client_requests_per_minute === 0
              ? say`none`
              : say`${String(settings.client_requests_per_minute)} in a minute`,
          ],
          [say`A request`, say`64 KiB of body, 8 KiB of query, 64 parameters, 4 KiB for one value`],
          [say`${code("state")}`, say`2048 bytes`],
          ...(facts.grants.has("authorization_code")
            ? [[say`The person's decision`, say`within ${lasting(settings.pending_seconds)}`]]
            : []),
        ],
      ),
      list(
        say`The answer tells what is left: ${codes(["RateLimit-Policy", "RateLimit"])}. Beyond the limit it is 429 with ${code("Retry-After")}.`,
        say`Limits are counted for your app, not for your address: a partner behind the same proxy takes nothing from you.`,
      ),
    ],
  };
};

export const endpoints: WriteSection = (facts) => {
  const { metadata, grants } = facts;
  const { token } = namesOf(facts);
  const same = [paths.token, ...paths.tokenAliases].filter(
    (path) => !token.endsWith(`${metadata.issuer}${path}`),
  );
  const people = grants.has("authorization_code");
  const rows: (Text[] | null)[] = [
    [say`Token`, say`${code(token)}`, say`POST, as form or JSON. The same endpoint is at ${codes(same)}.`],
    people
      ? [say`Authorization`, say`${code(metadata.authorization_endpoint)}`, say`GET or POST, in the browser`]
      : null,
    people
      ? [say`Pushed requests`, say`${code(metadata.pushed_authorization_request_endpoint)}`, say`POST`]
      : null,
    grants.has("device_code")
      ? [say`Device`, say`${code(metadata.device_authorization_endpoint)}`, say`POST`]
      : null,
    [say`Revocation`, say`${code(metadata.revocation_endpoint)}`, say`POST`],
    people ? [say`Userinfo`, say`${code(metadata.userinfo_endpoint)}`, say`GET or POST`] : null,
    people
      ? [say`Signing out`, say`${code(metadata.end_session_endpoint)}`, say`GET or POST, in the browser`]
      : null,
    metadata.registration_endpoint === undefined
      ? null
      : [say`Registration`, say`${code(metadata.registration_endpoint)}`, say`POST`],
    [say`Signing keys`, say`${code(metadata.jwks_uri)}`, say`GET`],
    [
      say`Metadata`,
      say`${code(metadata.issuer + paths.metadata)}`,
      say`GET; all of this for programs (RFC 8414)`,
    ],
  ];
  return {
    id: "endpoints",
    title: "Every address",
    blocks: [
      prose(
        say`No endpoint redirects what you POST: an address that answers with a redirect is not one of these. Bodies may be ${codes(["application/x-www-form-urlencoded", "application/json"])}; anything else is answered 415.`,
      ),
      table(
        ["What", "Where", "How"],
        rows.filter((row) => row !== null),
      ),
      prose(
        say`Many libraries need only the issuer: ${code(metadata.issuer)}. They find the rest at ${code(pathOf(metadata.issuer + paths.metadata))}.`,
      ),
    ],
  };
};
