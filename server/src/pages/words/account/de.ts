/** The words of the account pages in German. */
import type { AccountWords } from "./en.ts";

export const accountDe: AccountWords = {
  again: {
    title: "Bestätigen Sie, dass Sie es sind",
    lead: "Zu Ihrer Sicherheit weisen Sie sich bitte noch einmal aus, bevor es weitergeht.",
    submit: "Weiter",
    problem: "Es geht noch nicht weiter",
    credentials: "Das Passwort ist nicht richtig. Bitte prüfen Sie es und versuchen Sie es erneut.",
  },
};
