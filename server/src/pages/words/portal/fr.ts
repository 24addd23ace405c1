/** The words of the portal's first pages in French. */
import type { PortalWords } from "./en.ts";

export const portalFr: PortalWords = {
  appNav: {
    overview: "Vue d’ensemble",
    goLive: "Passer en production",
    settings: "Paramètres",
    credentials: "Bien démarrer",
    access: "Adresses et autorisations",
    secrets: "Secrets",
  },
  done: {
    organisation_added: "Votre organisation est ajoutée. Vous en êtes propriétaire.",
    organisation_renamed: "L’organisation a été renommée.",
    app_renamed:
      "L’application a été renommée. Les personnes seront interrogées de nouveau à leur prochaine visite.",
    app_deleted: "L’application est supprimée, et tout ce qu’elle détenait a pris fin.",
    access_changed: "Enregistré. Cela vaut dès maintenant.",
    secret_ended: "Le secret a pris fin. Il ne fonctionne plus.",
    run_ended: "L’exécution est terminée, et son secret avec elle.",
    disabled: "Hors service\u00a0: tous les jetons ont pris fin, et il n’en est plus délivré.",
    enabled: "De nouveau en service. Elle peut recevoir des jetons.",
    live_requested: "Votre demande est envoyée. Vous verrez la réponse ici.",
    live_ready: "L’accès à la production est ouvert. Créez le premier secret de production.",
    invited: "L’invitation est en route.",
    withdrawn: "L’invitation est retirée. Son lien ne fonctionne plus.",
    role_set: "Le rôle est modifié.",
    removed: "La personne n’est plus membre.",
    left: "Vous avez quitté l’organisation.",
    joined: "Bienvenue. Vous êtes maintenant membre.",
    program_revoked: "Le programme est révoqué. Son secret et ses jetons ne fonctionnent plus.",
    test_person_made: "La personne simulée est créée.",
    test_person_deleted: "La personne simulée est supprimée, et tout ce qui était à elle a pris fin.",
  },
  landing: {
    title: "Développer avec notre API",
    heading: (company) => ["Développez avec l’API de ", company],
    lead: "Enregistrez votre application, obtenez aussitôt des identifiants de test et faites votre premier appel en quelques minutes. Quand elle est prête pour de vraies données, demandez ici l’accès à la production.",
    signUp: "Créer un compte",
    guide: "Lire la documentation",
    testTitle: "D’abord tester",
    test: "Chaque application a ses propres identifiants de test. Rien de ce que vous faites avec ne touche de vraies données.",
    clearTitle: "Savoir ce que l’on demande",
    clear:
      "Choisissez les autorisations dans une liste en mots simples, ceux-là mêmes que lisent les personnes qui autorisent votre application.",
    safeTitle: "Changer sans interruption",
    safe: "Plusieurs secrets fonctionnent côte à côte. Vous voyez quand chacun a servi et lequel peut être supprimé sans risque.",
  },
  newOrganisation: {
    title: "Ajouter une organisation",
    first: "Bienvenue. Pour qui développez-vous\u00a0?",
    lead: "Les applications appartiennent à une organisation, afin que vos collègues puissent aussi s’en occuper. Vous pourrez les inviter plus tard.",
    name: "Nom de l’organisation",
    nameHint:
      "Votre entreprise ou votre équipe. Ce nom est lu par les personnes à qui l’on demande d’autoriser votre application.",
    submit: "Ajouter l’organisation",
  },
  apps: {
    title: "Applications",
    settings: "Paramètres",
    members: "Membres",
    create: "Créer une application",
    lead: "Chaque application a ses propres identifiants, de test et de production.",
    noneViewer:
      "Il n’y a pas encore d’application. Un développeur ou un propriétaire de l’organisation peut en créer une.",
    lastUsed: (day) => ["Dernière utilisation le ", day],
    unused: "Pas encore utilisée",
    disabled: "Hors service",
    suspended: "Suspendue",
    attention: "À regarder",
    types: {
      web: "Application web",
      native: "Application mobile ou de bureau",
      browser: "Application monopage",
      machine: "Programme sans utilisateur",
    },
  },
  firstRun: {
    title: "Votre premier appel est à trois étapes",
    going: "En route vers votre premier appel",
    called: "Votre premier appel a abouti",
    calledMeans:
      "L’application obtient des jetons, et l’API la laisse entrer. Chaque requête suivante figure dans l’inspecteur, avec la cause et le remède en cas d’échec.",
    done: "Fait",
    go: "Montrez-moi",
    again: "Regarder à nouveau",
    waiting: "Chaque étape se coche d’elle-même, une seconde après avoir eu lieu.",
    look: "Ouvrir l’inspecteur",
    stepOrganisation: "Ajouter votre organisation",
    stepApp: "Créer une application",
    stepAppMeans:
      "Dites ce que vous construisez et ce qu’il lui faut. Elle reçoit aussitôt des identifiants de test.",
    stepToken: "Obtenir un jeton",
    stepTokenMeans:
      "Collez une ligne dans un terminal. Nous l’écrivons pour vous, avec vos propres identifiants.",
    stepCall: "Appeler l’API",
    stepCallMeans: "Joignez le jeton, et recevez votre première réponse.",
  },
  attention: {
    title: "Demande votre attention",
    suspended: "Cette application a été suspendue. Elle ne reçoit aucun jeton tant que la suspension dure.",
    live_waiting: "L’accès à la production est demandé. La réponse s’affichera ici.",
    live_declined:
      "L’accès à la production n’a pas encore été accordé. Lisez pourquoi, corrigez, et redemandez.",
    live_no_secret: "L’accès à la production est accordé. Créez le premier secret de production.",
    secret_expires: "Un secret expire bientôt. Créez-en un nouveau et basculez avant cette date.",
    secret_unused:
      "Un secret n’a pas servi depuis 30 jours alors qu’un autre sert. Vous pouvez y mettre fin sans risque.",
    disabled: "Ces identifiants sont hors service. Ils ne reçoivent aucun jeton.",
    secret: (label) => ["Secret\u00a0: ", label],
    reason: (reason) => ["Raison\u00a0: ", reason],
    until: (day) => ["Prend fin le ", day],
    look: "Regarder",
  },
  newApp: {
    title: "Créer une application",
    lead: "Elle reçoit aussitôt des identifiants de test. Tout ceci peut être modifié plus tard.",
    whichApi: "Pour quelle API\u00a0?",
    type: "Que construisez-vous\u00a0?",
    types: {
      web: "Fonctionne sur votre serveur, qui peut garder un secret. Des personnes se connectent et l’autorisent.",
      native:
        "Installée sur le téléphone ou l’ordinateur des personnes. Elle ne peut pas garder de secret et utilise PKCE.",
      browser:
        "Fonctionne entièrement dans le navigateur. Elle ne peut pas garder de secret et utilise PKCE.",
      machine: "Un serveur ou une tâche qui agit pour votre propre organisation. Personne ne se connecte.",
    },
    name: "Nom de l’application",
    nameHint:
      "Il est lu par les personnes à qui l’on demande d’autoriser votre application. Prenez le nom qu’elles connaissent.",
    redirects: "URI de redirection",
    redirectsHint:
      "Où les personnes reviennent après avoir autorisé ou refusé, une adresse par ligne. Nous comparons caractère par caractère. Utilisez https\u00a0; pour développer, 127.0.0.1 et localhost conviennent aussi sans lui. Laissez vide pour un programme sans utilisateur.",
    scopes: "Que peut-elle faire\u00a0?",
    scopesHint:
      "Ne choisissez que le nécessaire. Les personnes voient cette liste, et une liste courte est plus souvent acceptée.",
    onlyPerson: "Demande une personne",
    offline: "Garder l’accès en l’absence de la personne",
    offlineMeans: "Donne des jetons d’actualisation, pour que personne n’ait à revenir toutes les heures.",
    noScopes: "Cette API n’a pas d’autorisations à choisir.",
    submit: "Créer l’application",
  },
  credentials: {
    title: (environment) => `Bien démarrer\u00a0: ${environment}`,
    created: "Vos identifiants sont prêts.",
    once: "Copiez le secret maintenant. Il n’est affiché que cette fois, et nous n’en gardons qu’une empreinte.",
    gone: "Le secret a été affiché une fois, à sa création. Si vous ne l’avez plus, créez-en un nouveau.",
    newSecret: "Créer un secret",
    noSecret:
      "Il n’y a pas encore de secret. Créez le premier sur une machine où vous pouvez le garder en sûreté.",
    isPublic:
      "Cette application fonctionne sur les appareils d’autrui, elle n’a donc pas de secret. Elle se prouve avec PKCE.",
    keep: "Gardez le secret sur votre serveur seulement\u00a0: jamais dans une application que d’autres installent, une page web ou un dépôt.",
    yours: "Vos identifiants",
    first: "Faites votre premier appel",
    tokenTitle: "Obtenir un jeton",
    token:
      "Collez ceci dans un terminal. La réponse s’affiche, et le jeton d’accès est gardé pour l’étape suivante.",
    secretHere: "Mettez votre secret à la place de CLIENT_SECRET.",
    linkTitle: "Faire autoriser par une personne",
    link: "Ouvrez cette adresse dans un navigateur, connectez-vous et autorisez. Vous revenez à votre URI de redirection avec un code. Si rien n’y répond encore, copiez le code depuis la barre d’adresse.",
    exchangeTitle: "Échanger le code contre un jeton",
    exchange: "Le code sert une seule fois et pendant une minute. Mettez-le à la place de CODE.",
    callTitle: "Appeler l’API",
    call: "Collez ceci dans le même terminal. Avec un 200, c’est réussi.",
    callUnknown:
      "Joignez le jeton à chaque appel, dans l’en-tête Authorization, comme le dit la documentation de l’API.",
    toApp: "Aller à l’application",
  },
};
