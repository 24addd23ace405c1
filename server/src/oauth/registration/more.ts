/** RFC 7591 §2, RFC 8705, RFC 9101, RFC 9126, RFC 9449, OpenID Connect Registration §2 — the members of metadata that only some clients have. */
import { registrationTrouble } from "../checks/redirect-uri.ts";
import type { Client, ClientMore } from "../clients/client.ts";
import { clientSigningAlgs } from "../clients/keys.ts";
import { Refusal } from "../refusals.ts";
import { signingAlgs } from "../words.ts";
import type { Members } from "./members.ts";

/** Read by their types; whether they fit together is `keyTrouble`'s to say. Throws Refusal. */
export function readMore(members: Members, application_type: Client["application_type"]): ClientMore {
  const one = <T extends string>(name: string, known: readonly T[]): T | null => {
    const asked = members.text(name);
    const found = known.find((value) => value === asked) ?? null;
    if (asked !== null && found === null) throw new Refusal("registration_unsupported");
    return found;
  };
  const post_logout_redirect_uris = members.texts("post_logout_redirect_uris");
  if (post_logout_redirect_uris?.some((uri) => registrationTrouble(uri, application_type) !== null) === true)
    throw new Refusal("registration_uri");
  const more: { [Name in keyof ClientMore]-?: ClientMore[Name] | null } = {
    id_token_signed_response_alg: one("id_token_signed_response_alg", signingAlgs),
    userinfo_signed_response_alg: one("userinfo_signed_response_alg", signingAlgs),
    subject_type: one("subject_type", ["public", "pairwise"]),
    sector_identifier_uri: members.text("sector_identifier_uri"),
    post_logout_redirect_uris,
    backchannel_logout_uri: members.text("backchannel_logout_uri"),
    backchannel_logout_session_required: members.flag("backchannel_logout_session_required"),
    default_max_age: members.number("default_max_age"),
    require_auth_time: members.flag("require_auth_time"),
    jwks: members.keys("jwks"),
    jwks_uri: members.text("jwks_uri"),
    token_endpoint_auth_signing_alg: one("token_endpoint_auth_signing_alg", clientSigningAlgs),
    request_object_signing_alg: one("request_object_signing_alg", clientSigningAlgs),
    require_signed_request_object: members.flag("require_signed_request_object"),
    require_pushed_authorization_requests: members.flag("require_pushed_authorization_requests"),
    dpop_bound_access_tokens: members.flag("dpop_bound_access_tokens"),
    tls_client_certificate_bound_access_tokens: members.flag("tls_client_certificate_bound_access_tokens"),
    tls_client_auth_subject_dn: members.text("tls_client_auth_subject_dn"),
    tls_client_auth_san_dns: members.text("tls_client_auth_san_dns"),
    tls_client_auth_san_uri: members.text("tls_client_auth_san_uri"),
    tls_client_auth_san_ip: members.text("tls_client_auth_san_ip"),
    tls_client_auth_san_email: members.text("tls_client_auth_san_email"),
    authorization_details_types: members.texts("authorization_details_types"),
    fapi: one("fapi", ["2.0"]),
  };
  return Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null));
}
