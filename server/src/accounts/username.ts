/** RFC 8265 §3.3 in short — one spelling of a user name, made before anything is looked up or counted. */

/** Longest user name in characters; what is longer is cut, because it is looked up and never kept. */
const LONGEST = 256;

/** NFC, lower case, trimmed. */
export function canonicalUsername(typed: string): string {
  return typed.slice(0, LONGEST).normalize("NFC").toLowerCase().normalize("NFC").trim();
}

/** What is wrong with a canonical user name that somebody chose, as a sentence; null when it will do. */
export function usernameProblem(canonical: string): string | null {
  if (canonical === "") return "Give a user name.";
  if (canonical.length > 128) return "Give a user name of at most 128 characters.";
  // Separators, controls and invisible characters would make two names look the same.
  if (/[\p{C}\p{Z}]/u.test(canonical)) return "Give a user name without spaces or invisible characters.";
  return null;
}
