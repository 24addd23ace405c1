/** Every "no" of the protocol: its wire error, status, clause, and the sentence for the developer. Code throws the name only. */

export interface RefusalRow {
  /** The wire's error code (RFC 6749 §4.1.2.1 and §5.2, RFC 7662, RFC 8707). */
  error: string;
  /** HTTP status where the answer is JSON or a page; a redirect ignores it. */
  status: number;
  clause: string;
  /** ASCII without `"` and `\` (RFC 6749 §5.2), never a word of the request. Says what to do. */
  sentence: string;
}

/* oxfmt-ignore */
const table = {
  // How a request is written
  method_not_allowed: ["invalid_request", 405, "RFC 6749 §3.2", "This endpoint takes POST. Send the parameters in the body, as a form or as JSON."],
  wrong_method: ["invalid_request", 405, "RFC 9110 §15.5.6", "This address does not take this method. The Allow header says which it takes."],
  unsupported_media_type: ["invalid_request", 415, "RFC 6749 §3.2", "Send Content-Type application/x-www-form-urlencoded or application/json (charset utf-8)."],
  body_too_large: ["invalid_request", 413, "RFC 9110 §15.5.14", "The request is larger than 64 KiB."],
  request_too_large: ["invalid_request", 414, "RFC 9110 §15.5.15", "The request is too large: at most 8 KiB of query, 64 parameters, and 4 KiB for one value."],
  body_too_slow: ["invalid_request", 408, "RFC 9110 §15.5.9", "The request did not arrive in time."],
  content_encoding: ["invalid_request", 415, "RFC 9110 §15.5.16", "Send the body without Content-Encoding."],
  malformed_form: ["invalid_request", 400, "RFC 6749 Appendix B", "The body is not valid application/x-www-form-urlencoded text in UTF-8."],
  malformed_json: ["invalid_request", 400, "RFC 8259", "The body is not valid JSON in UTF-8."],
  json_not_flat: ["invalid_request", 400, "RFC 6749 §3.2", "The JSON body must be one object whose values are all strings. Several scopes are one string, separated by spaces."],
  duplicate_parameter: ["invalid_request", 400, "RFC 6749 §3.1, §3.2", "A parameter was sent more than once."],
  malformed_query: ["invalid_request", 400, "RFC 6749 Appendix B", "The query is not valid application/x-www-form-urlencoded text in UTF-8."],
  secret_in_query: ["invalid_request", 400, "RFC 6749 §2.3.1", "Credentials never go into the URL. Send them in the body or the Authorization header, and replace this secret: it may be in logs now."],
  // Who asks
  missing_client: ["invalid_client", 401, "RFC 6749 §3.2.1", "No client_id was found in the body or the Authorization header. If the body is JSON, say so with Content-Type: application/json."],
  unknown_client: ["invalid_client", 401, "RFC 6749 §5.2", "Client authentication failed. Check that client_id and client_secret were both sent, are right, and belong to the same environment."],
  malformed_basic: ["invalid_client", 401, "RFC 6749 §2.3.1", "The Authorization header is not valid HTTP Basic: base64 of the form-encoded client_id, a colon, and the form-encoded client_secret."],
  authorization_scheme: ["invalid_client", 401, "RFC 6749 §2.3.1", "The Authorization header of this endpoint must be HTTP Basic, with client_id and client_secret. Leave it out when they are in the body."],
  two_authentications: ["invalid_request", 400, "RFC 6749 §2.3", "The client authenticated twice. Use the Authorization header or the body, not both."],
  two_clients: ["invalid_request", 400, "RFC 6749 §2.3", "The Authorization header and the body name different clients."],
  secret_in_browser: ["invalid_request", 400, "RFC 6749 §2.1", "A client secret was sent from a web page. Keep it on your server, and replace this one: anybody who saw the page may have it."],
  assertion_refused: ["invalid_client", 401, "RFC 7523 §3", "The client assertion was refused. It needs iss and sub (both the client_id), aud (this issuer), exp at most 5 minutes ahead, a jti that was never used, and a signature by a registered key with the registered algorithm."],
  certificate_refused: ["invalid_client", 401, "RFC 8705 §2", "The TLS client certificate does not prove this client_id. It must be in its time, and hold the registered name under an authority that the proxy trusts, or be the registered certificate itself."],
  too_many_failures: ["invalid_client", 429, "RFC 6749 §2.3.1", "Too many failed attempts for this client from this address. Wait, then try with the right secret."],
  // Proof of a key (RFC 9449)
  dpop_missing: ["invalid_request", 400, "RFC 9449 §5.2", "The tokens of this app are bound to a key: send a DPoP header with a proof for this request."],
  certificate_missing: ["invalid_request", 400, "RFC 8705 §3", "The tokens of this app are bound to its TLS client certificate: present it, at the address in mtls_endpoint_aliases where there is one."],
  dpop_many: ["invalid_dpop_proof", 400, "RFC 9449 §4.3", "Send exactly one DPoP header with exactly one proof."],
  dpop_malformed: ["invalid_dpop_proof", 400, "RFC 9449 §4.2", "The DPoP proof must be a JWT with typ dpop+jwt, an asymmetric alg, a public jwk in its header, and the claims jti, htm, htu and iat."],
  dpop_signature: ["invalid_dpop_proof", 400, "RFC 9449 §4.3", "The signature of the DPoP proof is not by the key in its header."],
  dpop_target: ["invalid_dpop_proof", 400, "RFC 9449 §4.3", "htm and htu of the DPoP proof must be the method and the address of this very request, without its query."],
  dpop_time: ["invalid_dpop_proof", 400, "RFC 9449 §4.3", "The DPoP proof is too old, or its iat lies ahead. Make a new one for each request, and check the clock."],
  dpop_token: ["invalid_dpop_proof", 401, "RFC 9449 §4.3", "ath of the DPoP proof must be the base64url SHA-256 of the access token that is sent with it."],
  dpop_replayed: ["invalid_dpop_proof", 400, "RFC 9449 §11.1", "This DPoP proof was used before. Make a new one, with a new jti, for each request."],
  dpop_nonce: ["use_dpop_nonce", 400, "RFC 9449 §8", "Put the value of the header DPoP-Nonce into the proof as nonce, and send the request again."],
  dpop_jkt_malformed: ["invalid_request", 400, "RFC 9449 §10", "dpop_jkt must be the SHA-256 thumbprint of a key: 43 base64url characters."],
  dpop_jkt_differs: ["invalid_dpop_proof", 400, "RFC 9449 §10.1", "dpop_jkt names another key than the one that signed the DPoP proof."],
  key_differs: ["invalid_grant", 400, "RFC 9449 §5, §10", "This code or token is bound to a key. Send a DPoP proof by that same key, or use the same TLS client certificate."],
  // Grants
  missing_grant_type: ["invalid_request", 400, "RFC 6749 §4", "The parameter grant_type is missing. For a machine token send grant_type=client_credentials."],
  unsupported_grant_type: ["unsupported_grant_type", 400, "RFC 6749 §5.2", "This grant_type does not exist here. See grant_types_supported in the metadata."],
  grant_not_allowed: ["unauthorized_client", 400, "RFC 6749 §5.2", "This app may not use this grant_type. Allow it in the settings of the app, or use another app."],
  public_client_credentials: ["unauthorized_client", 400, "RFC 6749 §4.4", "This grant_type needs an app that can keep a secret."],
  get_not_for_grant: ["invalid_request", 405, "RFC 6749 §3.2", "Only client_credentials may be asked for with GET, and only with HTTP Basic. Use POST."],
  // authorization_code
  missing_code: ["invalid_request", 400, "RFC 6749 §4.1.3", "The parameter code is missing."],
  unknown_code: ["invalid_grant", 400, "RFC 6749 §5.2", "The code is unknown, expired, or was already used. Send the person to the authorization endpoint again."],
  code_of_another_client: ["invalid_grant", 400, "RFC 6749 §4.1.3", "The code was issued to another client."],
  code_expired: ["invalid_grant", 400, "RFC 6749 §4.1.2", "The code has expired. Exchange it as soon as it arrives."],
  code_already_spent: ["invalid_grant", 400, "RFC 6749 §4.1.2", "The code was already used. A code works once."],
  code_burned: ["invalid_grant", 400, "RFC 7636 §4.6", "The code was used up by too many wrong proofs."],
  redirect_uri_differs: ["invalid_grant", 400, "RFC 6749 §4.1.3", "redirect_uri must be the one that was sent to the authorization endpoint, character by character."],
  grant_withdrawn: ["invalid_grant", 400, "RFC 6749 §5.2", "The permission behind this was withdrawn, or the account can no longer be used. Send the person to the authorization endpoint again."],
  // PKCE
  challenge_missing: ["invalid_request", 400, "RFC 7636 §4.4.1", "This app must use PKCE: send code_challenge and code_challenge_method=S256."],
  challenge_method_unknown: ["invalid_request", 400, "RFC 7636 §4.4.1", "code_challenge_method must be S256 or plain."],
  challenge_method_alone: ["invalid_request", 400, "RFC 7636 §4.3", "code_challenge_method was sent without code_challenge."],
  plain_not_allowed: ["invalid_request", 400, "RFC 7636 §4.4.1", "This app must use code_challenge_method=S256. Without code_challenge_method the challenge counts as plain."],
  challenge_malformed: ["invalid_request", 400, "RFC 7636 §4.2", "code_challenge must be 43 base64url characters for S256, or 43 to 128 unreserved characters for plain."],
  challenge_base64: ["invalid_request", 400, "RFC 7636 §4.2", "code_challenge is standard base64. Use base64url: - for +, _ for /, and no = at the end."],
  verifier_missing: ["invalid_grant", 400, "RFC 7636 §4.6", "The code was asked for with code_challenge: send its code_verifier."],
  verifier_unexpected: ["invalid_request", 400, "RFC 9700 §4.8.2", "code_verifier was sent, but the code was asked for without code_challenge."],
  verifier_malformed: ["invalid_grant", 400, "RFC 7636 §4.1", "code_verifier must be 43 to 128 characters of A-Z, a-z, 0-9, and - . _ ~"],
  verifier_wrong: ["invalid_grant", 400, "RFC 7636 §4.6", "code_verifier does not match code_challenge."],
  // refresh_token
  missing_refresh_token: ["invalid_request", 400, "RFC 6749 §6", "The parameter refresh_token is missing."],
  unknown_refresh_token: ["invalid_grant", 400, "RFC 6749 §5.2", "The refresh token is unknown, expired or revoked. Send the person to the authorization endpoint again."],
  refresh_of_another_client: ["invalid_grant", 400, "RFC 6749 §6", "The refresh token was issued to another client."],
  refresh_reused: ["invalid_grant", 400, "RFC 9700 §4.14.2", "A refresh token was used again after its successor. All tokens of this permission were revoked, because one of the two holders may be a thief."],
  // device_code
  missing_device_code: ["invalid_request", 400, "RFC 8628 §3.4", "The parameter device_code is missing."],
  unknown_device_code: ["invalid_grant", 400, "RFC 8628 §3.5", "The device code is unknown. Send it unchanged, and ask for a new one when it is older than expires_in."],
  device_code_of_another_client: ["invalid_grant", 400, "RFC 8628 §3.4", "The device code was issued to another client."],
  device_code_spent: ["invalid_grant", 400, "RFC 8628 §3.5", "The device code was redeemed before. Its tokens were revoked, because somebody else may have it."],
  device_code_expired: ["expired_token", 400, "RFC 8628 §3.5", "The device code has expired. Ask for a new one, and show the new user code."],
  device_undecided: ["authorization_pending", 400, "RFC 8628 §3.5", "The person has not decided yet. Ask again after the interval."],
  device_too_fast: ["slow_down", 400, "RFC 8628 §3.5", "The device asks too often. Wait 5 seconds longer between two requests from now on."],
  device_denied: ["access_denied", 400, "RFC 8628 §3.5", "The person did not allow the access, or took it back."],
  // token-exchange
  missing_subject_token: ["invalid_request", 400, "RFC 8693 §2.1", "subject_token and subject_token_type must both be sent."],
  token_type_unsupported: ["invalid_request", 400, "RFC 8693 §3", "Every token type must be urn:ietf:params:oauth:token-type:access_token. Nothing else is exchanged here."],
  subject_token_invalid: ["invalid_request", 400, "RFC 8693 §2.2.2", "subject_token is not a living access token that a person allowed, of the same environment."],
  actor_token_invalid: ["invalid_request", 400, "RFC 8693 §2.2.2", "actor_token must be a living access token of the client itself, and come with actor_token_type."],
  exchange_not_permitted: ["invalid_request", 400, "RFC 8693 §2.2.2", "This client may not exchange this token. Apps of one organisation may exchange among themselves, a few steps deep."],
  // jwt-bearer
  missing_assertion: ["invalid_request", 400, "RFC 7521 §4.1", "The parameter assertion is missing."],
  assertion_grant_refused: ["invalid_grant", 400, "RFC 7523 §3.1", "The assertion was refused. It needs an iss that is trusted for this client, sub (a person known here), aud (this issuer), exp at most 5 minutes ahead, a jti that was never used, and a signature by a registered key of its issuer."],
  assertion_without_consent: ["invalid_grant", 400, "RFC 7521 §4.1", "The person has not allowed this app anything at this API. Send the person to the authorization endpoint once."],
  // Scope and resource
  scope_malformed: ["invalid_scope", 400, "RFC 6749 §3.3", "scope holds a character that no scope may have. Separate scopes by one space."],
  scope_unknown: ["invalid_scope", 400, "RFC 6749 §3.3", "A scope does not exist, or this app was not assigned it. Check the spelling, and separate scopes by spaces."],
  scope_missing: ["invalid_scope", 400, "RFC 6749 §3.3", "The parameter scope is missing, and this app has no default."],
  scope_wider: ["invalid_scope", 400, "RFC 6749 §6", "The token that was sent does not cover a scope that was asked for, or nothing of it may be passed on."],
  details_malformed: ["invalid_authorization_details", 400, "RFC 9396 §2", "authorization_details must be a JSON array of 1 to 10 objects, each with a type."],
  details_refused: ["invalid_authorization_details", 400, "RFC 9396 §5", "A detail has a type that this app may not ask for, a field that its type does not have, lacks one that it needs, or holds a value that is not allowed. See authorization_details_types_supported."],
  details_wider: ["invalid_authorization_details", 400, "RFC 9396 §6", "A token can only have details that were granted, each exactly as it was."],
  resource_unknown: ["invalid_target", 400, "RFC 8707 §2", "resource must be the identifier of an API that this app is for."],
  // Authorization endpoint: answered on our own page
  authorize_client_missing: ["invalid_request", 400, "RFC 6749 §4.1.2.1", "The parameter client_id is missing."],
  authorize_client_unknown: ["invalid_request", 400, "RFC 6749 §4.1.2.1", "client_id names no app that can be used here."],
  authorize_duplicate_target: ["invalid_request", 400, "RFC 6749 §3.1", "client_id or redirect_uri was sent more than once."],
  redirect_uri_missing: ["invalid_request", 400, "RFC 6749 §3.1.2.3", "The parameter redirect_uri is missing. Only an app that registered exactly one may leave it out."],
  redirect_uri_unregistered: ["invalid_request", 400, "RFC 6749 §3.1.2.4", "redirect_uri is not registered for this app. It must equal a registered one character by character: http or https, host, port, path, trailing slash."],
  // Authorization endpoint: answered to the app
  response_type_missing: ["invalid_request", 400, "RFC 6749 §3.1.1", "The parameter response_type is missing. It must be code."],
  response_type_unsupported: ["unsupported_response_type", 400, "RFC 9700 §2.1.2", "response_type must be code. Tokens are never sent through the browser."],
  response_mode_unsupported: ["invalid_request", 400, "OAuth 2.0 Multiple Response Types §2.1", "response_mode must be query or form_post."],
  code_grant_not_allowed: ["unauthorized_client", 400, "RFC 6749 §4.1.2.1", "This app may not use the authorization code grant."],
  state_too_long: ["invalid_request", 400, "RFC 6749 §4.1.1", "state is longer than 2048 bytes."],
  request_uri_invalid: ["invalid_request_uri", 400, "RFC 9101 §7", "The request_uri is unknown, has expired, was used before, or was given to another app. Push the request again."],
  request_uri_pushed: ["invalid_request", 400, "RFC 9126 §2.1", "A pushed request holds its parameters themselves, and no request_uri."],
  request_object_invalid: ["invalid_request_object", 400, "RFC 9101 §6.2", "The request object was refused. It needs iss and client_id (both the client_id), aud (this issuer), exp, no sub, and a signature by a registered key with the registered algorithm."],
  request_object_required: ["invalid_request", 400, "RFC 9101 §10.5", "This app must send its authorization requests as signed request objects."],
  par_required: ["invalid_request", 400, "RFC 9126 §5", "This app must push its authorization requests first, and send client_id and request_uri only."],
  request_unsupported: ["request_not_supported", 400, "OpenID Connect Core §3.1.2.6", "This app has registered no key to sign requests with: request is not supported for it."],
  request_uri_unsupported: ["request_uri_not_supported", 400, "OpenID Connect Core §3.1.2.6", "request_uri may only name a request that was pushed here: addresses are not fetched."],
  prompt_none_alone: ["invalid_request", 400, "OpenID Connect Core §3.1.2.1", "prompt=none cannot be combined with another value."],
  max_age_malformed: ["invalid_request", 400, "OpenID Connect Core §3.1.2.1", "max_age must be a whole number of seconds."],
  claims_malformed: ["invalid_request", 400, "OpenID Connect Core §5.5", "claims must be a JSON object."],
  hint_invalid: ["invalid_request", 400, "OpenID Connect Core §3.1.2.1", "id_token_hint is not an ID token that this server signed."],
  sign_in_needed: ["login_required", 400, "OpenID Connect Core §3.1.2.6", "Somebody must sign in, and prompt=none forbids to ask."],
  acr_unmet: ["unmet_authentication_requirements", 400, "OpenID Connect Unmet Authentication Requirements §2, RFC 9470 §5", "The person cannot sign in at a level that acr asks for as essential. See acr_values_supported in the metadata."],
  consent_needed: ["consent_required", 400, "OpenID Connect Core §3.1.2.6", "The person must decide, and prompt=none forbids to ask."],
  person_denied: ["access_denied", 403, "RFC 6749 §4.1.2.1", "The person did not allow the access."],
  // Interaction: our own pages
  limit_unknown: ["invalid_request", 400, "RFC 6749 §4.1.1", "This limit was not on offer. Go back and choose one of those on the page."],
  pending_gone: ["invalid_request", 400, "RFC 6749 §4.1.1", "This request has ended or expired, or it belongs to another browser. Start again from the app."],
  proof_gone: ["invalid_request", 400, "PO-09", "This code or link was used, has expired, or belongs to another browser. Ask for a new one."],
  cross_site: ["invalid_request", 403, "RFC 6749 §10.12", "This form was not sent from our own page in this browser. Go back, reload the page, and try again."],
  // Introspection and revocation
  budget_missing: ["invalid_request", 400, "RFC 6749 §3.2", "Send budget (the claim of the token) to take calls from it, or calls to tell which were let through."],
  budget_report_malformed: ["invalid_request", 400, "RFC 6749 §3.2", "calls must be a JSON array of at most 100 objects, each with permit, method, path, scope (an array) and calls (a whole number from 1)."],
  missing_token: ["invalid_request", 400, "RFC 7662 §2.1", "The parameter token is missing."],
  too_many_misses: ["invalid_request", 429, "RFC 7662 §4", "Too many tokens that do not exist were asked for."],
  // Too much of it
  too_many_requests: ["temporarily_unavailable", 429, "RFC 6585 §4", "This client asks too often. Wait as long as Retry-After says, and keep tokens until they expire."],
  too_many_from_address: ["temporarily_unavailable", 429, "RFC 6585 §4", "Too many requests come from this address. Wait as long as Retry-After says."],
  // Bearer tokens at our own endpoints
  bearer_missing: ["invalid_request", 401, "RFC 6750 §3.1", "Send an access token as Authorization: Bearer."],
  bearer_invalid: ["invalid_token", 401, "RFC 6750 §3.1", "The access token is unknown, expired or revoked."],
  bearer_bound: ["invalid_token", 401, "RFC 9449 §7.2, RFC 8705 §3", "The access token is bound to a key: send it as Authorization: DPoP with a DPoP proof by that key, or over TLS with the client certificate that it was issued for."],
  bearer_scope: ["insufficient_scope", 403, "RFC 6750 §3.1", "This needs an access token with the scope openid, that a person allowed."],
  bearer_twice: ["invalid_request", 400, "RFC 6750 §2", "Send the access token in one way only, and never in the URL."],
  // Self-registration (RFC 7591, RFC 7592) and client ID metadata documents
  registration_media_type: ["invalid_request", 415, "RFC 7591 §3.1", "Send the client metadata as application/json in UTF-8."],
  registration_malformed: ["invalid_client_metadata", 400, "RFC 7591 §2", "Client metadata is one JSON object. A member has another type than RFC 7591 says, or is longer than 2048 characters or 32 entries."],
  registration_name: ["invalid_client_metadata", 400, "RFC 7591 §2", "client_name must be 1 to 80 visible characters."],
  registration_redirect: ["invalid_redirect_uri", 400, "RFC 7591 §3.2.2", "A redirect URI is missing or cannot be registered: use https, or http for the own machine, without fragment, user name or wildcard, each address once."],
  registration_grants: ["invalid_client_metadata", 400, "RFC 7591 §2.1", "grant_types and response_types do not fit together, or none of them can be had here: authorization_code goes with the response type code."],
  registration_auth_method: ["invalid_client_metadata", 400, "RFC 7591 §2", "token_endpoint_auth_method is not possible for this client. See token_endpoint_auth_methods_supported; native apps use none, metadata documents none or private_key_jwt, FAPI clients a key or certificate."],
  registration_uri: ["invalid_client_metadata", 400, "RFC 7591 §2", "An address in the metadata cannot be used: it must be https, without user name or fragment."],
  registration_keys_twice: ["invalid_client_metadata", 400, "RFC 7591 §2", "Send jwks or jwks_uri, not both."],
  registration_keys: ["invalid_client_metadata", 400, "RFC 7517 §5", "jwks must hold 1 to 32 keys, public all, and one at least of RSA (2048 bits or more), EC or OKP."],
  registration_keys_missing: ["invalid_client_metadata", 400, "RFC 7591 §2", "This client signs, or proves itself by a certificate of its own: send its keys as jwks, or their address as jwks_uri."],
  registration_certificate: ["invalid_client_metadata", 400, "RFC 8705 §2.1.2, §2.2.2", "tls_client_auth needs exactly one well-formed name: tls_client_auth_subject_dn or one of tls_client_auth_san_dns, _uri, _ip, _email. self_signed_tls_client_auth needs the certificate in the jwks, as x5c."],
  registration_sector: ["invalid_client_metadata", 400, "OpenID Connect Registration §5", "Pairwise subjects need redirect URIs of one host, or a sector_identifier_uri; its document must be a JSON list with every redirect URI in it."],
  registration_scope: ["invalid_client_metadata", 400, "RFC 7591 §2", "scope names nothing that a self-registered client may have here. Leave it out to get all that is possible."],
  registration_unsupported: ["invalid_client_metadata", 400, "RFC 7591 §3.2.2", "A value is not supported here. See the metadata of this server."],
  registration_api: ["invalid_client_metadata", 400, "RFC 7591 §3.2.2", "This server has several APIs and does not say which one self-registered clients are for: its setting registration_api is missing."],
  registration_differs: ["invalid_client_metadata", 400, "RFC 7592 §2.2", "client_id must be the one of this address, client_secret may only repeat the present one, and what this server chose is left out."],
  client_document: ["invalid_client", 400, "OAuth Client ID Metadata Document §4", "client_id is an address, and there is no usable document: https with a path, JSON of at most 5 KiB, no redirect, its client_id equal to the address, redirect_uris, and no secret."],
  too_many_documents: ["temporarily_unavailable", 429, "OAuth Client ID Metadata Document §8", "Too many client documents were asked for. Wait as long as Retry-After says."],
  too_many_registrations: ["temporarily_unavailable", 429, "RFC 7591 §5", "Too many clients were registered from this address. Wait as long as Retry-After says."],
  // Trouble of ours
  store_unavailable: ["temporarily_unavailable", 503, "RFC 6749 §4.1.2.1", "The server cannot do this right now. Try again shortly."],
  overloaded: ["temporarily_unavailable", 503, "RFC 9110 §15.6.4", "The server is busy. Try again shortly."],
  not_found: ["not_found", 404, "RFC 9110 §15.5.5", "There is nothing at this address. Check the spelling and the trailing slash; the metadata names every endpoint."],
  status_query_invalid: ["invalid_request", 400, "Token Status List §8.4", "after is the cursor of the last answer, and wait is a number of whole seconds."],
  bad_http: ["invalid_request", 400, "RFC 9110 §15.5.1", "The request is not valid HTTP for this server."],
  extension_failed: ["temporarily_unavailable", 503, "RFC 6749 §4.1.2.1", "An extension of this server failed. Its log says which."],
  internal: ["server_error", 500, "RFC 6749 §4.1.2.1", "Something went wrong on our side. The request id tells us what."],
} as const;

export type RefusalName = keyof typeof table;

export const refusals: Readonly<Record<RefusalName, RefusalRow>> = Object.fromEntries(
  Object.entries(table).map(([name, [error, status, clause, sentence]]) => [
    name,
    { error, status, clause, sentence },
  ]),
) as Record<RefusalName, RefusalRow>;

/** Thrown by name; the endpoint family that catches it speaks it from the table. */
export class Refusal extends Error {
  readonly refusal: RefusalName;
  /** Whole seconds for Retry-After, when waiting helps. */
  readonly retryAfter: number | null;

  constructor(refusal: RefusalName, retryAfter: number | null = null) {
    super(refusal);
    this.refusal = refusal;
    this.retryAfter = retryAfter;
  }

  get row(): RefusalRow {
    return refusals[this.refusal];
  }
}
