/** The words of the page about simulated persons, in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type TestPeopleWords = typeof testPeopleEn;

export const testPeopleEn = {
  testPeople: {
    title: "Simulated persons",
    lead: "Made-up people for your tests. Your test app gets their consent without a browser; they cannot sign in anywhere, and do not exist in live.",
    none: "There is no simulated person yet",
    noneMeans: "Create one here or in your tests, and decide for it as a person would.",
    made: (day: Piece): Piece[] => ["Created on ", day],
    delete: "Delete",
    add: "Create a simulated person",
    name: "Name",
    nameHint: "What your app is told as the name of this person.",
    email: "Email address",
    emailHint: "Optional. Your app is told it when it asks; nothing is ever sent there.",
    submit: "Create person",
    inTests: "In your tests",
    inTestsMeans: (scope: Piece): Piece[] => [
      "One call decides for a simulated person and returns what the browser would bring back: the address with the code, or the refusal. Your program needs a token with the permission ",
      scope,
      ".",
    ],
    more: "More in the guide",
    off: "The management API is switched off here. Ask the company whose API this is to switch it on.",
    example: "Example",
  },
};
