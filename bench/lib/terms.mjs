/** What both servers under test are told alike: names, redirect URI, PKCE pair, scope. */
import { createHash } from "node:crypto";

export const issuer = "https://auth.bench.test";
export const api = "https://api.bench.test";
export const redirectUri = "https://app.bench.test/callback";
export const scope = "bookings:read bookings:create";
export const verifier = "V9wJ8x0Lq3ZpTn5cYk1sRb7uEd2mHg4fAa6iOo8rUvW";
export const challenge = createHash("sha256").update(verifier).digest("base64url");
/** Of everybody who signs in; only Gatehouse looks at it. */
export const password = "a-password-of-nobody";
/** How many people have allowed the app: codes and families are spread over them. */
export const peopleCount = 200;
/** The kinds of client: what each one's access tokens are. */
export const kinds = ["ES256", "RS256", "opaque"];
