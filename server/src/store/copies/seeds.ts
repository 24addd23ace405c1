/** Whether the seeds of families open: without theirs no refresh token can be proven. */
import type { Sealer } from "../../lib/seal.ts";
import type { Engine } from "../engine/engine.ts";
import { pages } from "./rows.ts";

/** Counts the families, and those whose seed this sealer cannot open. */
export async function unreadableSeeds(
  engine: Engine,
  sealer: Pick<Sealer, "open">,
): Promise<{ families: number; unreadable: number }> {
  return engine.snapshot(async (db) => {
    const counted = { families: 0, unreadable: 0 };
    for await (const page of pages(db, { table: "families", columns: ["id", "seed_sealed"], key: ["id"] }))
      for (const [id, sealed] of page) {
        counted.families++;
        if (typeof sealed === "string" && !opens(sealer, sealed, `family:${id}`)) counted.unreadable++;
      }
    return counted;
  });
}

function opens(sealer: Pick<Sealer, "open">, sealed: string, purpose: string): boolean {
  try {
    sealer.open(sealed, purpose);
    return true;
  } catch {
    return false;
  }
}
