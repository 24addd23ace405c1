/** Les mots de la page des personnes simulées, en français. */
import type { Piece } from "../piece.ts";
import type { TestPeopleWords } from "./en.ts";

export const testPeopleFr: TestPeopleWords = {
  testPeople: {
    title: "Personnes simulées",
    lead: "Des personnes inventées pour vos tests. Votre application de test obtient leur accord sans navigateur ; elles ne se connectent nulle part et n’existent jamais en production.",
    none: "Il n’y a pas encore de personne simulée",
    noneMeans: "Créez-en une ici ou dans vos tests, et décidez pour elle comme une personne le ferait.",
    made: (day: Piece): Piece[] => ["Créée le ", day],
    delete: "Supprimer",
    add: "Créer une personne simulée",
    name: "Nom",
    nameHint: "Ce que votre application apprend comme nom de cette personne.",
    email: "Adresse e-mail",
    emailHint: "Facultatif. Communiquée à votre application si elle la demande ; rien n’y est jamais envoyé.",
    submit: "Créer la personne",
    inTests: "Dans vos tests",
    inTestsMeans: (scope: Piece): Piece[] => [
      "Un seul appel décide pour une personne simulée et répond ce que le navigateur rapporterait : l’adresse avec le code, ou le refus. Votre programme a besoin d’un jeton avec l’autorisation ",
      scope,
      ".",
    ],
    more: "Plus de détails dans le guide",
    off: "L’API de gestion est désactivée ici. Demandez à l’entreprise dont c’est l’API de l’activer.",
    example: "Exemple",
  },
};
