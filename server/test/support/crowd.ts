/** Starts a crowd that signs in, and waits for what it met. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { CrowdTask } from "./crowd-entry.ts";

const entry = new URL("crowd-entry.ts", import.meta.url).pathname;

/** "signed in", or the status of the first page that was another one; of each. */
export async function crowd(task: CrowdTask): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [entry, JSON.stringify(task)]);
  return JSON.parse(stdout) as string[];
}
