/** `gatehouse user set-claims`: what apps may be told of a person (OpenID Connect Core §5.1), and which scopes an app may be given for it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { place, type Place } from "../support/cli.ts";

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

const file = (json: unknown): string => {
  const path = join(at.folder, "claims.json");
  writeFileSync(path, JSON.stringify(json));
  return path;
};

test("claims replace those of before; what is the account's own, or no standard claim, is refused", async () => {
  await at.answer("user", "create", "ada");
  const claims = { given_name: "Ada", address: { locality: "London" } };
  expect(await at.answer("user", "set-claims", "ada", file(claims))).toMatchObject({ claims });
  for (const [wrong, sentence] of [
    [{ email: "ada@bank.example" }, "These claims cannot be set: email."],
    [{ is_admin: true }, "These claims cannot be set: is_admin."],
    [["x"], "one JSON object"],
  ] as const) {
    const heard = await at.gatehouse(["user", "set-claims", "ada", file(wrong), "--json"]);
    const { error } = heard.json() as { error: string };
    expect([heard.code, error]).toEqual([1, expect.stringContaining(sentence)]);
  }
});

test("OpenID Connect Core §5.4 identity scopes are every API's: an app is given them like others", async () => {
  await at.answer("api", "create", "--identifier", "https://api.example", "--name", "Bookings");
  const named = ["--name", "Sign-in", "--organisation", "Bank", "--redirect-uri", "https://bank.example/cb"];
  const app = await at.answer("app", "create", ...named, "--scope", "openid,profile,email,address,phone");
  const [client] = app["clients"] as { scope: string }[];
  expect(client?.scope).toBe("openid profile email address phone");
});
