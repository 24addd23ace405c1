/** The words around the guide in French. */
import type { Piece } from "../piece.ts";
import type { GuideWords } from "./en.ts";

export const guideFr: GuideWords = {
  guide: {
    title: "Guide d’intégration",
    heading: (company: Piece): Piece[] => ["Développer avec ", company],
    contents: "Sommaire",
    skip: "Aller au guide",
    markdown: "Ce guide en Markdown",
    inEnglish: "Le texte de ce guide est en anglais.",
    language: "Langage des exemples",
    yourApps: "Exemples avec les valeurs de votre application de test\u00a0:",
    copy: "Copier",
    copied: "Copié",
    verified: (day: Piece, runtime: Piece): Piece[] => ["Vérifié le ", day, " avec ", runtime, "."],
    unverified: "Pas encore exécuté par nos tests.",
    sections: {
      start: "Vue d’ensemble",
      register: "Enregistrer votre application",
      environments: "Test et production",
      authorize: "Demander l’accès à une personne",
      exchange: "Échanger le code contre des jetons",
      refresh: "Renouveler les jetons",
      machine: "Jetons pour une machine",
      device: "Appareils sans clavier",
      "token-exchange": "Transmettre l’appel d’une personne",
      call: "Appeler l’API",
      routes: "Scopes et routes",
      details: "Autorisations détaillées",
      versions: "Versions de l’API",
      tokens: "Bien garder les jetons",
      "redirect-uris": "URI de redirection",
      identity: "Qui est connecté",
      logout: "Déconnexion",
      keys: "Plus fort qu’un secret",
      ci: "Dans votre CI",
      errors: "Erreurs",
      limits: "Limites",
      endpoints: "Toutes les adresses",
    },
  },
};
