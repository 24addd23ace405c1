/** Before a node of many listens: what every token needs is asked in nobody's name, so that the first who come do not wait for a cold program (reliability 4.11). */
import type { Ports } from "../../oauth/ports.ts";

/** About what arrives in the first second of a busy node. */
const TURNS = 5;
const AT_ONCE = 20;

/** Opens sessions, prepares statements, and lets the code be compiled. Changes nothing. Throws StoreUnavailable. */
export async function warm({
  accessTokens,
  clients,
  clock,
  codes,
  families,
}: Pick<Ports, "accessTokens" | "clients" | "clock" | "codes" | "families">): Promise<void> {
  const limits = { overlapMs: 0, repeats: 0, idleMs: 0 };
  const ask = async (_: unknown, n: number): Promise<void> => {
    const nobody = `nobody ${n}`;
    await Promise.all([clients.find(nobody), codes.find(nobody), accessTokens.findOpaque(nobody)]);
    await families.rotate(nobody, 1, clock.now(), limits, null);
  };
  for (let turn = 0; turn < TURNS; turn++) await Promise.all(Array.from({ length: AT_ONCE }, ask));
}
