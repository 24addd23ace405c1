/** The words of the playground in French. */
import type { PlaygroundWords } from "./en.ts";

export const playgroundFr: PlaygroundWords = {
  playground: {
    title: "Bac à sable",
    lead: "Exécutez le vrai parcours avec votre propre application de test, une requête à la fois. Vous voyez tout ce qui est envoyé et tout ce qui revient.",
    invite: "Pas de terminal sous la main ? Exécutez tout le parcours ici, une requête à la fois :",
    choose: "Choisir un parcours",
    promise:
      "Une exécution crée son propre secret, nommé Playground, qui prend fin de lui-même au bout de quinze minutes. Rien ici ne touche à l’application réelle.",
    obstacles: {
      no_client: "Cette application n’a pas d’identifiants de test : il n’y a rien à exécuter.",
      out_of_service: "Les identifiants de test sont hors service. Remettez-les d’abord en service.",
      role: "Une exécution crée un secret : il faut être développeur ou propriétaire. Ce que l’application a fait se trouve dans l’inspecteur.",
      key: "Cette application s’identifie par une clé ou un certificat que vous seul détenez. Le bac à sable exécute les applications qui ont un secret, ou qui n’en ont pas.",
      no_flow:
        "Cette application ne peut ni demander une connexion ni utiliser les identifiants client : il n’y a aucun parcours à exécuter.",
    },
    flows: {
      code: {
        title: "Une personne l’autorise",
        means:
          "Code d’autorisation avec PKCE. La personne, c’est vous : vous vous connectez, autorisez votre propre application et suivez le code jusqu’à ce qu’il devienne un jeton.",
        start: "Commencer par une connexion",
      },
      machine: {
        title: "L’application pour elle-même",
        means:
          "Identifiants client. L’application demande avec son propre secret, et personne ne se connecte.",
        start: "Commencer par les identifiants client",
      },
    },
    address: {
      title: "Le retour vers le bac à sable",
      missing:
        "Un navigateur ne revient qu’à une URI de redirection enregistrée. Pour revenir ici, votre application de test a besoin de celle-ci :",
      registered:
        "C’est l’une des URI de redirection de votre application de test, pour que les navigateurs puissent revenir ici. Retirez-la quand vous aurez terminé.",
      add: "L’enregistrer",
      remove: "La retirer",
    },
    left: (time) => `Se termine dans ${time}`,
    end: "Terminer cette exécution",
    next: (step) => `Ensuite : ${step}`,
    also: "Également possible",
    breakIt: "Provoquer une erreur",
    breakMeans:
      "Commettez exprès une erreur classique, et voyez à quoi ressemble la réponse et comment elle est expliquée.",
    route: "Quelle adresse ?",
    seen: "Tout cela est parti vers les vrais points d’accès ; vous le retrouvez donc ici :",
    request: "Requête",
    answer: "Réponse",
    whole: "Tout afficher, secrets compris",
    underWay: "Le navigateur est en route. Une fois connecté et votre décision prise, il revient ici.",
    unanswered: (why) => `L’API n’a pas pu être jointe (${why}).`,
    cameBack: "Votre navigateur a rapporté ceci dans son adresse.",
    page: "Une page pour les personnes. L’application ne reçoit rien : nul n’est envoyé vers une adresse qui n’est pas prouvée.",
    empty: "La réponse est vide, et c’est normal.",
    waiting: "En route",
    noAnswer: "Pas de réponse",
    back: "Revenu",
    backRefused: "Revenu avec une erreur",
    curl: "Nous ne connaissons aucune adresse où appeler l’API pour vous. Cette ligne le fait depuis votre terminal.",
    curlShow: "Afficher la ligne, avec le jeton",
    steps: {
      authorize: {
        title: "Envoyer le navigateur se connecter",
        button: "Envoyer le navigateur",
        means:
          "L’application envoie le navigateur de la personne au point d’autorisation. Rien de secret ne l’accompagne, car tout le monde peut lire une adresse.",
      },
      token: {
        title: "Demander un jeton",
        button: "Demander un jeton",
        means: "Le serveur de l’application demande lui-même, par une connexion qu’aucun navigateur ne voit.",
      },
      refresh: {
        title: "Renouveler le jeton",
        button: "Le renouveler",
        means:
          "Un jeton de renouvellement donne un nouveau jeton d’accès sans la personne, et apporte son propre successeur.",
      },
      call: {
        title: "Appeler l’API",
        button: "L’appeler",
        means: "Le jeton est envoyé dans l’en-tête Authorization, et l’API le vérifie.",
      },
      introspect: {
        title: "Demander ce que le jeton signifie",
        button: "Demander",
        means: "Le serveur dit si le jeton est valable en ce moment, et pour quoi.",
      },
      revoke: {
        title: "Rendre le jeton",
        button: "Le rendre",
        means: "Le jeton prend fin. La réponse est la même pour un jeton qui n’a jamais existé.",
      },
    },
    mistakes: {
      other_redirect: "Une URI de redirection non enregistrée",
      unknown_scope: "Une portée qui n’existe pas",
      no_challenge: "Sans PKCE",
      no_verifier: "Sans vérificateur de code",
      wrong_secret: "Un mauvais secret",
      used_code: "Le code une seconde fois",
      no_token: "Sans jeton",
    },
    parts: {
      response_type: "Demande un code, et jamais un jeton dans une adresse.",
      client_id: "Quelle application demande. Ce n’est pas un secret.",
      redirect_uri: "Où le navigateur revient, comparé caractère par caractère à ce qui est enregistré.",
      scope: "Ce que l’application peut faire : tel que demandé ou tel qu’accordé.",
      state:
        "Inventé par l’application pour ce navigateur et rendu tel quel. L’application le compare, pour que nul ne lui glisse une autre réponse.",
      code_challenge: "L’empreinte d’un secret que l’application a inventé pour cette seule connexion.",
      code_challenge_method: "Comment l’empreinte est faite : S256 est SHA-256.",
      code: "Le code d’autorisation : valable une fois, une minute, pour cette seule application.",
      iss: "Quel serveur répond, pour que les réponses de deux serveurs ne soient pas confondues.",
      error: "Ce qui n’a pas marché, sous forme de nom pour les programmes.",
      error_description: "La même chose en une phrase, pour le développeur.",
      grant_type: "Par quelle voie l’application obtient son jeton.",
      code_verifier: "Le secret derrière l’empreinte : il prouve que c’est la même application qui demande.",
      client_secret: "Prouve que c’est bien l’application. Il ne circule que de serveur à serveur.",
      authorization:
        "Prouve qui demande : l’application par son secret (Basic), ou un appel par son jeton (Bearer).",
      access_token:
        "Ce qui est montré à l’API. Qui le détient peut s’en servir : il se garde comme un mot de passe.",
      token_type: "Comment le jeton s’utilise : Bearer, dans l’en-tête Authorization.",
      expires_in: "Combien de secondes le jeton vit.",
      refresh_token: "Renouvelle le jeton d’accès. Chacun sert une fois.",
      id_token: "Dit à l’application qui s’est connecté.",
      token: "Le jeton dont il s’agit.",
      active: "Si le jeton est valable en ce moment. Sinon, rien d’autre n’en est dit.",
      aud: "L’API à laquelle le jeton est destiné. La fin /test dit qu’il sert aux tests.",
      sub: "Pour qui le jeton parle : une personne, ou l’application elle-même.",
      exp: "Quand le jeton prend fin, en secondes depuis 1970.",
      www_authenticate: "Dit comment s’identifier, et ce qui n’allait pas.",
    },
  },
  playgroundConfirm: {
    play_code: {
      title: "Commencer par une connexion ?",
      lead: (what) => [
        "Un secret nommé Playground est créé pour les identifiants de test de ",
        what,
        ". Seule cette exécution le connaît, et il prend fin avec elle, au plus tard après quinze minutes. Vous vous connectez ensuite et autorisez l’application vous-même.",
      ],
      submit: "Commencer",
    },
    play_machine: {
      title: "Commencer par les identifiants client ?",
      lead: (what) => [
        "Un secret nommé Playground est créé pour les identifiants de test de ",
        what,
        ". Seule cette exécution le connaît, et il prend fin avec elle, au plus tard après quinze minutes.",
      ],
      submit: "Commencer",
    },
    address_add: {
      title: "Enregistrer le retour ?",
      lead: (uri) => [
        uri,
        " devient une URI de redirection de l’application de test comme les autres : comparée exactement, et visible parmi ses adresses. Tant qu’elle y est, chaque requête doit nommer sa redirect_uri, et les personnes sont de nouveau interrogées.",
      ],
      submit: "Enregistrer",
    },
    address_remove: {
      title: "Retirer le retour ?",
      lead: (uri) => [
        "Les navigateurs ne reviennent plus à ",
        uri,
        ". Les personnes sont de nouveau interrogées à leur prochaine utilisation de l’application de test.",
      ],
      submit: "Retirer",
    },
  },
};
