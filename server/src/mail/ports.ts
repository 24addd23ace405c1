/** What sending mail means to everybody else: handed over and forgotten. */

export interface Letter {
  /** One canonical address. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mail {
  /** Takes the letter and answers at once; whether it arrives is the queue's business. Never throws. */
  send(letter: Letter): void;
  /** Lets go of what is kept, after the letter that is under way. */
  close(): Promise<void>;
}
