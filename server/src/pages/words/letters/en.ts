/** The words of the letters in English: the record that every other language has to match. */

export type LetterWords = typeof lettersEn;

export const lettersEn = {
  letters: {
    enterCode: "Enter this code on the page where you asked for it:",
    valid: (length: string): string => `This is valid for ${length}.`,
    neverTell: "Never share this code. We never ask for it by phone or in a chat.",
    ignore: "If you did not ask for this, you can ignore this email.",
    signUp: {
      subject: (company: string): string => `Your code for ${company}`,
      lead: (company: string): string => `You are creating an account at ${company}.`,
      link: "Or open this page:",
    },
    newEmail: {
      lead: (company: string): string => `You are changing the email address of your account at ${company}.`,
    },
    reset: {
      subject: (company: string): string => `A new password for ${company}`,
      lead: (company: string): string => `You are setting a new password at ${company}.`,
      link: "Or open this page:",
    },
    invitation: {
      subject: (company: string): string => `Your invitation to ${company}`,
      lead: (company: string): string => `You are invited to create an account at ${company}.`,
      link: "Open this page to begin:",
    },
    membership: {
      subject: (organisation: string, company: string): string =>
        `You are invited to ${organisation} at ${company}`,
      lead: (from: string, place: string): string =>
        `${from} invites you to look after the apps of ${place}.`,
      link: "Open this page to join, signed in with this address:",
      somebody: "A member",
      place: (organisation: string, company: string): string => `${organisation} (${company})`,
    },
    known: {
      subject: (company: string): string => `You already have an account at ${company}`,
      lead: (company: string): string =>
        `Somebody asked for a new account at ${company} with this address, but you have one already.`,
      link: "Sign in, or set a new password, here:",
    },
    unknown: {
      subject: (company: string): string => `No account at ${company}`,
      lead: (company: string): string =>
        `Somebody asked for a new password at ${company}, but no account has this address. Perhaps you used another one.`,
      link: "You can try another address here:",
    },
    changed: {
      subject: (company: string): string => `Your account at ${company} was changed`,
      link: "See how your account is protected:",
      notYou: "If this was not you, set a new password at once, and end all sessions that you do not know.",
    },
    changes: {
      email: "The email address of your account was changed. This email goes to the previous one.",
      password: "Your password was changed.",
      passkey: "A passkey was added to your account.",
      twoStepOn: "Codes from an app are now asked for when you sign in.",
      twoStepOff: "Codes from an app are no longer asked for when you sign in.",
      passkeyRemoved: "A passkey was removed from your account.",
      recovery: "A recovery code was used to sign in to your account.",
      recoveryMade: "New recovery codes were made for your account; the previous ones no longer work.",
    },
  },
};
