/** RFC 8414 — what this server says of itself, derived from what is switched on; nothing is written here twice. */
import { challengeMethods } from "./checks/pkce.ts";
import { clientSigningAlgs } from "./clients/keys.ts";
import { confidentialMethods } from "./clients/methods.ts";
import { grants } from "./grants/index.ts";
import { identityScopes, standardClaims } from "./openid/scopes.ts";
import { OFFLINE_ACCESS, signingAlgs } from "./words.ts";
import { paths } from "./paths.ts";
import type { RegistrationPolicy } from "./registration/port.ts";
import type { ServerRules } from "./proof-ports.ts";
import type { Resource } from "./resource.ts";

export { paths } from "./paths.ts";

/** RFC 8414 §2 member names. */
export interface Metadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  device_authorization_endpoint: string;
  userinfo_endpoint: string;
  end_session_endpoint: string;
  jwks_uri: string;
  introspection_endpoint: string;
  revocation_endpoint: string;
  scopes_supported: string[];
  response_types_supported: string[];
  response_modes_supported: string[];
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  token_endpoint_auth_signing_alg_values_supported: string[];
  introspection_endpoint_auth_methods_supported: string[];
  introspection_endpoint_auth_signing_alg_values_supported: string[];
  revocation_endpoint_auth_methods_supported: string[];
  revocation_endpoint_auth_signing_alg_values_supported: string[];
  code_challenge_methods_supported: string[];
  authorization_response_iss_parameter_supported: true;
  ui_locales_supported: string[];
  subject_types_supported: string[];
  id_token_signing_alg_values_supported: string[];
  userinfo_signing_alg_values_supported: string[];
  acr_values_supported: string[];
  claim_types_supported: string[];
  claims_supported: string[];
  claims_parameter_supported: true;
  request_parameter_supported: true;
  request_object_signing_alg_values_supported: string[];
  pushed_authorization_request_endpoint: string;
  require_pushed_authorization_requests: boolean;
  dpop_signing_alg_values_supported: string[];
  request_uri_parameter_supported: false;
  backchannel_logout_supported: true;
  backchannel_logout_session_supported: true;
  prompt_values_supported: string[];
  /** Token Status List §9.1. */
  status_list_aggregation_endpoint: string;
  /** Ours: what a guard with `statusFeed` listens to. */
  status_changes_endpoint: string;
  /** Ours: where a guard with `budgets` spends. */
  budget_endpoint: string;
  authorization_details_types_supported?: string[];
  registration_endpoint?: string;
  client_id_metadata_document_supported?: true;
  tls_client_certificate_bound_access_tokens?: true;
  mtls_endpoint_aliases?: Record<string, string>;
}

/** `plainServed`: whether some client may use plain. `locales`: languages of the pages. */
export function metadata(
  issuer: string,
  resources: readonly Resource[],
  plainServed: boolean,
  locales: readonly string[],
  registration: Pick<RegistrationPolicy, "mode" | "documents">,
  rules: ServerRules,
): Metadata {
  const confidential = [...confidentialMethods(rules)];
  return {
    issuer,
    authorization_endpoint: issuer + paths.authorize,
    token_endpoint: issuer + paths.token,
    device_authorization_endpoint: issuer + paths.device,
    userinfo_endpoint: issuer + paths.userinfo,
    end_session_endpoint: issuer + paths.logout,
    jwks_uri: issuer + paths.jwks,
    introspection_endpoint: issuer + paths.introspect,
    revocation_endpoint: issuer + paths.revoke,
    scopes_supported: [
      ...new Set([
        ...identityScopes.map((scope) => scope.name),
        ...resources.flatMap((resource) => resource.scopes.map((scope) => scope.name)),
        OFFLINE_ACCESS,
      ]),
    ],
    response_types_supported: ["code"],
    response_modes_supported: ["query", "form_post"],
    grant_types_supported: grants.map((grant) => grant.grant_type),
    token_endpoint_auth_methods_supported: [...confidential, "none"],
    token_endpoint_auth_signing_alg_values_supported: [...clientSigningAlgs],
    introspection_endpoint_auth_methods_supported: confidential,
    introspection_endpoint_auth_signing_alg_values_supported: [...clientSigningAlgs],
    revocation_endpoint_auth_methods_supported: [...confidential, "none"],
    revocation_endpoint_auth_signing_alg_values_supported: [...clientSigningAlgs],
    code_challenge_methods_supported: challengeMethods(plainServed),
    authorization_response_iss_parameter_supported: true,
    ui_locales_supported: [...locales],
    subject_types_supported: ["public", "pairwise"],
    id_token_signing_alg_values_supported: [...signingAlgs],
    userinfo_signing_alg_values_supported: [...signingAlgs],
    acr_values_supported: [...rules.acr_levels],
    claim_types_supported: ["normal"],
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "auth_time",
      "acr",
      "amr",
      "sid",
      ...standardClaims,
    ],
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_object_signing_alg_values_supported: [...clientSigningAlgs],
    pushed_authorization_request_endpoint: issuer + paths.par,
    require_pushed_authorization_requests: rules.require_pushed_authorization_requests,
    dpop_signing_alg_values_supported: [...clientSigningAlgs],
    request_uri_parameter_supported: false,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    prompt_values_supported: ["none", "login", "consent", "select_account"],
    status_list_aggregation_endpoint: issuer + paths.status,
    status_changes_endpoint: issuer + paths.statusChanges,
    budget_endpoint: issuer + paths.budget,
    ...detailTypes(resources),
    ...(registration.mode === "off" ? {} : { registration_endpoint: issuer + paths.register }),
    ...(registration.documents ? { client_id_metadata_document_supported: true } : {}),
    ...certificateMembers(rules),
  };
}

/** RFC 8705 §3.3, §5 — what a client may present a certificate for, and where: the endpoints that browsers never see. */
function certificateMembers(rules: ServerRules): Partial<Metadata> {
  if (rules.client_certificate_format === "off") return {};
  const at = rules.mtls_address;
  if (at === null) return { tls_client_certificate_bound_access_tokens: true };
  return {
    tls_client_certificate_bound_access_tokens: true,
    mtls_endpoint_aliases: {
      token_endpoint: at + paths.token,
      device_authorization_endpoint: at + paths.device,
      pushed_authorization_request_endpoint: at + paths.par,
      introspection_endpoint: at + paths.introspect,
      revocation_endpoint: at + paths.revoke,
      userinfo_endpoint: at + paths.userinfo,
    },
  };
}

/** RFC 9396 §10: of all APIs, each once; absent when there is none. */
function detailTypes(
  resources: readonly Resource[],
): Pick<Metadata, "authorization_details_types_supported"> {
  const types = new Set(resources.flatMap((resource) => resource.detailTypes.map(({ type }) => type)));
  return types.size === 0 ? {} : { authorization_details_types_supported: [...types] };
}
