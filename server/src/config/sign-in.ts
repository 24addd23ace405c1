/** The settings of how strongly people sign in, and of what their signing out ends. They are rows of the one table in settings.ts. */

export const SIGN_IN = {
  tokens_end_with_session: {
    type: "boolean",
    per: "client",
    default: false,
    doc: "Whether tokens without the scope `offline_access` end when the person signs out of the session that they came from (OpenID Connect Back-Channel Logout §2.7).",
  },
  acr_values: {
    type: "text",
    format: "levels",
    per: "server",
    default: "urn:gatehouse:acr:password urn:gatehouse:acr:mfa urn:gatehouse:acr:key",
    min: 1,
    max: 400,
    doc: "The names of the levels of sign-in (`acr`), separated by spaces: by password, with a second factor, with a key that no false page can use.",
  },
} as const;
