/** The words of the account pages in English: the record that every other language has to match. */
import type { Piece } from "../piece.ts";

export type AccountWords = typeof accountEn;

export const accountEn = {
  again: {
    title: "Confirm it is you",
    lead: "For your safety, prove once more who you are before you go on.",
    submit: "Continue",
    problem: "You cannot go on yet",
    credentials: "The password is not right. Check it and try again.",
  },
  signUp: {
    title: "Create an account",
    lead: (company: Piece): Piece[] => ["Your account at ", company, " begins with your e-mail address."],
    finish: "Almost done",
    done: "Create the account",
    offer: "Create an account",
    back: "I have an account already",
  },
  reset: {
    title: "Set a new password",
    lead: (company: Piece): Piece[] => ["Which address does your account at ", company, " have?"],
    finish: "Choose a new password",
    done: "Save the password",
    offer: "Forgot your password?",
    back: "Back to sign-in",
    set: "Your new password is saved, and every other session has ended. Sign in with it now.",
  },
  proof: {
    email: "E-mail address",
    sendCode: "Send me a code",
    problem: "This did not work yet",
    missingEmail: "Enter an e-mail address such as name@example.com.",
    sent: (email: Piece): Piece[] => [
      "We sent an e-mail to ",
      email,
      ". Enter the code that it holds, or follow its link.",
    ],
    sentNote: "It can take a minute. Look into the folder for unwanted mail as well.",
    code: "Code of eight digits",
    wrongCode: "This code is not right, or it has expired. Check it, or ask for a new one.",
    missingCode: "Enter the code from the e-mail.",
    continue: "Continue",
    again: "Ask for a new code",
    linkLead: "You followed the link in our e-mail. Go on to confirm that the address is yours.",
    proven: (email: Piece): Piece[] => ["You proved that ", email, " is yours."],
    name: "Your name",
    missingName: "Enter your name.",
    newPassword: "New password",
    passwordHint: "At least 8 characters. Several words that belong together only for you are good.",
    weak: {
      missing: "Enter a password.",
      too_long: "This password is too long. Choose a shorter one.",
      too_short: "This password is too short. Use at least 8 characters.",
      common: "This password is one of the first that are tried. Choose another.",
      own_name: "The password must not be your name or address.",
    },
  },
  devMail: {
    title: "Mail of this server",
    lead: "This server runs in development mode: letters are kept here and sent to nobody.",
    none: "There is no letter yet.",
  },
};
