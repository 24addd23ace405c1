/** From a "no" and its facts to what this developer did: the general row, made precise where the facts tell more. */
import { callDiagnosisOf } from "../../oauth/call-diagnoses.ts";
import { diagnosisOf, type Diagnosis } from "../../oauth/diagnoses.ts";
import type { Difference, Facts, StoredEvent } from "./event.ts";

type About = Pick<StoredEvent, "kind" | "refusal" | "environment" | "facts">;

/** Null when the facts do not say so. */
type Find = (facts: Facts, about: About) => Partial<Diagnosis> | null;

const inWords: Readonly<Record<Difference, string>> = {
  not_a_uri: "it is no absolute URI",
  scheme: "http and https differ",
  loopback_name: "localhost, 127.0.0.1 and [::1] are different names",
  host: "the host differs",
  port: "the port differs",
  trailing_slash: "one of them ends in a slash",
  letter_case: "upper and lower case differ",
  path: "the path differs",
  query: "the query differs",
  fragment: "there is a fragment after #",
};

const outOfService: Find = ({ disabled }) =>
  disabled === true
    ? {
        cause: "These credentials are out of service.",
        fix: "Put them back into service on the page of the app. If staff suspended the app, ask them.",
        guide: "register",
      }
    : null;

const otherEnvironment: Find = ({ secret_of }, { environment }) =>
  secret_of !== undefined && secret_of !== "unknown form" && secret_of !== environment
    ? {
        cause: `The secret of the ${secret_of} environment was sent with the client_id of ${environment}.`,
        fix: "Take client_id and secret of the same environment.",
        guide: "environments",
      }
    : null;

const noSecretOfOurs: Find = ({ secret_of }) =>
  secret_of === "unknown form"
    ? {
        cause:
          "What was sent as the secret is not one that this server made: it is cut off, or something else.",
        fix: "Copy the whole secret, from ghs_ to its end.",
      }
    : null;

const idAlone: Find = ({ auth }) =>
  auth === "id only"
    ? {
        cause: "client_id was sent without the secret.",
        fix: "Send client_secret in the body, or use HTTP Basic.",
      }
    : null;

const redirectDiffers: Find = ({ redirect_differs = [] }) =>
  redirect_differs.length === 0
    ? null
    : {
        cause: `redirect_uri is not the registered one: ${redirect_differs.map((name) => inWords[name]).join(", and ")}.`,
      };

const otherBody: Find = ({ looks_like, content_type }) => {
  if (looks_like === "json")
    return {
      cause: "The body is JSON, but Content-Type says otherwise.",
      fix: "Send Content-Type: application/json.",
    };
  if (looks_like !== "form" || content_type !== "json") return null;
  return {
    cause: "The body is a form, but Content-Type says that it is JSON.",
    fix: "Send Content-Type: application/x-www-form-urlencoded.",
  };
};

const grantInQuery: Find = ({ in_query = [] }) =>
  in_query.includes("grant_type")
    ? { cause: "grant_type was sent in the address.", fix: "Send it in the body." }
    : null;

const plain: Find = ({ parameters = [] }) =>
  parameters.includes("code_challenge_method")
    ? { cause: "code_challenge_method is plain, which this app may not use." }
    : { cause: "code_challenge_method is missing, so that the challenge counts as plain." };

const unassigned: Find = ({ scope_unassigned = [] }) =>
  scope_unassigned.length === 0
    ? null
    : { cause: `The app was not assigned ${scope_unassigned.join(", ")}, or no such scope exists.` };

const needed: Find = ({ needs = [] }) =>
  needs.length === 0
    ? null
    : { cause: `The token lacks a scope that this route needs: ${needs.join(", ")}.` };

/** By refusal; of several the first that fits. */
const findings: Readonly<Record<string, readonly Find[]>> = {
  unknown_client: [outOfService, otherEnvironment, noSecretOfOurs, idAlone],
  too_many_failures: [outOfService, otherEnvironment, noSecretOfOurs],
  authorize_client_unknown: [outOfService],
  assertion_refused: [outOfService],
  redirect_uri_unregistered: [redirectDiffers],
  redirect_uri_differs: [redirectDiffers],
  missing_client: [otherBody],
  missing_grant_type: [otherBody, grantInQuery],
  unsupported_media_type: [otherBody],
  malformed_json: [otherBody],
  malformed_form: [otherBody],
  plain_not_allowed: [plain],
  scope_unknown: [unassigned],
  insufficient_scope: [needed],
};

/** Null when it was no "no", or one that is not the developer's. */
export function diagnose(about: About): Diagnosis | null {
  const { kind, refusal, facts } = about;
  if (refusal === null) return null;
  const row = kind === "guard" ? callDiagnosisOf(refusal) : diagnosisOf(refusal);
  if (row === null) return null;
  for (const find of findings[refusal] ?? []) {
    const found = find(facts, about);
    if (found !== null) return { ...row, ...found };
  }
  return row;
}
