/** The settings of how strongly and for how long people sign in, and of what their signing out ends. They are rows of the one table in settings.ts. */

export const SIGN_IN = {
  session_idle_seconds: {
    type: "integer",
    per: "server",
    default: 3600,
    min: 300,
    max: 2592000,
    doc: "A person who does nothing for so long has to sign in again.",
  },
  session_absolute_seconds: {
    type: "integer",
    per: "server",
    default: 43200,
    min: 300,
    max: 2592000,
    doc: "A person has to sign in again so long after the last sign-in, busy or not.",
  },
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
