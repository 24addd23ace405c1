/** Samples of every letter, as a mail program shows it. */
import { writeLetter, type AccountChange, type LetterModel } from "../letters/letter.tsx";
import { words } from "../words/index.ts";
import type { Sample } from "./parts.ts";

type Model = LetterModel extends infer One
  ? One extends unknown
    ? Omit<One, "locale" | "company" | "accent">
    : never
  : never;

const link = "https://auth.northwind.example/sign-up/link?token=Vw3k0xq9Jm2cR8tZs5nLyB7uHd4aGfEi1oPKXQ6vNTA";

function letter(what: string, model: Model, accent: string | null = null): Sample {
  return {
    name: `letter/${what}`,
    render: (locale) => writeLetter({ ...model, locale, company: "Northwind", accent }).html,
  };
}

const changes = Object.keys(words("en").letters.changes) as AccountChange[];

export const letterSamples: Sample[] = [
  letter("sign-up", { kind: "sign_up", code: "01234567", link, minutes: 15 }),
  letter("branded", { kind: "sign_up", code: "01234567", link, minutes: 15 }, "#0b6e4f"),
  letter("new-address", { kind: "email", code: "01234567", minutes: 15 }),
  letter("reset", { kind: "reset", code: "01234567", link, minutes: 15 }),
  letter("invitation", { kind: "invitation", link, days: 7 }),
  letter("membership", {
    kind: "membership",
    link,
    days: 7,
    organisation: "Pilot Logistics Ltd",
    from: "Grace Hopper",
  }),
  letter("known", { kind: "known", link }),
  letter("unknown", { kind: "unknown", link }),
  ...changes.map((change) => letter(`changed-${change}`, { kind: "changed", change, link })),
];
