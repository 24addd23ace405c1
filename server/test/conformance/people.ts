/** Somebody of whom everything is known that a standard scope can ask for (OpenID Connect Core §5.1, §5.4). */
import type { TestServer } from "../support/server.ts";

/** What userinfo must say of her, scope by scope. */
export const claimsOfAda = {
  profile: {
    name: "Ada Lovelace",
    given_name: "Ada",
    family_name: "Lovelace",
    middle_name: "King",
    nickname: "Countess",
    preferred_username: "ada",
    profile: "https://people.example/ada",
    picture: "https://people.example/ada.png",
    website: "https://ada.example",
    gender: "female",
    birthdate: "1815-12-10",
    zoneinfo: "Europe/London",
    locale: "en-GB",
  },
  email: { email: "ada@people.example", email_verified: true },
  address: { address: { street_address: "12 St James's Square", locality: "London", country: "GB" } },
  phone: { phone_number: "+44 20 7946 0000", phone_number_verified: true },
};

/** Makes the server's person that one. */
export async function fillIn(server: TestServer): Promise<void> {
  await server.gatehouse.store.people.setClaims(
    server.person.id,
    Object.assign({}, ...Object.values(claimsOfAda)),
  );
}
