/** The words of the account pages in French. */
import type { AccountWords } from "./en.ts";

export const accountFr: AccountWords = {
  again: {
    title: "Confirmez votre identité",
    lead: "Pour votre sécurité, prouvez encore une fois qui vous êtes avant de continuer.",
    submit: "Continuer",
    problem: "Vous ne pouvez pas encore continuer",
    credentials: "Le mot de passe est incorrect. Vérifiez-le, puis réessayez.",
  },
  signUp: {
    title: "Créer un compte",
    lead: (company) => ["Votre compte chez ", company, " commence par votre adresse e-mail."],
    finish: "C’est presque terminé",
    done: "Créer le compte",
    offer: "Créer un nouveau compte",
    back: "J’ai déjà un compte",
  },
  reset: {
    title: "Choisir un nouveau mot de passe",
    lead: (company) => ["Quelle est l’adresse de votre compte chez ", company, " ?"],
    finish: "Choisissez un nouveau mot de passe",
    done: "Enregistrer le mot de passe",
    offer: "Mot de passe oublié ?",
    back: "Retour à la connexion",
    set: "Votre nouveau mot de passe est enregistré et toutes les autres sessions sont fermées. Connectez-vous maintenant.",
  },
  proof: {
    email: "Adresse e-mail",
    sendCode: "M’envoyer un code",
    problem: "Cela n’a pas encore fonctionné",
    missingEmail: "Saisissez une adresse e-mail comme nom example.com.",
    sent: (email) => [
      "Nous avons envoyé un message à ",
      email,
      ". Saisissez le code qu’il contient ou suivez son lien.",
    ],
    sentNote: "Cela peut prendre une minute. Regardez aussi dans le dossier des indésirables.",
    code: "Code à huit chiffres",
    wrongCode: "Ce code est incorrect ou a expiré. Vérifiez-le ou demandez-en un autre.",
    missingCode: "Saisissez le code reçu.",
    continue: "Continuer",
    again: "Demander un autre code",
    linkLead:
      "Vous avez suivi le lien de notre message. Continuez pour confirmer que cette adresse est la vôtre.",
    proven: (email) => ["Vous avez prouvé que ", email, " est la vôtre."],
    name: "Votre nom",
    missingName: "Saisissez votre nom.",
    newPassword: "Nouveau mot de passe",
    passwordHint:
      "Au moins 8 caractères. Plusieurs mots qui ne vont ensemble que pour vous conviennent bien.",
    weak: {
      missing: "Saisissez un mot de passe.",
      too_long: "Ce mot de passe est trop long. Choisissez-en un plus court.",
      too_short: "Ce mot de passe est trop court. Utilisez au moins 8 caractères.",
      common: "Ce mot de passe est l’un des premiers qui sont essayés. Choisissez-en un autre.",
      own_name: "Le mot de passe ne doit pas être votre nom ou votre adresse.",
    },
  },
  devMail: {
    title: "Courrier de ce serveur",
    lead: "Ce serveur fonctionne en mode de développement : les messages restent ici et ne sont envoyés à personne.",
    none: "Il n’y a pas encore de message.",
  },
};
