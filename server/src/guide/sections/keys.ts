/** RFC 9126, RFC 7523, RFC 9449 — what apps can do that want more than a secret. */
import { pathOf } from "../names.ts";
import { code, codes, say, strong } from "../text.ts";
import { list, prose, type WriteSection } from "./section.ts";

export const keys: WriteSection = ({ metadata, grants, settings }) => ({
  id: "keys",
  title: "Stronger than a secret",
  blocks: [
    prose(say`All of this is optional unless you were told otherwise, and can be added one at a time.`),
    list(
      say`${strong("A key instead of a secret")} (RFC 7523): register a public key and sign a short JWT for each request (${code("private_key_jwt")}). Nothing that could leak is ever sent. Algorithms: ${codes(metadata.token_endpoint_auth_signing_alg_values_supported)}.`,
      say`${strong("Tokens bound to a key")} (DPoP, RFC 9449): send a proof in the header ${code("DPoP")} when you get a token and with each call; a stolen token is then worth nothing. ${settings.dpop_nonce === "required" ? "The server gives out nonces: put the value of DPoP-Nonce into the next proof." : ""}`,
      ...(grants.has("authorization_code")
        ? [
            say`${strong("Pushed requests")} (RFC 9126): send the parameters to ${code(`POST ${pathOf(metadata.pushed_authorization_request_endpoint)}`)} first and only ${codes(["client_id", "request_uri"])} through the browser. ${metadata.require_pushed_authorization_requests ? "Here every authorization request must be pushed." : ""}`,
          ]
        : []),
      ...(metadata.tls_client_certificate_bound_access_tokens === true
        ? [
            say`${strong("Certificates")} (RFC 8705): prove who you are with a client certificate instead of a secret; your tokens are then bound to it.`,
          ]
        : []),
      ...(grants.has("jwt_bearer")
        ? [
            say`${strong("A person whom somebody else vouches for")} (RFC 7523): with a signed assertion of an issuer that was agreed on, send ${code("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer")} and ${code("assertion")}.`,
          ]
        : []),
    ),
  ],
});
