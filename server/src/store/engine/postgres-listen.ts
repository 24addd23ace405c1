/** LISTEN on a session of its own: hears of changes at their commit, and begins again whenever the session is lost. */
import { Client, type ClientConfig } from "pg";
import { CHANNEL } from "../versions.ts";

export interface Listener {
  close(): Promise<void>;
}

/** Between one session and the next. Milliseconds. */
const AGAIN = 1_000;

/** Calls `told` at every message, and at every new session: nobody knows what was said before it. */
export function listener(config: ClientConfig, told: () => void): Listener {
  let closed = false;
  let current: Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  function begin(): void {
    const client = new Client({ ...config, pipeline: false });
    current = client;
    const lost = (): void => {
      if (current !== client) return;
      current = null;
      void client.end().catch(() => undefined);
      if (!closed) timer = setTimeout(begin, AGAIN).unref();
    };
    client.on("error", lost).on("end", lost).on("notification", told);
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(told, lost);
  }

  begin();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const client = current;
      current = null;
      await client?.end().catch(() => undefined);
    },
  };
}
