/** UI-25 — a ticket: something that was established in one browser a moment ago, carried by the browser and good for one step. */
import type { Clock } from "../lib/clock.ts";
import { constantTimeEqual } from "../lib/hash.ts";
import { secretText, type Random } from "../lib/random.ts";
import type { Sealer } from "../lib/seal.ts";

export interface TicketWorld {
  clock: Clock;
  random: Random;
  sealer: Sealer;
  /** Values that work once, on all nodes. */
  once: {
    claim(kind: string, key: string, expiresAt: number, now: number): Promise<"first" | "repeated">;
  };
}

/** What a ticket is for; one for another step cannot be opened. */
export type TicketFor = "second factor" | "passkey" | "upstream" | "handover";

/** A ticket that was looked at, and not yet used up. */
export interface OpenTicket {
  id: string;
  data: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** A sealed text for `browser` (digest of its cookie) that ends after `ms`. Nothing is stored until it is used. */
export function makeTicket(
  purpose: TicketFor,
  browser: string,
  data: Readonly<Record<string, unknown>>,
  ms: number,
  { clock, random, sealer }: TicketWorld,
): string {
  const id = secretText(random, 16);
  const text = JSON.stringify({ id, browser, data, expiresAt: clock.now() + ms });
  return Buffer.from(sealer.seal(text, `ticket ${purpose}`)).toString("base64url");
}

/** Looks at a ticket without using it up; null when it is none, has ended, or is another browser's. */
export function openTicket(
  purpose: TicketFor,
  browser: string,
  ticket: string | null,
  { clock, sealer }: TicketWorld,
): OpenTicket | null {
  if (ticket === null || ticket.length > 4096) return null;
  try {
    const text = sealer.open(Buffer.from(ticket, "base64url").toString(), `ticket ${purpose}`);
    const read = JSON.parse(text) as OpenTicket & { browser: string };
    return constantTimeEqual(read.browser, browser) && read.expiresAt > clock.now() ? read : null;
  } catch {
    // Not ours, or changed on its way.
    return null;
  }
}

/** Uses a ticket up; false when somebody was first. */
export async function useTicket(
  purpose: TicketFor,
  { id, expiresAt }: OpenTicket,
  { clock, once }: TicketWorld,
): Promise<boolean> {
  return (await once.claim(`ticket ${purpose}`, id, expiresAt, clock.now())) === "first";
}
