/** The words of the letters in German. */
import type { LetterWords } from "./en.ts";

export const lettersDe: LetterWords = {
  letters: {
    enterCode: "Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:",
    valid: (length) => `Gültig für ${length}.`,
    neverTell: "Nennen Sie diesen Code niemandem. Wir fragen nie am Telefon oder im Chat danach.",
    ignore: "Wenn Sie das nicht angefordert haben, müssen Sie nichts tun.",
    signUp: {
      subject: (company) => `Ihr Code für ${company}`,
      lead: (company) => `Sie legen ein Konto bei ${company} an.`,
      link: "Oder öffnen Sie diese Seite:",
    },
    newEmail: { lead: (company) => `Sie ändern die E-Mail-Adresse Ihres Kontos bei ${company}.` },
    reset: {
      subject: (company) => `Neues Passwort für ${company}`,
      lead: (company) => `Sie legen ein neues Passwort bei ${company} fest.`,
      link: "Oder öffnen Sie diese Seite:",
    },
    invitation: {
      subject: (company) => `Ihre Einladung zu ${company}`,
      lead: (company) => `Sie sind eingeladen, ein Konto bei ${company} anzulegen.`,
      link: "Öffnen Sie diese Seite, um zu beginnen:",
    },
    membership: {
      subject: (organisation, company) => `Einladung zu ${organisation} bei ${company}`,
      lead: (from, place) => `${from} lädt Sie ein, sich um die Apps von ${place} zu kümmern.`,
      link: "Öffnen Sie diese Seite, um beizutreten, angemeldet mit dieser Adresse:",
      somebody: "Ein Mitglied",
      place: (organisation, company) => `${organisation} bei ${company}`,
    },
    known: {
      subject: (company) => `Sie haben bereits ein Konto bei ${company}`,
      lead: (company) =>
        `Jemand wollte mit dieser Adresse ein neues Konto bei ${company} anlegen, aber Sie haben schon eines.`,
      link: "Hier können Sie sich anmelden oder ein neues Passwort festlegen:",
    },
    unknown: {
      subject: (company) => `Kein Konto bei ${company}`,
      lead: (company) =>
        `Jemand wollte ein neues Passwort bei ${company}, aber zu dieser Adresse gibt es kein Konto. Vielleicht haben Sie eine andere verwendet.`,
      link: "Hier können Sie es mit einer anderen Adresse versuchen:",
    },
    changed: {
      subject: (company) => `Ihr Konto bei ${company} wurde geändert`,
      link: "So ist Ihr Konto geschützt:",
      notYou:
        "Wenn Sie das nicht waren, legen Sie sofort ein neues Passwort fest und beenden Sie alle Sitzungen, die Sie nicht kennen.",
    },
    changes: {
      email: "Die E-Mail-Adresse Ihres Kontos wurde geändert. Diese Nachricht geht an die bisherige.",
      password: "Ihr Passwort wurde geändert.",
      passkey: "Ihrem Konto wurde ein Passkey hinzugefügt.",
      twoStepOn: "Bei der Anmeldung wird jetzt nach Codes aus einer App gefragt.",
      twoStepOff: "Bei der Anmeldung wird nicht mehr nach Codes aus einer App gefragt.",
      passkeyRemoved: "Von Ihrem Konto wurde ein Passkey entfernt.",
      recovery: "Für die Anmeldung an Ihrem Konto wurde ein Wiederherstellungscode verwendet.",
      recoveryMade:
        "Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt; die bisherigen gelten nicht mehr.",
    },
  },
};
