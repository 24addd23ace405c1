/** The demo API of `gatehouse dev`: its scopes in words, and its routes with the scopes that guard them. */
import type { RouteRule } from "@gatehouse/guard";
import type { Scope } from "../../oauth/resource.ts";

export const demoScopes: readonly Scope[] = [
  {
    name: "bookings:read",
    person: false,
    words: {
      en: "See your bookings",
      fr: "Consulter vos réservations",
      de: "Ihre Buchungen ansehen",
      ja: "予約の閲覧",
    },
  },
  {
    name: "bookings:create",
    person: false,
    words: {
      en: "Make new bookings for you",
      fr: "Effectuer de nouvelles réservations pour vous",
      de: "Neue Buchungen für Sie anlegen",
      ja: "新しい予約の作成",
    },
  },
  {
    name: "bookings:delete",
    person: false,
    words: {
      en: "Cancel your bookings",
      fr: "Annuler vos réservations",
      de: "Ihre Buchungen stornieren",
      ja: "予約のキャンセル",
    },
  },
  {
    name: "profile:read",
    person: true,
    words: {
      en: "See your name and user name",
      fr: "Consulter votre nom et votre identifiant",
      de: "Ihren Namen und Benutzernamen sehen",
      ja: "氏名とユーザー名の閲覧",
    },
  },
];

/** What the guard enforces, and what the ready line lists. */
export const demoRoutes: readonly RouteRule[] = [
  { method: "GET", path: "/bookings", scopes: ["bookings:read"] },
  { method: "POST", path: "/bookings", scopes: ["bookings:create"] },
  { method: "GET", path: "/bookings/:id", scopes: ["bookings:read"] },
  { method: "DELETE", path: "/bookings/:id", scopes: ["bookings:delete"] },
  { method: "GET", path: "/me", scopes: ["profile:read"], person: true },
];

/** Where the seeded apps' browsers come back to: a page that shows the code and how to exchange it. */
export const callbackPath = "/demo/callback";

/** The `state` of the link that `gatehouse dev` prints: by it the callback knows whose code it shows. */
export const tryState = "try-it";
