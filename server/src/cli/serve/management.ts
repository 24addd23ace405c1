/** The management listener of a machine: starts it, waits the grace of a drain, ends it. */
import type { Settings } from "../../config/settings.ts";
import { createManagement, type ManagementSources } from "../../http/management/server.ts";
import { listen } from "./listen.ts";

export interface Management {
  /** Null when it is off. */
  address: string | null;
  /** Lets balancers see that readiness is off before anything is refused. */
  grace(): Promise<void>;
  close(): Promise<void>;
}

/** Throws CliError when it cannot listen. */
export async function startManagement(
  settings: Pick<Settings, "management_host" | "management_port" | "drain_grace_seconds">,
  sources: ManagementSources,
): Promise<Management> {
  const { management_host: host, management_port: port, drain_grace_seconds } = settings;
  if (port === 0) return { address: null, grace: () => Promise.resolve(), close: () => Promise.resolve() };
  const app = createManagement(sources);
  return {
    address: await listen(app, { host, port }, "management-"),
    grace: () => new Promise((resolve) => setTimeout(resolve, drain_grace_seconds * 1000)),
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
