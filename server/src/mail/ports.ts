/** What sending mail means to everybody else: handed over, and from then on the queue's business; and what the queue needs. */

export interface Letter {
  /** One canonical address. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mail {
  /**
   * Resolves when the letter is kept where the end of this process does not lose it; it is then tried until it is
   * accepted, given up, or older than `goodForMs`, when nobody wants it any more. Throws StoreUnavailable.
   */
  send(letter: Letter, goodForMs: number): Promise<void>;
  /** Sends what is due. Never throws. */
  sendDue(): Promise<void>;
  /** Lets go after the letters that are under way. */
  close(): Promise<void>;
}

/** Where letters wait, on all nodes together. Times in milliseconds since the epoch. */
export interface LettersPort {
  /** False when `room` letters wait already. */
  put(
    letter: { id: string; body: string; createdAt: number; uselessAt: number },
    room: number,
  ): Promise<boolean>;
  /** Takes up to `limit` that are due; each comes back at `until`, unless one of the next three is called. One caller gets each. */
  take(
    now: number,
    limit: number,
    until: number,
  ): Promise<readonly { id: string; body: string | null; attempts: number; uselessAt: number }[]>;
  accepted(id: string): Promise<void>;
  again(id: string, at: number): Promise<void>;
  givenUp(id: string, failure: string): Promise<void>;
}
