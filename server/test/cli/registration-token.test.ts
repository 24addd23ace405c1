/** RFC 7591 §1.2 — `gatehouse registration-token`: makes an initial access token that works, once, until it is ended. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { machineApp, place, type Place } from "../support/cli.ts";

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

test("DR-01 RFC 7591 §1.2 a token is shown once, belongs to an organisation, and can be ended", async () => {
  await machineApp(at);
  await at.answer("organisation", "create", "--name", "Partner");
  const made = await at.answer("registration-token", "create", "--organisation", "Partner", "--uses", "3");
  expect(made).toMatchObject({
    uses: 3,
    initial_access_token: expect.stringMatching(/^ght_live_/) as string,
  });
  expect(await at.answer("registration-token", "end", String(made["id"]))).toEqual({
    id: made["id"],
    ended: true,
  });
  const no = async (...argv: string[]): Promise<string> => (await at.gatehouse(argv)).err;
  expect(await no("registration-token", "end", "iat_x")).toContain("There is no such token.");
  expect(await no("registration-token", "create", "--organisation", "Nobody")).toContain(
    "no such organisation",
  );
  expect(await no("registration-token", "create", "--organisation", "Partner", "--uses", "0")).toContain(
    "whole number",
  );
});
