/**
 * What a travel company adds to Gatehouse; docs/extending.md explains it. Serve with `extensions` set to this file:
 * GATEHOUSE_EXTENSIONS=examples/extensions/extensions.mjs gatehouse serve
 */

/** Who books for whom, as the company's own directory would say it. */
const loyaltyLevels = new Map([["ada", "gold"]]);

/** @type {import("../../server/src/oauth/extensions.ts").Extensions} */
const extensions = {
  /** A claim of the company's own, under a name that nobody else uses. */
  claims({ target, subject, scope }) {
    if (subject === null || (target === "userinfo" && !scope.includes("profile"))) return {};
    return { "https://travel.example/level": loyaltyLevels.get(subject) ?? "blue" };
  },

  /** Whoever lets an app book has read the terms. */
  consent({ scope }) {
    if (!scope.includes("bookings:create")) return [];
    return [
      {
        id: "terms",
        required: true,
        words: {
          en: "I have read the terms of travel.example.",
          de: "Ich habe die Bedingungen von travel.example gelesen.",
        },
      },
    ];
  },

  /** Never for test data. */
  exchangePolicy: ({ client }) => (client.environment === "test" ? "exchange_not_permitted" : null),

  /** Every change of what is allowed, for the company's own records. */
  audited({ action, target }) {
    console.log(`${action} ${target.id}`);
  },
};

export default extensions;
