/** Where the pieces of `gatehouse dev` meet: the addresses that its apps, its API and its printed links share. */

/** Where the seeded apps' browsers come back to: a page that shows the code and how to exchange it. */
export const callbackPath = "/demo/callback";

/** The `state` of the link that `gatehouse dev` prints: by it the callback knows whose code it shows. */
export const tryState = "try-it";

/** Where the demo API shows its own OpenAPI document. */
export const documentPath = "/openapi.json";
