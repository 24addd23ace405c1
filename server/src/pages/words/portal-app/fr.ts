/** The words of the pages about one app, in French. */
import type { PortalAppWords } from "./en.ts";

export const portalAppFr: PortalAppWords = {
  app: {
    notLive: "Pas encore en production",
    notLiveMeans:
      "Quand l’application fonctionne en test, demandez l’accès à la production. Elle recevra alors ses propres identifiants pour de vraies données.",
    askLive: "Demander l’accès à la production",
    active: "En service",
    redirects: "URI de redirection",
    noRedirects: "Aucune",
    scopes: "Autorisations",
    noScopes: "Aucune autorisation",
    secrets: "Secrets valides",
    lastUsed: "Dernière utilisation",
    clientId: "Identifiant client",
    health: "Santé de l’application",
    healthy: "Rien à signaler. Cela se déduit de ce que fait votre application et de sa configuration.",
    start: "Bien démarrer",
    change: "Adresses et autorisations",
    toSecrets: "Secrets",
  },
  health: {
    s256_unseen:
      "Aucune connexion avec PKCE et S256 n’a encore été vue. Envoyez code_challenge avec la méthode S256, qui protège le code en chemin.",
    plain_allowed:
      "Cette application peut encore employer la méthode plain de PKCE. Utilisez S256\u00a0; dès la première fois, rien de plus faible n’est accepté.",
    pkce_optional:
      "Cette application peut omettre PKCE. Envoyez-le tout de même\u00a0; dès la première fois, il est toujours exigé.",
    local_redirect:
      "Une URI de redirection mène à la machine de l’utilisateur. C’est bien pour développer\u00a0; retirez-la avant que de vraies personnes n’utilisent l’application.",
    no_state:
      "Une connexion a commencé sans state. Envoyez une valeur aléatoire et comparez-la au retour de la personne.",
    plain_seen:
      "PKCE a été utilisé avec la méthode plain. Utilisez S256 : plain montre le vérificateur à quiconque lit la requête.",
    challenge_repeated:
      "Le même code_challenge est venu avec plusieurs requêtes. Créez un vérificateur pour chaque connexion : qui en connaît un les connaîtrait tous.",
    secret_in_query:
      "Un secret a été envoyé dans une adresse, que les journaux conservent. Remplacez-le et envoyez-le dans le corps.",
    secret_in_browser:
      "Un secret a été envoyé depuis une page web, où tout le monde peut le lire. Remplacez-le et gardez-le sur votre serveur.",
    redirect_unused:
      "Aucune des dernières connexions n’a utilisé cette URI de redirection. Supprimez-la si plus rien n’en a besoin.",
    scope_unused:
      "Aucune des dernières connexions n’a demandé cette autorisation. Supprimez-la : une liste plus courte est plus souvent acceptée.",
  },
  access: {
    title: "Adresses et autorisations",
    lead: "Ce que cette application peut demander, et où les personnes reviennent.",
    change: "Modifier",
    redirects: "URI de redirection",
    noRedirects: "Il n’y en a pas\u00a0: personne n’est renvoyé vers cette application.",
    redirectsHint:
      "Une adresse par ligne, 50 au plus. Nous comparons caractère par caractère\u00a0: une barre manquante est une autre adresse. Les jokers sont impossibles.",
    kinds: {
      https: "Bien. Elle doit être envoyée exactement ainsi.",
      loopback:
        "Pour développer et pour les applications installées. Le port est libre, le reste doit être exactement ainsi.",
      localhost:
        "Seulement pour développer. Elle doit être envoyée exactement ainsi\u00a0; 127.0.0.1 est plus sûr que localhost.",
      scheme:
        "Ouvre votre application installée. Seul un domaine qui vous appartient, écrit à l’envers, est à l’abri des autres.",
    },
    scopes: "Autorisations",
    noScopes: "Il n’y en a pas.",
    grants: "Façons d’obtenir un jeton",
    grantsHint: "N’activez que ce que l’application utilise.",
    grantNames: {
      authorization_code: "Une personne se connecte et autorise",
      refresh_token: "Renouveler sans redemander à la personne",
      client_credentials: "L’application agit pour elle-même, sans personne",
      device_code: "Une personne autorise sur un autre appareil",
    },
    warning:
      "Quand vous modifiez les adresses ou les autorisations, chaque personne est interrogée de nouveau.",
    submit: "Enregistrer",
    policy: "Décidé par l’entreprise",
    policyHint:
      "Le personnel peut le changer pour votre application. Demandez-le si quelque chose ne convient pas.",
    pkce: "PKCE",
    pkceWords: {
      s256_required: "Obligatoire, avec S256",
      plain_allowed: "Obligatoire, plain est toléré",
      optional: "Facultatif",
    },
    s256Seen: (day) => ["S256 utilisé depuis le ", day, ", rien de plus faible n’est donc accepté"],
    accessToken: "Jeton d’accès",
    lasts: (length) => `valable ${length}`,
    code: "Code d’autorisation",
    refresh: "Jeton d’actualisation",
    refreshWords: {
      offline_access: "quand l’autorisation offline_access est accordée",
      always: "toujours",
      never: "jamais",
    },
    refreshLasts: (idle, absolute) => `prend fin après ${idle} sans usage, et au plus tard après ${absolute}`,
    api: "Interface (API)",
    method: "Comment elle se prouve",
    methods: {
      client_secret: "Avec son secret, dans le corps ou par HTTP Basic",
      none: "Elle ne peut pas garder de secret\u00a0; PKCE la prouve",
      other: "Avec sa propre clé",
    },
  },
  secrets: {
    title: "Secrets",
    lead: "Plusieurs secrets fonctionnent côte à côte, pour changer sans interruption.",
    make: "Créer un secret",
    none: "Il n’y a pas encore de secret",
    noneMeans:
      "Sans secret, cette application ne peut pas se prouver. Créez-le sur une machine où vous pouvez le garder en sûreté.",
    public: "Cette application fonctionne sur les appareils d’autrui, elle n’a donc pas de secret.",
    caption: "Les secrets de cet environnement",
    label: "Libellé",
    made: (day) => ["Créé : ", day],
    used: (day) => ["Dernière utilisation : ", day],
    ends: (day) => ["Fin : ", day],
    end: "Terminer",
    ended: "Terminé",
    safe: "Suppression sans risque",
    soon: "Prend bientôt fin",
    newTitle: "Créer un secret",
    newLead: "Il est affiché une seule fois, à la page suivante. Préparez un endroit sûr.",
    labelHint: "Où il servira, pour le reconnaître plus tard. Par exemple\u00a0: serveur de production.",
    life: "Combien de temps doit-il fonctionner\u00a0?",
    lives: { never: "Jusqu’à ce que vous le terminiez", d30: "30 jours", d90: "90 jours", d365: "Un an" },
    others: "Et les autres secrets\u00a0?",
    overlaps: {
      keep: "Les laisser tels quels",
      d7: "Les terminer dans 7 jours",
      d1: "Les terminer dans 24 heures",
      now: "Les terminer maintenant",
    },
    othersHint:
      "Laissez à chaque serveur le temps de changer. La page montre quand un ancien secret a servi.",
    submit: "Créer le secret",
  },
  confirm: {
    end_secret: {
      title: "Terminer ce secret\u00a0?",
      lead: (label) => ["Ce qui utilise encore ", label, " ne reçoit plus de jetons, dès cet instant."],
      submit: "Terminer le secret",
    },
    disable: {
      title: "Mettre hors service\u00a0?",
      lead: (what) => [
        "Tous les jetons de ",
        what,
        " prennent fin aussitôt, et il n’en est plus délivré. Vous pourrez remettre en service\u00a0; ce qui a pris fin le reste.",
      ],
      submit: "Mettre hors service",
    },
    enable: {
      title: "Remettre en service\u00a0?",
      lead: (what) => [
        what,
        " peut de nouveau recevoir des jetons. Les personnes devront peut-être se reconnecter.",
      ],
      submit: "Remettre en service",
    },
    delete_app: {
      title: "Supprimer cette application\u00a0?",
      lead: (what) => [
        "Tout ce que détient ",
        what,
        " prend fin aussitôt, en test et en production. C’est irréversible.",
      ],
      submit: "Supprimer définitivement",
    },
    remove_member: {
      title: "Retirer ce membre\u00a0?",
      lead: (what) => [
        what,
        " perd l’accès à cette organisation et à ses applications. Vous pourrez l’inviter de nouveau.",
      ],
      submit: "Retirer le membre",
    },
    leave: {
      title: "Quitter cette organisation\u00a0?",
      lead: (what) => [
        "Vous perdez l’accès à ",
        what,
        " et à ses applications. Seul un propriétaire peut vous inviter de nouveau.",
      ],
      submit: "Quitter l’organisation",
    },
    withdraw: {
      title: "Retirer cette invitation\u00a0?",
      lead: (what) => ["Le lien envoyé à ", what, " ne fonctionnera plus."],
      submit: "Retirer l’invitation",
    },
    revoke_program: {
      title: "Révoquer ce programme de test\u00a0?",
      lead: (what) => [
        "Le secret de ",
        what,
        " et tous ses jetons prennent fin aussitôt. Les personnes simulées restent.",
      ],
      submit: "Révoquer le programme",
    },
    delete_test_person: {
      title: "Supprimer cette personne simulée ?",
      lead: (what) => [
        "Ce qui a été permis à votre application de test pour ",
        what,
        " prend fin aussitôt, avec chaque jeton.",
      ],
      submit: "Supprimer la personne",
    },
    type: (name) => ["Pour confirmer, saisissez ", name],
  },
  appSettings: {
    title: "Paramètres",
    name: "Nom de l’application",
    nameHint:
      "Il est lu par les personnes interrogées. Avec un autre nom, chacune est interrogée de nouveau.",
    rename: "Renommer",
    service: "En service",
    serviceOn: "Elle reçoit des jetons.",
    serviceOff: "Elle ne reçoit pas de jetons.",
    disable: "Mettre hors service",
    enable: "Remettre en service",
    danger: "Supprimer cette application",
    dangerMeans: "Met fin à tout ce que l’application détient, en test et en production, définitivement.",
    delete: "Supprimer l’application",
    onlyOwners:
      "Seul un propriétaire de l’organisation peut mettre une application hors service ou la supprimer.",
  },
  live: {
    title: "Passer en production",
    lead: "Les identifiants de production servent pour de vraies personnes et de vraies données. Le personnel examine chaque application auparavant.",
    leadOpen:
      "Les identifiants de production servent pour de vraies personnes et de vraies données. Vous les avez dès que vous les demandez.",
    checks: "Ce que l’on examine",
    checksHint:
      "Cela se déduit de votre application telle qu’elle est en test. Une demande complète reçoit une réponse plus rapide.",
    check: {
      token: "Elle a obtenu un jeton en test",
      pkce: "Elle a connecté une personne avec PKCE et S256",
      redirects: "Chaque URI de redirection utilise https",
      name: "Son nom est reconnaissable",
      scopes: "Elle demande les autorisations dont elle a besoin",
    },
    fix: {
      token: "Suivez une fois les lignes de la page «\u00a0Bien démarrer\u00a0».",
      pkce: "Envoyez code_challenge avec la méthode S256, et menez une connexion à son terme.",
      redirects: "Retirez les adresses de développement, et ajoutez les vôtres en https.",
      name: "Le nom ressemble à un essai. Donnez-lui le nom que les personnes connaissent.",
      scopes: "Choisissez au moins une autorisation.",
    },
    met: "Fait",
    open: "À faire",
    about: "À propos de votre application",
    purpose: "Que fait votre application pour les personnes\u00a0?",
    people: "Qui l’utilisera, et combien seront-ils\u00a0?",
    website: "Site de l’application",
    contact: "Contact pour les questions de sécurité",
    contactHint: "Une adresse e-mail que quelqu’un lit aussi pendant les vacances.",
    optional: "Facultatif",
    submit: "Demander l’accès à la production",
    submitOpen: "Créer les identifiants de production",
    waiting: "Votre demande est à l’étude",
    waitingMeans: (day) => [
      "Elle a été envoyée le ",
      day,
      ". Vous n’avez rien à faire et pouvez continuer à tester.",
    ],
    declined: "Pas encore accordé",
    declinedMeans: "La raison figure ci-dessous. Modifiez le nécessaire, et redemandez.",
    answers: "Ce que vous avez dit",
    granted: "Cette application est en production",
    grantedMeans: "Ses identifiants de production ont leurs propres pages.",
    toLive: "Aller aux identifiants de production",
    viewer: "Un développeur ou un propriétaire de l’organisation peut demander l’accès à la production.",
  },
};
