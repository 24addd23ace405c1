/** One serving process: the server, its sweeping, its readiness; alone on a machine or one of several workers. */
import type { Loaded } from "../../config/load.ts";
import type { Settings } from "../../config/settings.ts";
import { createMeter } from "../../http/management/meter.ts";
import { createReadiness, type Readiness } from "../../http/management/readiness.ts";
import type { HttpContext } from "../../http/context.ts";
import { sendLogouts } from "../../oauth/openid/backchannel.ts";
import { compose } from "../../compose/compose.ts";
import { assertServable } from "../../store/facts.ts";
import { sealAudit } from "../../store/audit/seal.ts";
import { drainable } from "./drain.ts";
import { loadExtensions } from "./extensions.ts";
import { listen } from "./listen.ts";
import { rotateKeys } from "./rotating.ts";
import { repeat } from "./sweeping.ts";
import { upkeep } from "./upkeep.ts";
import { warm } from "./warm.ts";

const DRAIN_MS = 10_000;
const SWEEP_MS = 60_000;
const ROTATE_MS = 60_000;
/** With the time that it takes, an entry of the audit log is sealed within a second. */
const SEAL_MS = 700;
/** So long after a sign-out, at most, the apps hear of it. */
const LOGOUT_MS = 1_000;
/** A letter is tried when it is written; this is for those that failed, or whose node has died. */
const POST_MS = 2_000;

export interface ServingNode {
  /** Where it listens. */
  address: string;
  readiness: Readiness;
  /** Its figures; null when nobody can look at them. */
  registry: ReturnType<typeof createMeter>["registry"] | null;
  /** Is not ready any more, and sends who comes elsewhere for the next time; still serves everybody. */
  leave(): void;
  /** Takes no more, ends what is under way, lets go of the database. False when somebody was cut off. */
  stop(): Promise<boolean>;
}

/** Throws CliError when it cannot listen, StoreUnavailable when the database cannot be used. */
export async function startNode(
  settings: Settings,
  origin: Loaded["origin"],
  log: HttpContext["log"],
): Promise<ServingNode> {
  const meter = settings.management_port === 0 ? null : createMeter();
  const extensions = await loadExtensions(settings.extensions);
  const gatehouse = await compose(settings, {
    log,
    origin,
    extensions,
    ...(meter === null ? {} : { meter }),
  });
  const app = await gatehouse.app(null);
  const drain = drainable(app, DRAIN_MS);
  let address: string;
  try {
    if (gatehouse.store.engine.remote) await warm(gatehouse.ports);
    address = await listen(app, settings);
  } catch (error) {
    await gatehouse.close();
    throw error;
  }
  const sweeping = repeat(
    () => upkeep(gatehouse),
    SWEEP_MS,
    (error) => log("error", { event: "sweep_failed", reason: String(error) }),
  );
  const follow = await gatehouse.follow();
  const seal = async (): Promise<void> => {
    await sealAudit(gatehouse.store.engine, gatehouse.ports.clock.now());
    await follow();
  };
  const sealFailed = (error: unknown): void =>
    log("error", { event: "audit_seal_failed", reason: String(error) });
  const sealing = repeat(seal, SEAL_MS, sealFailed);
  const rotating = repeat(
    () => rotateKeys(gatehouse),
    ROTATE_MS,
    (error) => log("error", { event: "key_rotation_failed", reason: String(error) }),
  );
  const telling = repeat(
    () => sendLogouts(gatehouse.ports),
    LOGOUT_MS,
    (error) => log("error", { event: "logout_sending_failed", reason: String(error) }),
  );
  const posting = repeat(
    async () => gatehouse.mail?.sendDue(),
    POST_MS,
    () => undefined,
  );
  // A database that has moved away is no longer one to serve from.
  const readiness = createReadiness(() => assertServable(gatehouse.store.engine));
  const leave = (): void => {
    readiness.drain();
    drain.begin();
    gatehouse.ports.status.dismiss();
  };
  return {
    address,
    readiness,
    registry: meter?.registry ?? null,
    leave,
    async stop() {
      leave();
      const [served] = await Promise.all([
        drain.end(),
        sweeping.stop(),
        sealing.stop(),
        rotating.stop(),
        telling.stop(),
        posting.stop(),
      ]);
      await seal().catch(sealFailed);
      await gatehouse.close();
      log(served ? "info" : "warn", { event: "stopped", served });
      return served;
    },
  };
}
