/** RFC 7591 §2 `token_endpoint_auth_method` — the ways to prove a client, and which of them can be had at this server. */
import type { ServerRules } from "../proof-ports.ts";
import type { TokenEndpointAuthMethod } from "../words.ts";

/** Whether a client of this method is given secrets. */
export function isSecretMethod(method: TokenEndpointAuthMethod): boolean {
  return method === "client_secret_basic" || method === "client_secret_post";
}

/** RFC 8705 §2 — whether it proves itself by the certificate of its TLS connection. */
export function isCertificateMethod(method: TokenEndpointAuthMethod): boolean {
  return method === "tls_client_auth" || method === "self_signed_tls_client_auth";
}

/** Every method by which a client can prove itself here; `none` is beside them. */
export function confidentialMethods(
  rules: Pick<ServerRules, "client_certificate_format" | "client_certificate_verified_header">,
): readonly TokenEndpointAuthMethod[] {
  const certificates = rules.client_certificate_format !== "off";
  const verified = certificates && rules.client_certificate_verified_header !== null;
  return [
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    ...(verified ? (["tls_client_auth"] as const) : []),
    ...(certificates ? (["self_signed_tls_client_auth"] as const) : []),
  ];
}
