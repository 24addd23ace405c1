/** The words that portal and console share, in German. */
import type { DeskWords } from "./en.ts";

export const deskDe: DeskWords = {
  desk: {
    portal: "Entwicklerportal",
    console: "Konsole",
    skip: "Zum Inhalt springen",
    crumbs: "Wo Sie sind",
    account: "Ihr Konto",
    organisations: "Ihre Organisationen",
    newOrganisation: "Organisation hinzufügen",
    guide: "Anleitung",
    connectedApps: "Verbundene Apps",
    security: "Sicherheit",
    toPortal: "Zum Entwicklerportal",
    toConsole: "Zur Konsole",
    cancel: "Abbrechen",
    copy: "Kopieren",
    copied: "Kopiert",
    live: "Produktiv",
    liveSentence: "Echte Menschen und echte Daten.",
    never: "Nie",
    on: (day) => ["am ", day],
    roles: { viewer: "Leser", developer: "Entwickler", owner: "Inhaber" },
    rolesMean: {
      viewer: "Sieht alles, ändert nichts.",
      developer: "Registriert und ändert Apps, erzeugt und beendet geheime Schlüssel.",
      owner: "Verwaltet außerdem Mitglieder und Organisation und nimmt Apps außer Betrieb.",
    },
  },
  problems: {
    title: "Das hat nicht geklappt",
    fields: "Bitte prüfen Sie, was markiert ist",
    role_too_low:
      "Ihre Rolle erlaubt das nicht. Bitten Sie einen Inhaber der Organisation darum oder um eine andere Rolle.",
    staff_only: "Das können nur Mitarbeitende.",
    conflict:
      "Jemand anders hat es inzwischen geändert, oder es ist schon geschehen. Sehen Sie sich den jetzigen Stand an.",
    changed:
      "Es hat sich geändert, seit Sie es angesehen haben. Sehen Sie es noch einmal an, bevor Sie entscheiden.",
    needs_review:
      "Das müssen Mitarbeitende zuerst sehen. Ändern Sie es im Test, und beantragen Sie dann erneut den produktiven Zugang.",
    suspended:
      "Die App ist gesperrt, daher lässt sich nichts an ihr ändern. Fragen Sie das Unternehmen nach dem Grund.",
    invitation_gone: "Diese Einladung wurde benutzt, zurückgezogen oder ist zu alt. Bitten Sie um eine neue.",
    invitation_other: "Diese Einladung ging an eine andere E-Mail-Adresse als die bestätigte Ihres Kontos.",
    last_owner: "Eine Organisation braucht einen Inhaber. Machen Sie zuerst jemand anderen dazu.",
    closed: "Registrieren kann sich nur, wer eingeladen ist. Bitten Sie das Unternehmen darum.",
    too_many: "Es sind schon zu viele. Warten Sie etwas, oder entfernen Sie, was nicht mehr gebraucht wird.",
    other: "Etwas daran war nicht richtig. Gehen Sie zurück und versuchen Sie es noch einmal.",
    back: "Zurück",
  },
};
