/** Files of backups: written beside their name first, so that a file of that name is always whole; read line by line. */
import { once } from "node:events";
import {
  closeSync,
  createReadStream,
  createWriteStream,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
} from "node:fs";
import { existsSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createInterface } from "node:readline";
import { CliError } from "./output.ts";

/** Lets `make` fill a new file that only its owner can read; nothing of that name may exist. Throws CliError. */
export async function newFile(file: string, make: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(file)) throw new CliError(`${file} exists already; give another name.`);
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
    closeSync(openSync(partial, "wx", 0o600));
    await make(partial);
    flush(partial, "r+");
    renameSync(partial, file);
    flush(dirname(resolve(file)), "r");
  } catch (error) {
    rmSync(partial, { force: true });
    throw unwritable(error) ? new CliError(`${file} cannot be written: ${error.code}.`) : error;
  }
}

function flush(path: string, flags: string): void {
  const handle = openSync(path, flags);
  fsyncSync(handle);
  closeSync(handle);
}

const unwritable = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;

/** Fills a file by pieces of text; no more of them wait than the disk can take. */
export async function writeText(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const out = createWriteStream(path, { flags: "r+" });
  const failed = once(out, "error").then(([error]) => {
    throw error as Error;
  });
  failed.catch(() => undefined);
  await Promise.race([
    failed,
    work(async (text) => {
      if (!out.write(text)) await Promise.race([failed, once(out, "drain")]);
    }),
  ]);
  out.end();
  await Promise.race([failed, once(out, "finish")]);
}

/** The lines of a file. Throws CliError when it cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    for await (const line of lines) if (line !== "") yield line;
  } finally {
    input.destroy();
  }
}

/** What the first bytes say. Throws CliError when there is no such file. */
export function kindOfBackup(file: string): "sqlite" | "portable" {
  const head = Buffer.alloc(16);
  try {
    const handle = openSync(file, "r");
    readSync(handle, head);
    closeSync(handle);
  } catch (error) {
    throw new CliError(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}.`,
    );
  }
  return head.toString("latin1").startsWith("SQLite format 3\0") ? "sqlite" : "portable";
}
