/** Every "no" of the guard in one table: status, RFC 6750 §3.1 code, and the sentence for the developer who meets it. */

import type { ProofFault } from "./dpop.ts";

/** What can be wrong with a token itself; all of these answer 401 `invalid_token`. */
export type TokenFault =
  | "token_too_long"
  | "malformed_token"
  | "token_type_refused"
  | "algorithm_refused"
  | "header_refused"
  | "unknown_key"
  | "untrusted_signature"
  | "bad_claims"
  | "wrong_issuer"
  | "wrong_audience"
  | "wrong_environment"
  | "token_expired"
  | "token_not_yet_valid"
  | "sender_constrained"
  | "token_not_bound"
  | "dpop_required"
  | "dpop_key_differs"
  | "certificate_missing"
  | "certificate_differs"
  | "inactive_token"
  | "revoked_token";

/** The name of a refusal; it is also the `reason` member of the problem that the caller receives. */
export type RefusalName =
  | TokenFault
  | ProofFault
  | "dpop_missing"
  | "dpop_nonce"
  | "dpop_replayed"
  | "ambiguous_path"
  | "path_too_long"
  | "no_rule"
  | "no_token"
  | "token_in_query"
  | "many_credentials"
  | "malformed_authorization"
  | "insufficient_scope"
  | "person_required"
  | "insufficient_user_authentication"
  | "budget_spent"
  | "budget_not_counted"
  | "version_unknown"
  | "version_retired"
  | "status_unknown"
  | "issuer_unavailable"
  | "guard_failed";

/** One row: `error` is absent where RFC 6750 has no code; `challenged` says whether WWW-Authenticate is sent. */
export interface Refusal {
  status: number;
  error?:
    | "invalid_request"
    | "invalid_token"
    | "insufficient_scope"
    | "insufficient_user_authentication"
    | "invalid_dpop_proof"
    | "use_dpop_nonce";
  /** Whether the challenge is DPoP's (RFC 9449 §7.1). */
  dpop?: true;
  challenged: boolean;
  detail: string;
}

function token(detail: string): Refusal {
  return { status: 401, error: "invalid_token", challenged: true, detail };
}

/** RFC 9449 §7.1: a fault of the proof. */
function proof(detail: string, error: Refusal["error"] = "invalid_dpop_proof"): Refusal {
  return { status: 401, ...(error === undefined ? {} : { error }), challenged: true, dpop: true, detail };
}

function request(detail: string): Refusal {
  return { status: 400, error: "invalid_request", challenged: true, detail };
}

/** The table. Sentences keep to the characters of an RFC 6750 §3 error_description and repeat nothing that the caller sent. */
export const REFUSALS: Readonly<Record<RefusalName, Refusal>> = {
  token_too_long: token(
    "The access token is longer than any this API accepts. Send the access_token of the token answer, unchanged.",
  ),
  malformed_token: token(
    "The access token is not one that this API can read. Send the access_token of the token answer, unchanged.",
  ),
  token_type_refused: token(
    "This is not an access token for this API: its typ header says otherwise. ID tokens and refresh tokens do not open an API.",
  ),
  algorithm_refused: token("The token is signed with an algorithm that this API does not accept."),
  header_refused: token(
    "The token header carries a parameter that this API never follows (crit, b64, zip, jwk, jku, x5u, x5c), or no kid.",
  ),
  unknown_key: token("The token names a signing key that its issuer does not publish. Request a new token."),
  untrusted_signature: token("The signature of the token is not right. Request a new token."),
  bad_claims: token(
    "The token lacks a claim that an access token must carry, or carries it twice or in a wrong type.",
  ),
  wrong_issuer: token("The token comes from another issuer than the one that this API trusts."),
  wrong_audience: token(
    "The token was issued for another API. Request one for this API (the resource parameter of RFC 8707).",
  ),
  wrong_environment: token(
    "Test credentials work with the test API only, live credentials with the live API only. Use the other pair.",
  ),
  token_expired: token("The token has expired. Request a new one or use the refresh token."),
  token_not_yet_valid: token("The token is not valid yet. Check that the clocks are right."),
  sender_constrained: proof(
    "The token is bound to a key of the client (RFC 9449, RFC 8705) and cannot be used as a plain bearer token.",
    "invalid_token",
  ),
  token_not_bound: token(
    "The token is bound to no key: send it as Authorization: Bearer, or request one with a DPoP proof.",
  ),
  dpop_required: proof(
    "This API takes only tokens that are bound to a key. Request one with a DPoP proof.",
    "invalid_token",
  ),
  dpop_key_differs: proof(
    "The DPoP proof is signed by another key than the one that the token is bound to.",
    "invalid_token",
  ),
  certificate_missing: token(
    "The token is bound to a TLS client certificate (RFC 8705): call this API over TLS with that certificate.",
  ),
  certificate_differs: token(
    "The token is bound to another TLS client certificate than the one that was presented. Request a new token with this one.",
  ),
  dpop_missing: proof("The token is bound to a key: send a DPoP header with a proof for this request."),
  dpop_many: proof("Send exactly one DPoP header with exactly one proof."),
  dpop_malformed: proof(
    "The DPoP proof must be a JWT with typ dpop+jwt, an accepted asymmetric alg, a public jwk in its header, and jti, htm, htu and iat.",
  ),
  dpop_signature: proof("The signature of the DPoP proof is not by the key in its header."),
  dpop_target: proof(
    "htm and htu of the DPoP proof must be the method and the address of this very request, without its query.",
  ),
  dpop_time: proof("The DPoP proof is too old, or its iat lies ahead. Make a new one for each request."),
  dpop_token: proof("ath of the DPoP proof must be the base64url SHA-256 of the token that is sent with it."),
  dpop_replayed: proof("This DPoP proof was used before. Make a new one, with a new jti, for each request."),
  dpop_nonce: proof(
    "Put the value of the header DPoP-Nonce into the proof as nonce, and send the request again.",
    "use_dpop_nonce",
  ),
  inactive_token: token("The token has expired, was revoked, or was never issued. Request a new one."),
  revoked_token: token(
    "The token was revoked. Ask the person to connect the app again, or request a new token.",
  ),
  ambiguous_path: {
    status: 400,
    error: "invalid_request",
    challenged: false,
    detail:
      "The path can be read in more than one way. Send it normalised: no empty or dot segments, no encoded slash, letter, digit or control character, no semicolon, no fragment, and in the letter case of the documentation.",
  },
  path_too_long: { status: 414, challenged: false, detail: "The path is longer than 4096 characters." },
  no_rule: {
    status: 403,
    challenged: false,
    detail:
      "No rule of this API allows this method and path. Check the method, the letter case and the trailing slash against the documentation.",
  },
  no_token: {
    status: 401,
    challenged: true,
    detail: "This route needs an access token: send the header Authorization: Bearer, followed by the token.",
  },
  token_in_query: request(
    "An access token in a URL ends up in logs and histories and is refused. Send it in the Authorization header only, and replace this token.",
  ),
  many_credentials: request("Send exactly one Authorization header with exactly one credential."),
  malformed_authorization: request(
    "The Authorization header must be the word Bearer, one space, and the access token.",
  ),
  insufficient_scope: {
    status: 403,
    error: "insufficient_scope",
    challenged: true,
    detail: "The token lacks a scope that this route needs.",
  },
  // RFC 6750 §3.1 has no code for "a person must have allowed this"; insufficient_scope is the only registered 403.
  person_required: {
    status: 403,
    error: "insufficient_scope",
    challenged: true,
    detail:
      "This route acts for a person and needs a token that a person allowed. Use the authorization code flow; a client_credentials token never opens it.",
  },
  // RFC 6750 §3.1 has no code for it; this one tells a client what helps: to ask the person again.
  budget_spent: {
    status: 403,
    error: "insufficient_scope",
    challenged: true,
    detail:
      "The calls that the person allowed are used up, or the permission ended. Send the person to the authorization endpoint again: they decide about more.",
  },
  budget_not_counted: {
    status: 403,
    error: "insufficient_scope",
    challenged: true,
    detail:
      "The person allowed a number of calls, and this API does not count calls. Ask for a permission without that limit.",
  },
  insufficient_user_authentication: {
    status: 401,
    error: "insufficient_user_authentication",
    challenged: true,
    detail:
      "The person must sign in again, as acr_values and max_age of the challenge say: send both with a new authorization request (RFC 9470).",
  },
  version_unknown: {
    status: 400,
    challenged: false,
    detail: "This API has no such version. Send one of the listed versions.",
  },
  version_retired: {
    status: 400,
    challenged: false,
    detail:
      "This version of the API has been retired. Send one of the listed versions, or move the app's pinned version.",
  },
  status_unknown: {
    status: 503,
    challenged: false,
    detail: "Whether the token was revoked cannot be told at the moment. Keep the token and try again.",
  },
  issuer_unavailable: {
    status: 503,
    challenged: false,
    detail: "The token cannot be checked at the moment. Keep the token and try again.",
  },
  guard_failed: {
    status: 503,
    challenged: false,
    detail: "The call cannot be checked at the moment. Keep the token and try again.",
  },
};
