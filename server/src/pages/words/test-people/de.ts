/** Die Wörter der Seite über simulierte Personen, auf Deutsch. */
import type { Piece } from "../piece.ts";
import type { TestPeopleWords } from "./en.ts";

export const testPeopleDe: TestPeopleWords = {
  testPeople: {
    title: "Simulierte Personen",
    lead: "Erfundene Leute für Ihre Tests. Ihre Test-App wird für sie ohne Browser eingelassen; sie melden sich nirgends an, und produktiv gibt es sie nie.",
    none: "Es gibt noch keine simulierte Person",
    noneMeans:
      "Legen Sie hier oder in Ihren Tests eine an, und entscheiden Sie für sie, wie eine Person es täte.",
    made: (day: Piece): Piece[] => ["Angelegt am ", day],
    delete: "Löschen",
    add: "Simulierte Person anlegen",
    name: "Name der Person",
    nameHint: "Was Ihre App als Namen dieser Person erfährt.",
    email: "E-Mail-Adresse",
    emailHint: "Freiwillig. Ihre App erfährt sie, wenn sie danach fragt; gesendet wird dorthin nie etwas.",
    submit: "Person anlegen",
    inTests: "In Ihren Tests",
    inTestsMeans: (scope: Piece): Piece[] => [
      "Ein Aufruf entscheidet für eine simulierte Person und antwortet, was der Browser zurückbringen würde: die Adresse mit dem Code oder die Ablehnung. Ihr Programm braucht ein Token mit dem Recht ",
      scope,
      ".",
    ],
    more: "Mehr in der Anleitung",
    off: "Die Verwaltungs-API ist hier ausgeschaltet. Bitten Sie das Unternehmen, dessen API dies ist, sie einzuschalten.",
    example: "Beispiel",
  },
  testPrograms: {
    title: "Testprogramme",
    lead: "Als ein solches Programm legen Ihre Tests simulierte Personen an und entscheiden für sie.",
    allows: (scope: Piece): Piece[] => [
      "Jedes arbeitet für alle Apps dieser Organisation, nur in der Testumgebung, mit der Berechtigung ",
      scope,
      " und keiner anderen.",
    ],
    none: "Es gibt noch kein Testprogramm",
    noneMeans:
      "Legen Sie für jeden Ort, an dem Ihre Tests laufen, eines an: So lässt sich jedes für sich widerrufen.",
    added: (day: Piece): Piece[] => ["Angelegt am ", day],
    used: (day: Piece): Piece[] => ["Zuletzt benutzt am ", day],
    unused: "Noch nicht benutzt",
    revoke: "Widerrufen",
    add: "Testprogramm anlegen",
    name: "Name des Programms",
    nameHint: "Wo es läuft, zum Beispiel der Name der Pipeline.",
    submit: "Programm anlegen",
    created: "Das Testprogramm ist angelegt",
  },
};
