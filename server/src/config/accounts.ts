/** The settings of people's accounts. They are rows of the one table in settings.ts. */

export const ACCOUNTS = {
  fresh_seconds: {
    type: "integer",
    per: "server",
    default: 600,
    min: 60,
    max: 3600,
    doc: "How long after a person proved who they are dangerous acts are allowed without asking again.",
  },
} as const;
