/** The company's own identity provider as everybody else sees it. */

/** What ties the answer to the question; all three are ours and go to one browser. */
export interface UpstreamQuestion {
  state: string;
  nonce: string;
  /** PKCE (RFC 7636). */
  verifier: string;
  /** Whether the person has to prove who they are anew, however they are signed in there. */
  anew: boolean;
}

/** Who the provider says it is. */
export interface UpstreamPerson {
  issuer: string;
  sub: string;
  /** Null when the provider has none, or does not say that it is verified. */
  verifiedEmail: string | null;
  name: string | null;
  /** RFC 8176; empty when the provider does not say. */
  amr: readonly string[];
  /** When the person proved it there, milliseconds since the epoch; null when the provider does not say. */
  authTime: number | null;
}

/** `reason` is for the log: codes, and nothing of what was sent. */
export type UpstreamAnswer = { person: UpstreamPerson } | { person: null; reason: string };

export interface Upstream {
  /** On the button. */
  label: string;
  /** Where the browser goes. Throws when the provider cannot be reached. */
  ask(question: UpstreamQuestion): Promise<string>;
  /** Who came back with this answer (the query of our address). */
  answer(query: string, question: UpstreamQuestion): Promise<UpstreamAnswer>;
}
