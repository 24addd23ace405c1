/** The settings of requests that prove who sends them: pushed (RFC 9126), with a key (RFC 9449), with a certificate (RFC 8705). They are rows of the one table in settings.ts. */

export const PROOFS = {
  require_pushed_authorization_requests: {
    type: "boolean",
    per: "server",
    default: false,
    doc: "Whether every authorization request must be pushed first (RFC 9126); one app can be held to it by its own metadata.",
  },
  pushed_request_seconds: {
    type: "integer",
    per: "server",
    default: 90,
    min: 60,
    max: 600,
    doc: "How long a pushed authorization request waits for its browser (RFC 9126 §2.2).",
  },
  dpop_nonce: {
    type: "choice",
    per: "server",
    default: "off",
    choices: ["off", "required"],
    doc: "Whether every DPoP proof at this server must carry a nonce that the server gave out a short while ago (RFC 9449 §8).",
  },
  client_certificate_format: {
    type: "choice",
    per: "server",
    default: "off",
    choices: ["off", "rfc9440", "pem"],
    doc: "How a proxy of `trusted_proxies` hands on the TLS certificate of a client: not at all, as the structured field of RFC 9440, or as URL-encoded PEM (nginx: `$ssl_client_escaped_cert`). The header counts from those proxies only; they must set it on every request, so that nobody's own gets through.",
  },
  client_certificate_header: {
    type: "text",
    format: "header",
    per: "server",
    default: "Client-Cert",
    doc: "The header in which the proxy hands on the certificate.",
  },
  client_certificate_verified_header: {
    type: "text",
    format: "header",
    per: "server",
    default: null,
    example: "X-Client-Verify",
    doc: "The header in which the proxy writes `SUCCESS` when it verified the certificate against its authorities (nginx: `$ssl_client_verify`). Without it `tls_client_auth` cannot be used, because a certificate that nobody verified can hold any name; `self_signed_tls_client_auth` needs it not.",
  },
  mtls_address: {
    type: "text",
    format: "issuer",
    per: "server",
    default: null,
    doc: "The address at which the proxy asks for client certificates, when it is not the issuer's: `mtls_endpoint_aliases` of the metadata (RFC 8705 §5). It has the issuer's path.",
  },
} as const;
