/** `gatehouse dev`: everything on this machine, with nothing to configure: server, demo API, seeded data. */
import { once } from "node:events";
import { join, resolve } from "node:path";
import { loadSettings } from "../../config/load.ts";
import { sendLogouts } from "../../oauth/openid/backchannel.ts";
import { outbox } from "../../mail/outbox.ts";
import { compose } from "../../compose/compose.ts";
import { sealAudit } from "../../store/audit/seal.ts";
import { jsonLog } from "../log.ts";
import { CliError, refuse } from "../output.ts";
import { loadExtensions } from "../serve/extensions.ts";
import { repeat } from "../serve/sweeping.ts";
import { upkeep } from "../serve/upkeep.ts";
import { untilStopped } from "../stop.ts";
import { callbackPath } from "./catalogue.ts";
import { createDemoApi } from "./demo-api.ts";
import { demoDocument } from "./demo-document.ts";
import { curlLine, ready, readyText, tryLink } from "./ready.ts";
import { seed } from "./seed.ts";
import { devState } from "./state.ts";

export interface DevOptions {
  json: boolean;
  port: number | null;
  data: string;
  preset: string | null;
  /** A configuration file, or null. */
  file: string | null;
  flags: Readonly<Record<string, unknown>>;
}

/** Runs until SIGTERM or SIGINT. Listens on loopback only. Throws CliError for what the caller can mend. */
export async function dev(options: DevOptions): Promise<void> {
  const folder = resolve(options.data);
  const state = await devState(folder, options.port);
  const issuer = `http://127.0.0.1:${state.port}`;
  const apiUrl = `http://127.0.0.1:${state.apiPort}`;
  const loaded = loadSettings({
    env: process.env,
    flags: {
      company: "Bookings Inc.",
      sign_up: "open",
      playground_api: apiUrl,
      ...options.flags,
      issuer,
      port: state.port,
      database: `file:${join(folder, "gatehouse.db")}`,
      secret: state.secret,
    },
    ...(options.preset === null ? {} : { preset: options.preset }),
    ...(options.file === null ? {} : { file: options.file }),
    mode: "dev",
  });
  if (loaded.problems.length > 0) throw refuse(loaded.problems.map((sentence) => ({ sentence })));
  const log = jsonLog(loaded.settings.log_level === "info" ? "warn" : loaded.settings.log_level);
  const extensions = await loadExtensions(loaded.settings.extensions);
  const gatehouse = await compose(loaded.settings, {
    log,
    extensions,
    outbox: outbox(),
    origin: loaded.origin,
  });
  const seeded = await seed(
    gatehouse,
    { identifier: apiUrl, callback: apiUrl + callbackPath },
    state.secret,
    options.preset,
  );
  const said = await ready(gatehouse, seeded, apiUrl);
  const app = await gatehouse.app({
    ...seeded.person,
    staff: seeded.staff,
    apiUrl,
    curl: curlLine(said) ?? "",
    tryPath: tryLink(said),
  });
  await listen(app.listen({ host: "127.0.0.1", port: state.port }), state.port);
  const api = createDemoApi({
    issuer,
    audience: apiUrl,
    document: demoDocument(apiUrl, issuer),
    introspection: { client_id: seeded.api.id, client_secret: seeded.api.client_secret },
    tryApp: said.apps.find((each) => each.preset === "provider-000" && each.environment === "live") ?? null,
  });
  api.listen(state.apiPort, "127.0.0.1");
  await listen(once(api, "listening"), state.apiPort);
  const stopped = untilStopped();
  process.stdout.write(options.json ? `${JSON.stringify(said)}\n` : readyText(said));
  // The passport app's RSA-4096 keys take a while to make: not before the first answer, but before somebody waits for them.
  void warmKeys(gatehouse).catch(() => undefined);
  const sweeping = repeat(
    () => upkeep(gatehouse),
    60_000,
    (error) => log("error", { event: "sweep_failed", reason: String(error) }),
  );
  const follow = await gatehouse.follow();
  const sealing = repeat(
    async () => {
      await sealAudit(gatehouse.store.engine, gatehouse.ports.clock.now());
      await follow();
    },
    1_000,
    (error) => log("error", { event: "audit_seal_failed", reason: String(error) }),
  );
  const telling = repeat(
    () => sendLogouts(gatehouse.ports),
    1_000,
    (error) => log("error", { event: "logout_sending_failed", reason: String(error) }),
  );
  await stopped;
  await Promise.all([sweeping.stop(), sealing.stop(), telling.stop()]);
  api.close();
  api.closeAllConnections();
  await app.close();
  await gatehouse.close();
}

async function warmKeys({ ring }: Awaited<ReturnType<typeof compose>>): Promise<void> {
  for (const environment of ["live", "test"] as const)
    for (const rsa_bits of [2048, 4096]) await ring.ensure({ alg: "RS256", rsa_bits, environment });
}

async function listen(listening: Promise<unknown>, port: number): Promise<void> {
  try {
    await listening;
  } catch (error) {
    if ((error as { code?: string }).code === "EADDRINUSE")
      throw new CliError(`Port ${port} is taken. Choose another with --port, or --port 0 for any free one.`);
    throw error;
  }
}
