/** The words of the account pages in French. */
import type { AccountWords } from "./en.ts";

export const accountFr: AccountWords = {
  again: {
    title: "Confirmez votre identité",
    lead: "Pour votre sécurité, prouvez encore une fois qui vous êtes avant de continuer.",
    submit: "Continuer",
    problem: "Vous ne pouvez pas encore continuer",
    credentials: "Le mot de passe est incorrect. Vérifiez-le, puis réessayez.",
  },
};
