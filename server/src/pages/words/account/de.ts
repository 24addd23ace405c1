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
  signUp: {
    title: "Konto anlegen",
    lead: (company) => ["Ihr Konto bei ", company, " beginnt mit Ihrer E-Mail-Adresse."],
    finish: "Fast fertig",
    done: "Das Konto anlegen",
    offer: "Neues Konto anlegen",
    back: "Ich habe bereits ein Konto",
  },
  reset: {
    title: "Neues Passwort festlegen",
    lead: (company) => ["Welche Adresse gehört zu Ihrem Konto bei ", company, "?"],
    finish: "Wählen Sie ein neues Passwort",
    done: "Passwort speichern",
    offer: "Passwort vergessen?",
    back: "Zurück zur Anmeldung",
    set: "Ihr neues Passwort ist gespeichert, alle anderen Sitzungen sind beendet. Melden Sie sich jetzt damit an.",
  },
  proof: {
    email: "E-Mail-Adresse",
    sendCode: "Code zusenden",
    problem: "Das hat noch nicht geklappt",
    missingEmail: "Geben Sie eine E-Mail-Adresse wie name@example.com ein.",
    sent: (email) => [
      "Wir haben eine E-Mail an ",
      email,
      " geschickt. Geben Sie den Code daraus ein oder folgen Sie dem Link.",
    ],
    sentNote: "Das kann eine Minute dauern. Sehen Sie auch im Ordner für unerwünschte Post nach.",
    code: "Code aus acht Ziffern",
    wrongCode:
      "Dieser Code ist nicht richtig oder abgelaufen. Bitte prüfen Sie ihn oder fordern Sie einen neuen an.",
    missingCode: "Geben Sie den Code aus der E-Mail ein.",
    continue: "Weiter",
    again: "Neuen Code anfordern",
    linkLead:
      "Sie sind dem Link in unserer E-Mail gefolgt. Bestätigen Sie jetzt, dass die Adresse Ihnen gehört.",
    proven: (email) => ["Sie haben gezeigt, dass ", email, " Ihnen gehört."],
    name: "Ihr Name",
    missingName: "Geben Sie Ihren Namen ein.",
    newPassword: "Neues Passwort",
    passwordHint: "Mindestens 8 Zeichen. Gut sind mehrere Wörter, die nur für Sie zusammengehören.",
    weak: {
      missing: "Geben Sie ein Passwort ein.",
      too_long: "Dieses Passwort ist zu lang. Wählen Sie ein kürzeres.",
      too_short: "Dieses Passwort ist zu kurz. Nehmen Sie mindestens 8 Zeichen.",
      common: "Dieses Passwort gehört zu den ersten, die ausprobiert werden. Wählen Sie ein anderes.",
      own_name: "Das Passwort darf nicht Ihr Name oder Ihre Adresse sein.",
    },
  },
  devMail: {
    title: "Post dieses Servers",
    lead: "Dieser Server läuft im Entwicklungsmodus: E-Mails bleiben hier und gehen an niemanden.",
    none: "Es gibt noch keine E-Mail.",
  },
};
