/** What a letter says, however the company's name is written. */
import { expect, test } from "vitest";
import { writeLetter } from "../../src/pages/letters/letter.tsx";

const letter = (company: string): string =>
  writeLetter({
    locale: "en",
    company,
    accent: null,
    kind: "sign_up",
    code: "01234567",
    link: "https://auth.example/sign-up",
    minutes: 15,
  }).text;

test("a sentence ends with one full stop, whether or not the company's name has one", () => {
  expect(letter("Northwind")).toContain("You are creating an account at Northwind.\n");
  expect(letter("Bookings Inc.")).toContain("You are creating an account at Bookings Inc.\n");
});
