/** The settings of the playground. They are rows of the one table in settings.ts. */

export const PLAYGROUND = {
  playground_api: {
    type: "text",
    format: "api",
    per: "server",
    default: null,
    example: "https://sandbox.example.com",
    doc: "The base address at which the API takes test tokens: the playground of the portal calls it with the developer's own; without it the playground shows the command to paste.",
  },
} as const;
