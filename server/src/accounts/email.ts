/** RFC 5321 §2.3.11 in short — one spelling of an e-mail address, made before anything is looked up, counted or sent. */
import { domainToASCII } from "node:url";

/** RFC 5321 §4.5.3.1. */
const LONGEST = 254;
const LONGEST_LOCAL = 64;

/** No quotes, commas, brackets or controls: what mail systems use is taken, what could make two addresses of one is not. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * The address in lower case with its domain as DNS knows it; null when it is none. The local part in lower case is not
 * what RFC 5321 says, but what every mail provider does, and two accounts that differ in it would be a trap.
 */
export function canonicalEmail(typed: string): string | null {
  const text = typed
    .slice(0, LONGEST + 2)
    .normalize("NFC")
    .trim()
    .toLowerCase();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const domain = domainToASCII(text.slice(at + 1));
  const email = `${local}@${domain}`;
  if (at < 0 || local.length > LONGEST_LOCAL || email.length > LONGEST) return null;
  return LOCAL.test(local) && DOMAIN.test(domain) ? email : null;
}
