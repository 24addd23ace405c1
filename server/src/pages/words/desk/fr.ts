/** The words that portal and console share, in French. */
import type { DeskWords } from "./en.ts";

export const deskFr: DeskWords = {
  desk: {
    portal: "Portail des développeurs",
    console: "Console",
    skip: "Aller au contenu",
    crumbs: "Où vous êtes",
    account: "Votre compte",
    organisations: "Vos organisations",
    newOrganisation: "Ajouter une organisation",
    guide: "Documentation",
    connectedApps: "Applications connectées",
    security: "Sécurité",
    toPortal: "Vers le portail",
    toConsole: "Vers la console",
    cancel: "Annuler",
    copy: "Copier",
    copied: "Copié",
    live: "Production",
    liveSentence: "De vraies personnes et de vraies données.",
    never: "Jamais",
    on: (day) => ["le ", day],
    roles: { viewer: "Lecteur", developer: "Développeur", owner: "Propriétaire" },
    rolesMean: {
      viewer: "Voit tout, ne modifie rien.",
      developer: "Enregistre et modifie les applications, crée et termine les secrets.",
      owner: "Gère aussi les membres et l’organisation, et met des applications hors service.",
    },
  },
  problems: {
    title: "Cela n’a pas fonctionné",
    fields: "Vérifiez ce qui est signalé",
    role_too_low:
      "Votre rôle ne le permet pas. Demandez à un propriétaire de l’organisation de le faire, ou un autre rôle.",
    staff_only: "Seul le personnel peut le faire.",
    conflict:
      "Quelqu’un l’a modifié entre-temps, ou c’est déjà fait. Regardez la page telle qu’elle est maintenant.",
    changed: "Cela a changé depuis que vous l’avez regardé. Regardez de nouveau avant de décider.",
    needs_review:
      "Le personnel doit d’abord le voir. Changez-le en test, puis redemandez l’accès à la production.",
    suspended:
      "L’application est suspendue, rien ne peut donc y être modifié. Demandez-en la raison à l’entreprise.",
    invitation_gone:
      "Cette invitation a été utilisée, retirée, ou elle est trop ancienne. Demandez-en une nouvelle.",
    invitation_other:
      "Cette invitation a été envoyée à une autre adresse e-mail que celle, vérifiée, de votre compte.",
    last_owner: "Une organisation a besoin d’un propriétaire. Donnez d’abord ce rôle à quelqu’un d’autre.",
    closed: "L’inscription se fait sur invitation. Demandez-en une à l’entreprise.",
    too_many: "Il y en a déjà trop. Attendez un peu, ou supprimez ce qui ne sert plus.",
    other: "Quelque chose n’était pas correct. Revenez en arrière et réessayez.",
    back: "Revenir",
  },
};
