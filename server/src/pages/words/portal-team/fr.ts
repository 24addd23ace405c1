/** The words of the pages about an organisation and its members, in French. */
import type { PortalTeamWords } from "./en.ts";

export const portalTeamFr: PortalTeamWords = {
  team: {
    title: "Membres",
    lead: "Qui s’occupe des applications de cette organisation.",
    invite: "Inviter quelqu’un",
    members: "Membres",
    you: "Vous",
    since: (day) => ["Membre depuis le ", day],
    change: "Modifier",
    leave: "Quitter",
    invitations: "Invitations en cours",
    until: (day) => ["Valable jusqu’au ", day],
    withdraw: "Retirer",
    none: "Personne n’est invité en ce moment.",
  },
  invite: {
    title: "Inviter quelqu’un",
    lead: "La personne reçoit un e-mail avec un lien. Il fonctionne une fois, pendant une semaine, et pour cette adresse seulement.",
    email: "Adresse e-mail",
    emailHint: "Il lui faut un compte avec cette adresse, ou elle en crée un en chemin.",
    role: "Que peut-elle faire\u00a0?",
    submit: "Envoyer l’invitation",
  },
  member: {
    title: "Modifier un rôle",
    role: "Que peut faire cette personne\u00a0?",
    submit: "Enregistrer le rôle",
    handOver:
      "Pour céder l’organisation, nommez d’abord un autre propriétaire\u00a0; il pourra ensuite modifier votre rôle.",
    remove: "Retirer de l’organisation",
    removeMeans: "L’accès aux applications prend fin aussitôt. Vous pourrez réinviter cette personne.",
    removeSubmit: "Retirer le membre",
  },
  accept: {
    title: "Rejoindre une organisation",
    lead: (organisation) => ["Vous êtes invité à rejoindre ", organisation, "."],
    as: "Vous la rejoignez avec ce compte",
    submit: "Accepter l’invitation",
    later: "Pas maintenant",
    otherAccount: "Utiliser un autre compte",
  },
  organisation: {
    title: "Paramètres de l’organisation",
    name: "Nom",
    verified: (company) => [
      company,
      " a vérifié cette organisation. Les personnes le voient quand on leur demande d’autoriser vos applications.",
    ],
    unverified: (company) => [
      company,
      " n’a pas encore vérifié cette organisation. Les personnes le voient quand on leur demande d’autoriser vos applications.",
    ],
    rename: "Renommer",
    renameTitle: "Renommer l’organisation",
    renameLead:
      "Ce nom est lu par les personnes qui autorisent vos applications. Une organisation vérifiée doit l’être de nouveau.",
    leave: "Quitter cette organisation",
    leaveMeans: "Vous perdez l’accès à ses applications. Le dernier propriétaire ne peut pas partir.",
  },
};
