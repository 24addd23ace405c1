/** One piece of work on an open store, in the name of whoever has a shell here; what it wrote into the audit log is sealed. */
import { compose } from "../compose/compose.ts";
import type { Gatehouse } from "../compose/world.ts";
import type { Settings } from "../config/settings.ts";
import { sealAudit } from "../store/audit/seal.ts";
import { staff } from "./staff.ts";

/** Throws StoreUnavailable. */
export async function onOpenStore<Answer>(
  settings: Settings,
  work: (gatehouse: Gatehouse) => Promise<Answer>,
): Promise<Answer> {
  const gatehouse = await compose(settings, { by: staff() });
  try {
    const answer = await work(gatehouse);
    await sealAudit(gatehouse.store.engine, gatehouse.ports.clock.now());
    return answer;
  } finally {
    await gatehouse.close();
  }
}
