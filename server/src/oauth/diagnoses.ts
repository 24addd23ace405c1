/** What each "no" means to the developer of the app, told to nobody else: what happened, and what to do. Beside refusals.ts, row for row. */
import type { RefusalName } from "./refusals.ts";

/** The section of the guide that explains it. */
export type GuideSection =
  | "start"
  | "register"
  | "environments"
  | "keys"
  | "authorize"
  | "exchange"
  | "refresh"
  | "machine"
  | "device"
  | "token-exchange"
  | "tokens"
  | "redirect-uris"
  | "identity"
  | "call"
  | "routes"
  | "versions"
  | "errors"
  | "limits"
  | "endpoints";

export interface Diagnosis {
  cause: string;
  fix: string;
  guide: GuideSection;
}

type Row = readonly [cause: string, fix: string, guide: GuideSection];

/** Null: nothing that the program of an app did wrong. A row that is missing does not compile. */
/* oxfmt-ignore */
const table: Readonly<Record<RefusalName, Row | null>> = {
  method_not_allowed: ["The endpoint was called with another method than POST.", "Send POST, with the parameters in the body.", "endpoints"],
  wrong_method: ["The address does not take this method.", "Use a method that the Allow header of the answer names.", "endpoints"],
  unsupported_media_type: ["The body has a Content-Type that is not read here.", "Send a form (application/x-www-form-urlencoded), or one flat JSON object with Content-Type: application/json.", "exchange"],
  body_too_large: ["The body is larger than 64 KiB.", "Send only the parameters of the grant.", "errors"],
  request_too_large: ["The query, a value or the number of parameters is too large.", "Keep a value below 4 KiB and the query below 8 KiB. A long request can be pushed (RFC 9126).", "errors"],
  body_too_slow: ["The body did not arrive in time.", "Send headers and body together, and look for a proxy that holds requests back.", "errors"],
  content_encoding: ["The body was compressed.", "Turn off request compression for this address.", "errors"],
  malformed_form: ["The body says that it is a form, and is none.", "Let your HTTP library encode the fields. Bytes must be UTF-8, and a percent sign needs two hexadecimal digits.", "exchange"],
  malformed_json: ["The body says that it is JSON, and is not.", "Send valid JSON, or change Content-Type to application/x-www-form-urlencoded.", "exchange"],
  json_not_flat: ["The JSON body is not one flat object of strings.", "Make every value a string: a list of scopes becomes one string with spaces, a number gets quotes, nothing is nested.", "exchange"],
  duplicate_parameter: ["A parameter was sent more than once.", "Send each parameter once, and not both in the query and in the body.", "errors"],
  malformed_query: ["The query of the address is not well encoded.", "Build the address with URLSearchParams or the like, never by joining strings.", "authorize"],
  secret_in_query: ["A secret was sent in the address, where logs and histories keep it.", "Send credentials in the body or in the Authorization header. Then replace this secret: treat it as known to others.", "keys"],
  missing_client: ["Nothing said which app asks.", "Send client_id in the body, or HTTP Basic. If your body is JSON, say so with Content-Type: application/json.", "exchange"],
  unknown_client: ["The credentials do not fit: the secret is wrong, has ended, or was left out.", "Copy client_id and secret of the same environment again. A secret is shown once; make a new one when it is lost.", "keys"],
  malformed_basic: ["The Authorization header is no valid HTTP Basic.", "Form-encode id and secret, join them with a colon, and base64 the result; or send both in the body.", "exchange"],
  authorization_scheme: ["The Authorization header of this endpoint carries something else than HTTP Basic.", "Leave the header out here. Bearer tokens belong to calls of the API.", "exchange"],
  two_authentications: ["The app proved itself in two ways at once.", "Send the secret in the header or in the body, not in both. Many libraries add the header by themselves.", "exchange"],
  two_clients: ["Header and body name two different apps.", "Send one client_id, with its own secret.", "exchange"],
  secret_in_browser: ["A web page sent the client secret.", "Call this endpoint from your server, or register a single-page app, which has no secret. Then replace this secret.", "keys"],
  assertion_refused: ["The client assertion does not hold.", "Sign with the registered key and algorithm; iss and sub are the client_id, aud is the issuer, exp is at most five minutes ahead, and jti is new each time.", "keys"],
  certificate_refused: ["The TLS client certificate is missing or is not the registered one.", "Present the registered certificate, in its time, at the address in mtls_endpoint_aliases.", "keys"],
  too_many_failures: ["Too many wrong secrets came from one address.", "Stop trying, wait a minute, and use the right secret. Look for an old deployment that still runs.", "keys"],
  dpop_missing: ["The tokens of this app are bound to a key, and no proof was sent.", "Add a DPoP header with a proof for this very request.", "exchange"],
  certificate_missing: ["The tokens of this app are bound to its certificate, and none was presented.", "Call the address in mtls_endpoint_aliases with the client certificate.", "keys"],
  dpop_many: ["More than one DPoP proof was sent.", "Send one DPoP header with one proof.", "exchange"],
  dpop_malformed: ["The DPoP proof is not what a proof must be.", "Make a JWT with typ dpop+jwt, an asymmetric alg, the public jwk in its header, and jti, htm, htu, iat.", "exchange"],
  dpop_signature: ["The DPoP proof is not signed by the key that it shows.", "Sign with the private half of the jwk in the header.", "exchange"],
  dpop_target: ["The DPoP proof is for another request.", "Set htm to the method and htu to the address that you call, without query.", "exchange"],
  dpop_time: ["The DPoP proof is from another time.", "Make a proof per request, and set the clock of the machine.", "exchange"],
  dpop_token: ["The DPoP proof is for another access token.", "Set ath to the base64url SHA-256 of the token that you send.", "call"],
  dpop_replayed: ["The DPoP proof was used before.", "Make a new proof, with a new jti, for each request and each retry.", "exchange"],
  dpop_nonce: ["The DPoP proof lacks the nonce that the server asks for.", "Put the value of the answer's DPoP-Nonce header into the proof as nonce and send the request again. This happens once in a while; libraries do it by themselves.", "exchange"],
  dpop_jkt_malformed: ["dpop_jkt is not a thumbprint.", "Send the base64url SHA-256 thumbprint of the key: 43 characters.", "authorize"],
  dpop_jkt_differs: ["dpop_jkt names another key than the proof.", "Use one key for the whole flow.", "authorize"],
  key_differs: ["The code or token is bound to a key, and this request was made with another.", "Keep the key of the first request for as long as its tokens live.", "refresh"],
  missing_grant_type: ["grant_type is missing.", "Send grant_type in the body: authorization_code, refresh_token or client_credentials. If it is there, Content-Type does not fit the body.", "exchange"],
  unsupported_grant_type: ["The grant_type is misspelt, or does not exist here.", "Use a value of grant_types_supported in the metadata. password and implicit do not exist.", "exchange"],
  grant_not_allowed: ["The app is not registered for this grant.", "Allow the grant in the settings of the app, or use the app that has it.", "register"],
  public_client_credentials: ["An app without a secret asked for a machine token.", "Use the authorization code flow, or register a machine.", "machine"],
  get_not_for_grant: ["This grant was asked for with GET.", "Send POST.", "exchange"],
  missing_code: ["code is missing.", "Take code from the query of your redirect URI and send it in the body.", "exchange"],
  unknown_code: ["The code is not known: it is cut off or changed, too old, or from another server.", "Decode it once from the query and send it unchanged, within a minute. Then begin anew with the person.", "exchange"],
  code_of_another_client: ["The code was given to another app, or to the other environment.", "Exchange it with the client_id that asked for it.", "environments"],
  code_expired: ["The code came too late.", "Exchange the code in the request that brings it; it lives for about a minute.", "exchange"],
  code_already_spent: ["The code was exchanged before. What it gave may have been revoked, because somebody else could have seen it.", "Exchange a code once. Look for a retry, a page that is loaded twice, or a second server with the same redirect URI.", "exchange"],
  code_burned: ["Too many wrong verifiers were tried with this code.", "Store the verifier with the state of this very request, then begin anew with the person.", "exchange"],
  redirect_uri_differs: ["redirect_uri of the exchange is not the one of the authorization request.", "Send the same text in both requests.", "redirect-uris"],
  grant_withdrawn: ["The person disconnected the app, or their account is closed.", "Ask the person to connect the app again.", "refresh"],
  challenge_missing: ["The app must use PKCE, and no code_challenge was sent.", "Send code_challenge and code_challenge_method=S256 with each authorization request.", "authorize"],
  challenge_method_unknown: ["code_challenge_method is not a method.", "Send S256, with a capital S.", "authorize"],
  challenge_method_alone: ["code_challenge_method was sent without code_challenge.", "Send both.", "authorize"],
  plain_not_allowed: ["The challenge counts as plain, which this app may not use.", "Send code_challenge_method=S256 and the hash of the verifier. Without the method a challenge counts as plain.", "authorize"],
  challenge_malformed: ["code_challenge has not the form of one.", "Send the base64url SHA-256 of the verifier: 43 characters.", "authorize"],
  challenge_base64: ["code_challenge is standard base64.", "Use base64url: - for +, _ for /, and no = at the end.", "authorize"],
  verifier_missing: ["The code was asked for with PKCE, and the verifier was not sent.", "Keep the verifier until the code comes back, and send it as code_verifier.", "exchange"],
  verifier_unexpected: ["A verifier was sent for a code that was asked for without PKCE.", "Send code_challenge with the authorization request, or leave the verifier out.", "exchange"],
  verifier_malformed: ["code_verifier has not the form of one.", "Make 43 to 128 characters of A-Z, a-z, 0-9 and - . _ ~", "exchange"],
  verifier_wrong: ["The verifier is not the one that the challenge was made of.", "Store the verifier per request, under its state, and hash exactly its characters. Two tabs must not share one.", "exchange"],
  missing_refresh_token: ["refresh_token is missing.", "Send the newest refresh token in the body.", "refresh"],
  unknown_refresh_token: ["The refresh token is not known any more: expired, revoked, or changed on its way.", "Store the refresh token of every answer in place of the one before. Then ask the person again.", "refresh"],
  refresh_of_another_client: ["The refresh token belongs to another app, or to the other environment.", "Refresh with the client_id that got it.", "environments"],
  refresh_reused: ["An old refresh token was used after its successor, and all tokens of this permission were revoked.", "Store the new refresh token before you use the access token, and let one process refresh at a time. Ask the person again.", "refresh"],
  missing_device_code: ["device_code is missing.", "Send the device_code of the first answer.", "device"],
  unknown_device_code: ["The device code is not known.", "Send it unchanged, and ask for a new one when it is old.", "device"],
  device_code_of_another_client: ["The device code was given to another app.", "Poll with the client_id that asked for it.", "device"],
  device_code_spent: ["The device code was redeemed before, so its tokens were revoked.", "Stop polling once you have the tokens.", "device"],
  device_code_expired: ["Nobody entered the code in time.", "Ask for a new device code, and show the new user code.", "device"],
  device_undecided: ["The person has not decided yet. This is normal while you poll.", "Ask again after the interval.", "device"],
  device_too_fast: ["The device polls faster than it may.", "Wait five seconds longer between two requests from now on.", "device"],
  device_denied: ["The person did not allow it.", "Stop polling, and say so on the device.", "device"],
  missing_subject_token: ["subject_token or its type is missing.", "Send both.", "token-exchange"],
  token_type_unsupported: ["A token type was sent that is not exchanged here.", "Use urn:ietf:params:oauth:token-type:access_token.", "token-exchange"],
  subject_token_invalid: ["The subject token does not count.", "Send a living access token that a person allowed, of the same environment.", "token-exchange"],
  actor_token_invalid: ["The actor token does not count.", "Send a living access token of this client, with actor_token_type.", "token-exchange"],
  exchange_not_permitted: ["This app may not exchange that token.", "Exchange between apps of one organisation, a few steps deep.", "token-exchange"],
  missing_assertion: ["assertion is missing.", "Send the assertion in the body.", "token-exchange"],
  assertion_grant_refused: ["The assertion does not hold.", "Check iss, sub, aud (this issuer), exp (at most five minutes ahead), a new jti, and the key.", "token-exchange"],
  assertion_without_consent: ["The person has allowed this app nothing yet.", "Send the person through the authorization endpoint once.", "authorize"],
  scope_malformed: ["scope holds a character that no scope has.", "Separate scopes by one space; no commas, no quotes.", "authorize"],
  scope_unknown: ["A scope does not exist, or the app was not assigned it.", "Compare the spelling with the list of the API, and assign the scope to the app.", "authorize"],
  scope_missing: ["scope is missing, and this app has no default.", "Send the scopes that you need.", "authorize"],
  scope_wider: ["More was asked for than was allowed.", "Ask for a part of what the token has; for more, ask the person again.", "refresh"],
  details_malformed: ["authorization_details is not what it must be.", "Send a JSON array of one to ten objects, each with a type.", "authorize"],
  details_refused: ["A detail has a type, field or value that is not allowed.", "Compare it with authorization_details_types_supported.", "authorize"],
  details_wider: ["A detail was not granted as it is asked for now.", "Send it exactly as it was granted.", "authorize"],
  resource_unknown: ["resource names no API of this app.", "Send the identifier of the API, or leave resource out.", "authorize"],
  authorize_client_missing: null,
  authorize_client_unknown: ["The app cannot be used: its credentials are out of service, or client_id is misspelt.", "Copy client_id again, and look at the state of the app.", "register"],
  authorize_duplicate_target: ["client_id or redirect_uri was sent more than once.", "Send each once.", "authorize"],
  redirect_uri_missing: ["redirect_uri is missing, and the app has not exactly one.", "Send redirect_uri.", "redirect-uris"],
  redirect_uri_unregistered: ["redirect_uri is not registered for this app.", "Register it exactly as you send it, or send it exactly as it is registered.", "redirect-uris"],
  response_type_missing: ["response_type is missing.", "Send response_type=code.", "authorize"],
  response_type_unsupported: ["A response_type was sent that is not offered.", "Send response_type=code; tokens never come through the browser.", "authorize"],
  response_mode_unsupported: ["response_mode is not offered.", "Send query or form_post, or leave it out.", "authorize"],
  code_grant_not_allowed: ["The app is not registered for the authorization code flow.", "Allow authorization_code in the settings of the app.", "register"],
  state_too_long: ["state is longer than 2048 bytes.", "Send a short random value, and keep what it stands for in your session.", "authorize"],
  request_uri_invalid: ["The pushed request has ended, was used, or is of another app.", "Push the request again for each sign-in.", "authorize"],
  request_uri_pushed: ["A pushed request held a request_uri.", "Push the parameters themselves.", "authorize"],
  request_object_invalid: ["The signed request does not hold.", "Sign with the registered key and algorithm; iss and client_id are the client_id, aud is the issuer, and exp lies ahead.", "authorize"],
  request_object_required: ["The app must sign its authorization requests.", "Send request.", "authorize"],
  par_required: ["The app must push its authorization requests.", "POST the parameters to the PAR endpoint, then send client_id and request_uri.", "authorize"],
  request_unsupported: ["request was sent, and the app has no key for it.", "Register a key, or send plain parameters.", "authorize"],
  request_uri_unsupported: ["request_uri names an address.", "Push the request here instead.", "authorize"],
  prompt_none_alone: ["prompt=none came together with another value.", "Send none alone.", "authorize"],
  max_age_malformed: ["max_age is no number of seconds.", "Send a whole number.", "authorize"],
  claims_malformed: ["claims is no JSON object.", "Send a JSON object.", "identity"],
  hint_invalid: ["id_token_hint is no ID token of this server.", "Send the ID token as you got it, or leave it out.", "identity"],
  sign_in_needed: ["Nobody was signed in, and prompt=none forbids to ask.", "This is an answer, not a fault: send the person again without prompt=none.", "authorize"],
  acr_unmet: ["The person cannot sign in as strongly as the request demands.", "Ask for a level of acr_values_supported, or make it voluntary.", "identity"],
  consent_needed: ["The person must decide first, and prompt=none forbids to ask.", "Send the person again without prompt=none.", "authorize"],
  person_denied: ["The person pressed Deny.", "Show that the connection was not made, and offer to try again. Ask for fewer scopes: it is allowed more often.", "authorize"],
  pending_gone: null,
  proof_gone: null,
  cross_site: null,
  limit_unknown: null,
  budget_missing: null,
  budget_report_malformed: null,
  missing_token: ["token is missing.", "Send the token in the body.", "tokens"],
  too_many_misses: ["Too many tokens that do not exist were asked for.", "Ask only about tokens that you got.", "limits"],
  too_many_requests: ["The app asks more often than it may.", "Keep a token until it expires, and wait as long as Retry-After says.", "limits"],
  too_many_from_address: ["Too many requests come from one address.", "Wait as long as Retry-After says.", "limits"],
  bearer_missing: ["No access token was sent.", "Send Authorization: Bearer and the token.", "call"],
  bearer_invalid: ["The access token has ended or is not one of ours.", "Get a new token.", "tokens"],
  bearer_bound: ["The access token is bound to a key, and was sent without it.", "Send it with a proof or over the certificate.", "call"],
  bearer_scope: ["The access token has no scope openid.", "Ask for openid, with a person.", "identity"],
  bearer_twice: ["The access token was sent twice, or in the address.", "Send it in the Authorization header only.", "call"],
  registration_media_type: ["The metadata was not sent as JSON.", "Send Content-Type: application/json.", "register"],
  registration_malformed: ["The metadata is no flat JSON object of the known types.", "Compare it with RFC 7591 §2.", "register"],
  registration_name: ["client_name cannot be used.", "Send 1 to 80 visible characters.", "register"],
  registration_redirect: ["A redirect URI cannot be registered.", "Use https, or http on the own machine, without fragment or wildcard.", "redirect-uris"],
  registration_grants: ["Grants and response types do not fit together.", "Register authorization_code with the response type code.", "register"],
  registration_auth_method: ["The client cannot authenticate in this way.", "Use a method of token_endpoint_auth_methods_supported.", "register"],
  registration_uri: ["An address in the metadata cannot be used.", "Use https, without user name or fragment.", "register"],
  registration_keys_twice: ["jwks and jwks_uri were both sent.", "Send one of them.", "register"],
  registration_keys: ["jwks holds something else than public keys.", "Send 1 to 32 public keys.", "register"],
  registration_keys_missing: ["The client signs, and sent no keys.", "Send jwks or jwks_uri.", "register"],
  registration_certificate: ["The certificate is not described as it must be.", "Name exactly one subject, or send the certificate as x5c.", "register"],
  registration_sector: ["The sector of pairwise subjects is not clear.", "Use redirect URIs of one host, or a sector_identifier_uri.", "register"],
  registration_scope: ["scope names nothing that can be had.", "Leave scope out.", "register"],
  registration_unsupported: ["A value is not supported.", "Compare it with the metadata of this server.", "register"],
  registration_api: null,
  registration_differs: ["The update names another client, or repeats what the server chose.", "Send the metadata without client_secret and without what the server added.", "register"],
  client_document: ["The client metadata document cannot be used.", "Serve at most 5 KiB of JSON at the client_id, without redirect, and without a secret.", "register"],
  too_many_documents: null,
  too_many_registrations: null,
  store_unavailable: null,
  overloaded: null,
  not_found: null,
  status_query_invalid: null,
  bad_http: null,
  extension_failed: null,
  internal: null,
};

/** Null when there is nothing that the developer of an app could do, or no such name. */
export function diagnosisOf(refusal: string): Diagnosis | null {
  const row = Object.hasOwn(table, refusal) ? table[refusal as RefusalName] : null;
  if (row === null) return null;
  const [cause, fix, guide] = row;
  return { cause, fix, guide };
}
