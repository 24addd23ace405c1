/** What each "no" of the guard means to the developer whose call was refused: what happened, and what to do. */
import type { RefusalName } from "@gatehouse/guard";
import type { Diagnosis, GuideSection } from "./diagnoses.ts";

type Row = readonly [cause: string, fix: string, guide: GuideSection];

/** Null: nothing that the caller did wrong. A row that is missing does not compile. */
/* oxfmt-ignore */
const table: Readonly<Record<RefusalName, Row | null>> = {
  token_too_long: ["What was sent is longer than any access token.", "Send access_token of the token answer, and nothing else.", "call"],
  malformed_token: ["What was sent is no access token.", "Send access_token of the token answer unchanged, without quotes or line breaks.", "call"],
  token_type_refused: ["Another token than an access token was sent.", "Send access_token. ID tokens and refresh tokens open no API.", "call"],
  algorithm_refused: ["The token is signed in a way that the API does not take.", "Get a token from this server for this API.", "tokens"],
  header_refused: ["The header of the token holds what no token of this server holds.", "Send the token unchanged.", "tokens"],
  unknown_key: ["The token is signed by a key that is not published (any more).", "Get a new token. Check that it comes from this server.", "tokens"],
  untrusted_signature: ["The signature does not fit: the token was changed on its way.", "Send it unchanged; a cut or a line break is enough to break it.", "tokens"],
  bad_claims: ["The token lacks a claim that access tokens have.", "Get a token from this server for this API.", "tokens"],
  wrong_issuer: ["The token comes from another server.", "Use the issuer of this API.", "tokens"],
  wrong_audience: ["The token is for another API.", "Ask for a token with resource set to the identifier of this API.", "call"],
  wrong_environment: ["A test token was sent to the live API, or the other way round.", "Use the credentials of the environment that you call.", "environments"],
  token_expired: ["The access token has expired.", "Look at expires_in, and refresh before it ends; on a 401 refresh once and repeat the call.", "refresh"],
  token_not_yet_valid: ["The token is not valid yet.", "Set the clock of the machine.", "tokens"],
  sender_constrained: ["The token is bound to a key, and was sent as a plain bearer token.", "Send it as Authorization: DPoP with a proof.", "call"],
  token_not_bound: ["A plain token was sent as DPoP.", "Send it as Authorization: Bearer, or ask for a bound one.", "call"],
  dpop_required: ["The API takes only tokens that are bound to a key.", "Ask for the token with a DPoP proof.", "call"],
  dpop_key_differs: ["The proof is by another key than the token is bound to.", "Keep the key for as long as its tokens live.", "call"],
  certificate_missing: ["The token is bound to a certificate that was not presented.", "Call the API with the client certificate.", "call"],
  certificate_differs: ["The token is bound to another certificate.", "Get a new token with this certificate.", "call"],
  inactive_token: ["The token has ended: expired, revoked, or never issued.", "Get a new token.", "tokens"],
  revoked_token: ["The token was revoked, perhaps because the person disconnected the app.", "Refresh; when that is refused, ask the person again.", "refresh"],
  dpop_missing: ["The token is bound to a key, and no proof was sent.", "Add a DPoP header for this very call.", "call"],
  dpop_many: ["More than one proof was sent.", "Send one.", "call"],
  dpop_malformed: ["The DPoP proof is not what a proof must be.", "Make a JWT with typ dpop+jwt and jti, htm, htu, iat, ath.", "call"],
  dpop_signature: ["The proof is not signed by the key that it shows.", "Sign with the private half of its jwk.", "call"],
  dpop_target: ["The proof is for another call.", "Set htm and htu to this call, without query.", "call"],
  dpop_time: ["The proof is from another time.", "Make one per call, and set the clock.", "call"],
  dpop_token: ["The proof is for another token.", "Set ath to the hash of the token that you send.", "call"],
  dpop_replayed: ["The proof was used before.", "Make a new one for each call.", "call"],
  dpop_nonce: ["The proof lacks the nonce that the API asks for.", "Put the value of the DPoP-Nonce header into the proof and call again.", "call"],
  ambiguous_path: ["The path can be read in more than one way.", "Send it normalised, in the letter case of the documentation.", "routes"],
  path_too_long: ["The path is too long.", "Shorten it.", "routes"],
  no_rule: ["The API has no route of this method and path.", "Compare method, letter case and trailing slash with the list of routes.", "routes"],
  no_token: ["No access token was sent.", "Send the header Authorization: Bearer, followed by the token.", "call"],
  token_in_query: ["The access token was sent in the address, where logs keep it.", "Send it in the Authorization header, and get a new token.", "call"],
  many_credentials: ["More than one credential was sent.", "Send one Authorization header with one token.", "call"],
  malformed_authorization: ["The Authorization header is not the word Bearer, one space, and the token.", "Look for a missing space, quotes, or an empty variable.", "call"],
  budget_spent: ["The calls that the person allowed are used up, or the permission ended.", "Send the person to the authorization endpoint again: they decide about more.", "authorize"],
  budget_not_counted: ["The person allowed a number of calls, and this API does not count calls.", "Ask for a permission without that limit, or turn on budgets in the guard of the API.", "authorize"],
  insufficient_scope: ["The token lacks a scope that this route needs.", "Ask for the scope in the authorization request, after the app was assigned it.", "routes"],
  person_required: ["The route acts for a person, and the token is a machine's.", "Use the authorization code flow for this route.", "routes"],
  insufficient_user_authentication: ["The person has to sign in again, or more strongly.", "Send acr_values and max_age of the challenge with a new authorization request.", "routes"],
  version_unknown: ["The API has no such version.", "Send one of the versions that the answer lists in X-VERSION, or leave the header out.", "versions"],
  version_retired: ["The version has been retired.", "Move to a version that the answer lists, and change the version that the app is pinned to.", "versions"],
  status_unknown: null,
  issuer_unavailable: null,
  guard_failed: null,
};

/** Null when the caller could do nothing about it, or there is no such name. */
export function callDiagnosisOf(refusal: string): Diagnosis | null {
  const row = Object.hasOwn(table, refusal) ? table[refusal as RefusalName] : null;
  if (row === null) return null;
  const [cause, fix, guide] = row;
  return { cause, fix, guide };
}
