/** The words of the pages about an organisation and its members, in German. */
import type { PortalTeamWords } from "./en.ts";

export const portalTeamDe: PortalTeamWords = {
  team: {
    title: "Mitglieder",
    lead: "Wer sich um die Apps dieser Organisation kümmert.",
    invite: "Jemanden einladen",
    members: "Mitglieder",
    you: "Sie",
    since: (day) => ["Mitglied seit ", day],
    change: "Ändern",
    leave: "Verlassen",
    invitations: "Einladungen, die unterwegs sind",
    until: (day) => ["Gilt bis ", day],
    withdraw: "Zurückziehen",
    none: "Zurzeit ist niemand eingeladen.",
  },
  invite: {
    title: "Jemanden einladen",
    lead: "Die Person bekommt eine E-Mail mit einem Link. Er gilt einmal, eine Woche lang und nur für diese Adresse.",
    email: "E-Mail-Adresse",
    emailHint: "Sie braucht ein Konto mit dieser Adresse oder legt unterwegs eines an.",
    role: "Was darf sie?",
    submit: "Einladung senden",
  },
  member: {
    title: "Rolle ändern",
    role: "Was darf die Person?",
    submit: "Rolle speichern",
    handOver:
      "Um die Organisation zu übergeben, machen Sie zuerst jemand anderen zum Inhaber; der kann dann Ihre Rolle ändern.",
    remove: "Aus der Organisation entfernen",
    removeMeans: "Der Zugang zu den Apps endet sofort. Eine neue Einladung bleibt möglich.",
    removeSubmit: "Mitglied entfernen",
  },
  accept: {
    title: "Einer Organisation beitreten",
    lead: (organisation) => ["Sie sind eingeladen zu ", organisation, "."],
    as: "Sie treten mit diesem Konto bei",
    submit: "Einladung annehmen",
    later: "Jetzt nicht",
    otherAccount: "Anderes Konto verwenden",
  },
  organisation: {
    title: "Einstellungen der Organisation",
    name: "Name der Organisation",
    verified: (company) => [
      company,
      " hat diese Organisation geprüft. Menschen sehen das, wenn sie Ihre Apps zulassen sollen.",
    ],
    unverified: (company) => [
      company,
      " hat diese Organisation noch nicht geprüft. Menschen sehen das, wenn sie Ihre Apps zulassen sollen.",
    ],
    rename: "Umbenennen",
    renameTitle: "Organisation umbenennen",
    renameLead:
      "Menschen lesen diesen Namen, wenn sie Ihre Apps zulassen sollen. Eine geprüfte Organisation muss neu geprüft werden.",
    leave: "Diese Organisation verlassen",
    leaveMeans: "Sie verlieren den Zugang zu ihren Apps. Der letzte Inhaber kann nicht gehen.",
  },
};
