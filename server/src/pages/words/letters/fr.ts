/** The words of the letters in French. */
import type { LetterWords } from "./en.ts";

export const lettersFr: LetterWords = {
  letters: {
    enterCode: "Saisissez ce code sur la page où vous l’avez demandé :",
    valid: (length) => `Valable pendant ${length}.`,
    neverTell:
      "Ne communiquez ce code à personne. Nous ne le demandons jamais par téléphone ni par messagerie.",
    ignore: "Si vous n’avez rien demandé, vous n’avez rien à faire.",
    signUp: {
      subject: (company) => `Votre code pour ${company}`,
      lead: (company) => `Vous créez un compte chez ${company}.`,
      link: "Ou ouvrez cette page :",
    },
    newEmail: { lead: (company) => `Vous changez l’adresse e-mail de votre compte chez ${company}.` },
    reset: {
      subject: (company) => `Un nouveau mot de passe pour ${company}`,
      lead: (company) => `Vous choisissez un nouveau mot de passe chez ${company}.`,
      link: "Ou ouvrez cette page :",
    },
    invitation: {
      subject: (company) => `Votre invitation chez ${company}`,
      lead: (company) => `Vous êtes invité à créer un compte chez ${company}.`,
      link: "Ouvrez cette page pour commencer :",
    },
    membership: {
      subject: (organisation, company) => `Invitation à rejoindre ${organisation} chez ${company}`,
      lead: (from, place) => `${from} vous invite à vous occuper des applications de ${place}.`,
      link: "Ouvrez cette page pour la rejoindre, avec un compte à cette adresse\u00a0:",
      somebody: "Un membre",
      place: (organisation, company) => `${organisation} chez ${company}`,
    },
    known: {
      subject: (company) => `Vous avez déjà un compte chez ${company}`,
      lead: (company) =>
        `Quelqu’un a demandé un nouveau compte chez ${company} avec cette adresse, mais vous en avez déjà un.`,
      link: "Connectez-vous ou choisissez un nouveau mot de passe ici :",
    },
    unknown: {
      subject: (company) => `Aucun compte chez ${company}`,
      lead: (company) =>
        `Quelqu’un a demandé un nouveau mot de passe chez ${company}, mais aucun compte n’a cette adresse. Vous en utilisez peut-être une autre.`,
      link: "Vous pouvez essayer une autre adresse ici :",
    },
    changed: {
      subject: (company) => `Votre compte chez ${company} a été modifié`,
      link: "Voyez comment votre compte est protégé :",
      notYou:
        "Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et fermez toutes les sessions que vous ne connaissez pas.",
    },
    changes: {
      email: "L’adresse e-mail de votre compte a été changée. Ce message est envoyé à l’ancienne.",
      password: "Votre mot de passe a été modifié.",
      passkey: "Une clé d’accès a été ajoutée à votre compte.",
      twoStepOn: "Les codes d’une application sont désormais demandés à la connexion.",
      twoStepOff: "Les codes d’une application ne sont plus demandés à la connexion.",
      passkeyRemoved: "Une clé d’accès a été supprimée de votre compte.",
      recovery: "Un code de secours a servi à se connecter à votre compte.",
      recoveryMade:
        "De nouveaux codes de secours ont été créés pour votre compte ; les précédents ne sont plus valables.",
    },
  },
};
