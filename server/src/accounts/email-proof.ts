/** PO-09, UI-25 — an e-mail address is proven by a code of eight digits in the browser that asked, or by a link; once, and soon. */
import type { Clock } from "../lib/clock.ts";
import { addressKey } from "../lib/address.ts";
import { constantTimeEqual, sha256 } from "../lib/hash.ts";
import { secretText, uuid7, type Random } from "../lib/random.ts";
import type { EmailProof, EmailProofsPort, Limit, ProofPurpose, ThrottlePort } from "./ports.ts";

export interface EmailProofWorld {
  clock: Clock;
  random: Random;
  emailProofs: EmailProofsPort;
  throttle: ThrottlePort;
  /** Keyed: eight digits alone would be found from their digest. */
  codeDigest(text: string): string;
}

export const PROOF_MS: number = 15 * 60_000;
export const INVITATION_MS: number = 7 * 24 * 60 * 60_000;
/** Codes that may be tried for one proof: of 10^8 there are. */
export const CODE_TRIES = 5;
/** Proofs that may be asked for by one address of mail, so that nobody's mailbox is filled, and by one of the network. */
export const EMAIL_LIMIT: Limit = { count: 5, windowMs: 60 * 60_000 };
export const ASKER_LIMIT: Limit = { count: 30, windowMs: 60 * 60_000 };

/** What was begun; `code` and `link` are shown to nobody but the owner of the address. */
export interface BegunProof {
  id: string;
  code: string;
  link: string;
}

export interface Wanted {
  purpose: ProofPurpose;
  /** Canonical. */
  email: string;
  /** Digest of the browser's cookie; null for an invitation. */
  browser: string | null;
  /** Whose address it is to be; null while nobody has an account. */
  subject?: string | null;
  /** Where it leads in the end, as a query of ours. */
  leadsTo?: string | null;
}

/** Counts one request for a proof, of whomever; seconds to wait, 0 when it may go on. */
export async function mayAsk(email: string, address: string, world: EmailProofWorld): Promise<number> {
  const { throttle, clock } = world;
  const counted = [
    { key: `proof email ${sha256(email)}`, limit: EMAIL_LIMIT },
    { key: `proof address ${addressKey(address)}`, limit: ASKER_LIMIT },
  ];
  const now = clock.now();
  const waits = await Promise.all(counted.map(({ key, limit }) => throttle.wait(key, limit, now)));
  if (Math.max(...waits) > 0) return Math.max(...waits);
  // Counted and judged by one statement: of those who ask side by side no more get through than one by one.
  const over = counted.map(({ key, limit }) => throttle.fail(key, { ...limit, count: limit.count + 1 }, now));
  return Math.max(...(await Promise.all(over)));
}

/** Stores a proof that waits. The same work whether or not anybody is told the code. */
export async function beginProof(wanted: Wanted, world: EmailProofWorld): Promise<BegunProof> {
  const id = uuid7(world.clock, world.random);
  const code = eightDigits(world.random);
  const link = secretText(world.random);
  const now = world.clock.now();
  await world.emailProofs.put({
    id,
    purpose: wanted.purpose,
    email: wanted.email,
    subject: wanted.subject ?? null,
    browser: wanted.browser,
    codeHash: codeHash(id, code, world),
    linkHash: sha256(link),
    leadsTo: wanted.leadsTo ?? null,
    misses: 0,
    createdAt: now,
    expiresAt: now + (wanted.purpose === "invitation" ? INVITATION_MS : PROOF_MS),
    provenAt: null,
    usedAt: null,
  });
  return { id, code, link };
}

/**
 * Tries a code in the browser that asked. A try is counted before the code is compared, so that guesses side by side
 * are no more than guesses one by one. False for a wrong code and for a proof that has ended, alike.
 */
export async function proveByCode(
  purpose: ProofPurpose,
  id: string,
  code: string,
  browser: string,
  world: EmailProofWorld,
): Promise<boolean> {
  const now = world.clock.now();
  const proof = await world.emailProofs.attempt({ purpose, id, browser, tries: CODE_TRIES }, now);
  const given = codeHash(id, code.replaceAll(/[\s-]/g, ""), world);
  if (proof === null || !constantTimeEqual(given, proof.codeHash)) return false;
  return (await world.emailProofs.prove(proof.id, browser, now + PROOF_MS, now)) !== null;
}

/** Follows a link, in whatever browser; from then on the proof is that browser's. Null when it has ended. */
export async function proveByLink(
  purposes: readonly ProofPurpose[],
  link: string,
  browser: string,
  world: EmailProofWorld,
): Promise<EmailProof | null> {
  const now = world.clock.now();
  const proof = await world.emailProofs.findByLink(sha256(link), now);
  if (proof === null || !purposes.includes(proof.purpose)) return null;
  return world.emailProofs.prove(proof.id, browser, now + PROOF_MS, now);
}

/** The proof of this browser that was given and not yet used; null otherwise. */
export async function provenBy(
  purposes: readonly ProofPurpose[],
  id: string | null,
  browser: string,
  world: Pick<EmailProofWorld, "clock" | "emailProofs">,
): Promise<EmailProof | null> {
  const proof = id === null ? null : await world.emailProofs.find(id, world.clock.now());
  if (proof === null || proof.provenAt === null || proof.browser !== browser) return null;
  return purposes.includes(proof.purpose) ? proof : null;
}

function codeHash(id: string, code: string, world: EmailProofWorld): string {
  return world.codeDigest(`${id}\n${code}`);
}

/** Eight digits of 48 random bits: none is likelier than another by more than one in two million. */
function eightDigits(random: Random): string {
  const number = random.bytes(6).reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 100_000_000).padStart(8, "0");
}
