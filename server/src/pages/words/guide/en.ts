/** The words around the guide in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type GuideWords = typeof guideEn;

export const guideEn = {
  guide: {
    title: "Integration guide",
    heading: (company: Piece): Piece[] => ["Build with ", company],
    contents: "Contents",
    skip: "Skip to the guide",
    markdown: "This guide as Markdown",
    inEnglish: "The text of this guide is in English.",
    language: "Language of the samples",
    yourApps: "Samples with the values of your test app:",
    copy: "Copy",
    copied: "Copied",
    verified: (day: Piece, runtime: Piece): Piece[] => ["Last verified on ", day, " with ", runtime, "."],
    unverified: "Not run by our tests yet.",
    sections: {
      start: "Overview",
      register: "Register your app",
      environments: "Test and live",
      authorize: "Ask a person for access",
      exchange: "Exchange the code for tokens",
      refresh: "Refresh tokens",
      machine: "Tokens for a machine",
      device: "Devices without a keyboard",
      "token-exchange": "Pass a person’s call on",
      call: "Call the API",
      routes: "Scopes and routes",
      details: "Permissions with details",
      versions: "Versions",
      tokens: "Keep tokens well",
      "redirect-uris": "Redirect URIs",
      identity: "Who signed in",
      logout: "Signing out",
      keys: "Stronger than a secret",
      ci: "In your CI",
      errors: "Errors",
      limits: "Limits",
      endpoints: "Every address",
    },
  },
};
