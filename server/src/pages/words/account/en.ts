/** The words of the account pages in English: the record that every other language has to match. */

export type AccountWords = typeof accountEn;

export const accountEn = {
  again: {
    title: "Confirm it is you",
    lead: "For your safety, prove once more who you are before you go on.",
    submit: "Continue",
    problem: "You cannot go on yet",
    credentials: "The password is not right. Check it and try again.",
  },
};
