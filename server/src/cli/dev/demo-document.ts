/** The OpenAPI document of the demo API: its guard, its scopes, the consent page and the guide all come from here. */

/** A route's security; several scopes are all needed. */
const needs = (...scopes: string[]): object => ({ security: [{ gatehouse: scopes }] });

const scopes = {
  "bookings:read": "See your bookings",
  "bookings:create": "Make new bookings for you",
  "bookings:delete": "Cancel your bookings",
};

const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];

/** OpenAPI 3.1. `identifier`: the audience of its tokens; `issuer`: whose tokens. */
export function demoDocument(identifier: string, issuer: string): Record<string, unknown> {
  const tokenUrl = `${issuer}/oauth/token`;
  return {
    openapi: "3.1.0",
    info: { title: "Bookings", version: "1.8.0" },
    servers: [{ url: identifier }],
    "x-gatehouse-identifier": identifier,
    "x-gatehouse-versions": {
      default: "1.8.0",
      list: [
        { version: "1.6.0", status: "retired" },
        { version: "1.7.0", status: "stable" },
        { version: "1.8.0", status: "stable" },
      ],
    },
    components: {
      securitySchemes: {
        gatehouse: {
          type: "oauth2",
          flows: {
            authorizationCode: {
              authorizationUrl: `${issuer}/oauth/authorize`,
              tokenUrl,
              scopes: { ...scopes, "profile:read": "See your name and user name" },
            },
            clientCredentials: { tokenUrl, scopes },
          },
          "x-gatehouse-scopes": words,
        },
      },
    },
    paths: {
      "/bookings": {
        get: { summary: "List the bookings", tags: ["Bookings"], ...needs("bookings:read") },
        post: { summary: "Make a booking", tags: ["Bookings"], ...needs("bookings:create") },
      },
      "/bookings/{id}": {
        parameters,
        get: { summary: "One booking", tags: ["Bookings"], ...needs("bookings:read") },
        delete: { summary: "Cancel a booking", tags: ["Bookings"], ...needs("bookings:delete") },
      },
      "/me": { get: { summary: "Who allowed this", tags: ["Profile"], ...needs("profile:read") } },
    },
  };
}

/** What the consent page says in other languages than the document's own. */
const words = {
  "bookings:read": {
    words: { fr: "Consulter vos réservations", de: "Ihre Buchungen ansehen", ja: "予約の閲覧" },
  },
  "bookings:create": {
    words: {
      fr: "Effectuer de nouvelles réservations pour vous",
      de: "Neue Buchungen für Sie anlegen",
      ja: "新しい予約の作成",
    },
  },
  "bookings:delete": {
    words: { fr: "Annuler vos réservations", de: "Ihre Buchungen stornieren", ja: "予約のキャンセル" },
  },
  "profile:read": {
    words: {
      fr: "Consulter votre nom et votre identifiant",
      de: "Ihren Namen und Benutzernamen sehen",
      ja: "氏名とユーザー名の閲覧",
    },
  },
};
