/** What `gatehouse dev` keeps between starts: its secret and its ports, in the data folder, readable by its owner only. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export interface DevState {
  /** The master secret of this data folder. */
  secret: string;
  port: number;
  apiPort: number;
}

/** Reads or makes the state. `wanted`: the port asked for; 0 means any free one, null the default one or a free one. */
export async function devState(folder: string, wanted: number | null): Promise<DevState> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "dev.json");
  const before = readDevState(folder);
  // The same ports as last time where they are free: tokens and bookmarks of the last run go on working.
  const port = wanted === null || wanted === 0 ? await freePort(before?.port ?? wanted ?? 4000) : wanted;
  const apiPort = await freePort(before?.apiPort ?? (wanted === 0 ? 0 : port + 1), port);
  const state = { secret: before?.secret ?? randomBytes(32).toString("base64url"), port, apiPort };
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  return state;
}

/** The state of a data folder that was used before; null when there is none. */
export function readDevState(folder: string): DevState | null {
  try {
    return JSON.parse(readFileSync(join(folder, "dev.json"), "utf8")) as DevState;
  } catch {
    return null;
  }
}

/** `wanted` when it can be listened on, else one that the system picks. */
async function freePort(wanted: number, taken: number = 0): Promise<number> {
  const candidate = wanted === taken ? 0 : wanted;
  return (await tryPort(candidate)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : null));
    });
  });
}
