/** RFC 8414 §2 — where the endpoints are: apart from the metadata, because those who check an audience need no more. */

/** Where each endpoint is, below the issuer. */
export const paths = {
  authorize: "/oauth/authorize",
  token: "/oauth/token",
  /** Provider pages write the token endpoint in these ways; one handler serves them all. */
  tokenAliases: ["/access_token", "/oauth/access_token", "/api/oauth/token"],
  /** RFC 8628: where devices ask, and where people type. */
  device: "/oauth/device",
  devicePage: "/device",
  introspect: "/oauth/introspect",
  decisions: "/oauth/decisions",
  /** Ours: where guards spend the calls that a person allowed an agent. */
  budget: "/oauth/budget",
  revoke: "/oauth/revoke",
  par: "/oauth/par",
  jwks: "/.well-known/jwks.json",
  metadata: "/.well-known/oauth-authorization-server",
  /** OpenID Connect Discovery §4: after the issuer's path, not before it. */
  openid: "/.well-known/openid-configuration",
  userinfo: "/oauth/userinfo",
  logout: "/oauth/logout",
  register: "/oauth/register",
  /** Token Status List §9: all lists; one list is below it, as is what guards listen to. */
  status: "/oauth/status",
  statusChanges: "/oauth/status/changes",
} as const;
