/** The tokens of servers on this machine: one file each, which nobody but its owner can read. */
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Io } from "../io.ts";
import { CliError } from "../output.ts";

export interface Kept {
  client_id: string;
  access_token: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Null where there is none: then one signs in anew. */
  refresh_token: string | null;
  /** Space-separated. */
  scope: string;
}

/** XDG Base Directory: `$XDG_CONFIG_HOME/gatehouse/tokens`. */
function folderOf({ env }: Pick<Io, "env">): string {
  const config = env["XDG_CONFIG_HOME"];
  const home = config === undefined || config === "" ? join(env["HOME"] ?? homedir(), ".config") : config;
  return join(home, "gatehouse", "tokens");
}

const fileOf = (io: Pick<Io, "env">, server: string): string =>
  join(folderOf(io), `${encodeURIComponent(server)}.json`);

/** Null when there is none. Throws CliError for a file that others can read. */
export function readKept(io: Pick<Io, "env">, server: string): Kept | null {
  const file = fileOf(io, server);
  let text: string;
  try {
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0)
      throw new CliError(`${file} can be read by others. Delete it, and run \`gatehouse login\` again.`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof CliError) throw error;
    return null;
  }
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}

/** Whole or not at all: it is written beside its name first. */
export function keep(io: Pick<Io, "env">, server: string, kept: Kept): void {
  const folder = folderOf(io);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const file = fileOf(io, server);
  const beside = `${file}.${process.pid}`;
  rmSync(beside, { force: true });
  writeFileSync(beside, JSON.stringify(kept), { mode: 0o600, flag: "wx" });
  renameSync(beside, file);
}

/** Whether there was one. */
export function forget(io: Pick<Io, "env">, server: string): boolean {
  const there = readKeptQuietly(io, server);
  rmSync(fileOf(io, server), { force: true });
  return there;
}

function readKeptQuietly(io: Pick<Io, "env">, server: string): boolean {
  try {
    return readKept(io, server) !== null;
  } catch {
    return true;
  }
}
