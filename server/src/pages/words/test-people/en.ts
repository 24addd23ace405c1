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
  testPrograms: {
    title: "Test programs",
    lead: "Your tests use one of these programs to create simulated persons and to decide for them.",
    allows: (scope: Piece): Piece[] => [
      "Each one works for every app of this organisation, in the test environment only, with the permission ",
      scope,
      " and no other.",
    ],
    none: "There is no test program yet",
    noneMeans: "Create one for each place where your tests run, so that you can revoke each on its own.",
    added: (day: Piece): Piece[] => ["Created on ", day],
    used: (day: Piece): Piece[] => ["Last used on ", day],
    unused: "Not used yet",
    revoke: "Revoke",
    add: "Create a test program",
    name: "Name of the program",
    nameHint: "Where it runs, for instance the name of the pipeline.",
    submit: "Create program",
    created: "The test program has been created",
  },
};
