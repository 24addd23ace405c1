/** FAPI 2.0 Security Profile §5.3.2 — one switch: what a client of that profile is, whatever else was set for it. */
import type { SigningAlg, TokenEndpointAuthMethod } from "../words.ts";
import type { Client } from "./client.ts";
import { isCertificateMethod } from "./methods.ts";

/** §5.3.2.1 item 13: a code lasts a minute at most. */
const longestCode = 60;

export function isFapi(client: Pick<Client, "metadata">): boolean {
  return client.metadata.fapi === "2.0";
}

/** The client as the profile has it. Every other rule reads these values and knows nothing of the switch. */
export function profiled(client: Client): Client {
  if (!isFapi(client)) return client;
  const { policy, metadata } = client;
  return {
    ...client,
    policy: {
      ...policy,
      pkce: "s256_required",
      code_seconds: Math.min(policy.code_seconds, longestCode),
      signing_alg: strong(policy.signing_alg),
      // Passport's shape has no audience of the API (§5.3.3 asks for one), and its times may carry fractions.
      access_token_profile:
        policy.access_token_profile === "passport" ? "rfc9068" : policy.access_token_profile,
      fractional_times: false,
      token_endpoint_get: "off",
    },
    metadata: {
      ...metadata,
      require_pushed_authorization_requests: true,
      // §5.3.2.1 item 5: bound to a key in one of the two ways.
      dpop_bound_access_tokens: metadata.tls_client_certificate_bound_access_tokens !== true,
      id_token_signed_response_alg: strong(metadata.id_token_signed_response_alg ?? "PS256"),
      ...(metadata.userinfo_signed_response_alg === undefined
        ? {}
        : { userinfo_signed_response_alg: strong(metadata.userinfo_signed_response_alg) }),
    },
  };
}

/** §5.4.1: RSA only with PSS. */
function strong(alg: SigningAlg): SigningAlg {
  return alg === "RS256" ? "PS256" : alg;
}

/** §5.3.2.1 item 6: a key, never a secret. */
export function isFapiMethod(method: TokenEndpointAuthMethod): boolean {
  return method === "private_key_jwt" || isCertificateMethod(method);
}

/** §5.3.2.1 item 9: its refresh tokens are bound by client authentication, and not rotated. */
export function rotates(client: Client): boolean {
  return !isFapi(client);
}
