/** RFC 7591 §2, RFC 8705 §2 — whether the keys and certificates of a client fit the way in which it proves itself and signs. */
import { certificateOf, nameTrouble } from "../checks/client-certificate.ts";
import type { Jwk, ServerRules } from "../proof-ports.ts";
import type { RefusalName } from "../refusals.ts";
import type { TokenEndpointAuthMethod } from "../words.ts";
import type { ClientMore } from "./client.ts";
import { isFapi, isFapiMethod } from "./fapi.ts";
import { fapiSigningAlgs, mostKeys } from "./keys.ts";
import { confidentialMethods } from "./methods.ts";

/** RFC 7518 §6: any of these makes a key private, or a password. */
const PRIVATE = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] as const;
/** Characters of a modulus of 2048 bits (RFC 7518 §3.3). */
const SHORTEST_MODULUS = 342;

/** The first thing that is wrong; null when the client can be registered so. */
export function keyTrouble(
  method: TokenEndpointAuthMethod,
  more: ClientMore,
  rules: ServerRules,
): RefusalName | null {
  if (method !== "none" && !confidentialMethods(rules).includes(method)) return "registration_auth_method";
  if (isFapi({ metadata: more }) && !isFapiMethod(method)) return "registration_auth_method";
  return keysTrouble(method, more) ?? certificateTrouble(method, more) ?? bindingTrouble(more, rules);
}

function keysTrouble(method: TokenEndpointAuthMethod, more: ClientMore): RefusalName | null {
  const { jwks, jwks_uri } = more;
  if (jwks !== undefined && jwks_uri !== undefined) return "registration_keys_twice";
  if (jwks !== undefined && !areUsable(jwks.keys)) return "registration_keys";
  const signs =
    method === "private_key_jwt" ||
    more.require_signed_request_object === true ||
    more.request_object_signing_alg !== undefined;
  const needed = signs || method === "self_signed_tls_client_auth";
  return needed && jwks === undefined && jwks_uri === undefined ? "registration_keys_missing" : null;
}

/** Public all, few enough to be tried, and one at least that is strong enough to verify with; RFC 7517 §5: unknown kinds are passed over. */
function areUsable(keys: readonly Jwk[]): boolean {
  if (keys.length > mostKeys) return false;
  if (keys.some((key) => key["kty"] === "oct" || PRIVATE.some((name) => name in key))) return false;
  return keys.some(isStrong);
}

const texts = (...members: readonly unknown[]): boolean =>
  members.every((member) => typeof member === "string" && member !== "");

function isStrong({ kty, n, e, crv, x, y }: Jwk): boolean {
  if (kty === "RSA") return texts(n, e) && String(n).length >= SHORTEST_MODULUS;
  return (kty === "EC" && texts(crv, x, y)) || (kty === "OKP" && texts(crv, x));
}

function certificateTrouble(method: TokenEndpointAuthMethod, more: ClientMore): RefusalName | null {
  if (method === "tls_client_auth") return nameTrouble(more) ? "registration_certificate" : null;
  if (method !== "self_signed_tls_client_auth" || more.jwks === undefined) return null;
  return more.jwks.keys.every((key) => certificateOf(key) === null) ? "registration_certificate" : null;
}

function bindingTrouble(more: ClientMore, rules: ServerRules): RefusalName | null {
  const { tls_client_certificate_bound_access_tokens: byCertificate, dpop_bound_access_tokens: byKey } = more;
  const possible = byCertificate !== true || rules.client_certificate_format !== "off";
  // A token has one binding.
  if (!possible || (byCertificate === true && byKey === true)) return "registration_unsupported";
  const algs = [more.token_endpoint_auth_signing_alg, more.request_object_signing_alg];
  const weak = algs.some((alg) => alg !== undefined && !fapiSigningAlgs.includes(alg));
  return weak && isFapi({ metadata: more }) ? "registration_unsupported" : null;
}
