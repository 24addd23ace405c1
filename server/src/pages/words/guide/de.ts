/** The words around the guide in German. */
import type { Piece } from "../piece.ts";
import type { GuideWords } from "./en.ts";

export const guideDe: GuideWords = {
  guide: {
    title: "Integrationsanleitung",
    heading: (company: Piece): Piece[] => ["Entwickeln mit ", company],
    contents: "Inhalt",
    skip: "Zur Anleitung springen",
    markdown: "Diese Anleitung als Markdown",
    inEnglish: "Der Text dieser Anleitung ist auf Englisch.",
    language: "Sprache der Beispiele",
    yourApps: "Beispiele mit den Werten Ihrer Test-App:",
    copy: "Kopieren",
    copied: "Kopiert",
    verified: (day: Piece, runtime: Piece): Piece[] => ["Zuletzt geprüft am ", day, " mit ", runtime, "."],
    unverified: "Noch nicht von unseren Tests ausgeführt.",
    sections: {
      start: "Überblick",
      register: "Ihre App registrieren",
      environments: "Test und Betrieb",
      authorize: "Eine Person um Zugriff bitten",
      exchange: "Den Code gegen Tokens tauschen",
      refresh: "Tokens erneuern",
      machine: "Tokens für Maschinen",
      device: "Geräte ohne Tastatur",
      "token-exchange": "Den Aufruf einer Person weitergeben",
      call: "Die API aufrufen",
      routes: "Scopes und Routen",
      details: "Erlaubnisse mit Einzelheiten",
      versions: "Versionen",
      tokens: "Tokens gut aufbewahren",
      "redirect-uris": "Redirect-URIs",
      identity: "Wer angemeldet ist",
      logout: "Abmelden",
      keys: "Stärker als ein geheimer Schlüssel",
      ci: "In Ihrer CI",
      errors: "Fehler",
      limits: "Grenzen",
      endpoints: "Alle Adressen",
    },
  },
};
