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
  testPrograms: {
    title: "Programmes de test",
    lead: "C’est avec un tel programme que vos tests créent des personnes simulées et décident pour elles.",
    allows: (scope: Piece): Piece[] => [
      "Chacun agit pour toutes les applications de cette organisation, dans l’environnement de test seulement, avec l’autorisation ",
      scope,
      " et aucune autre.",
    ],
    none: "Il n’y a pas encore de programme de test",
    noneMeans:
      "Créez-en un pour chaque endroit où vos tests s’exécutent, afin de pouvoir révoquer chacun séparément.",
    added: (day: Piece): Piece[] => ["Créé le ", day],
    used: (day: Piece): Piece[] => ["Dernière utilisation le ", day],
    unused: "Pas encore utilisé",
    revoke: "Révoquer",
    add: "Créer un programme de test",
    name: "Nom du programme",
    nameHint: "Là où il s’exécute, par exemple le nom du pipeline.",
    submit: "Créer le programme",
    created: "Le programme de test est créé",
  },
};
