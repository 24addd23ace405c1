/** The settings of the guide: which of the equal ways it shows. They are rows of the one table in settings.ts. */

export const GUIDE = {
  guide_grants: {
    type: "text",
    format: "grants",
    per: "server",
    default: "*",
    min: 1,
    max: 200,
    doc: "Which grants the guide explains, separated by spaces: `authorization_code`, `refresh_token`, `client_credentials`, `device_code`, `token_exchange`, `jwt_bearer`; `*` explains all that are on.",
  },
  guide_token_path: {
    type: "choice",
    per: "server",
    default: "/oauth/token",
    choices: ["/oauth/token", "/access_token", "/oauth/access_token", "/api/oauth/token"],
    doc: "The address of the token endpoint that the guide shows; the others work too.",
  },
  guide_token_body: {
    type: "choice",
    per: "server",
    default: "form",
    choices: ["form", "json"],
    doc: "How the samples of the guide send parameters to the token endpoint; both ways work.",
  },
} as const;
