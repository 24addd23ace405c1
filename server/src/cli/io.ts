/** What the command line needs from its process, as an argument so that a test can be the process. */
import { setTimeout } from "node:timers/promises";
import { text } from "node:stream/consumers";

export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
  /** Until so many milliseconds have passed. */
  wait(milliseconds: number): Promise<void>;
  /** All of standard input. */
  input(): Promise<string>;
}

/** Whoever listened has heard enough (`| head`): that is no fault of the command, nor a reason for a server to end. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

export const processIo: Io = {
  env: process.env,
  out: (said) => void process.stdout.write(said),
  err: (said) => void process.stderr.write(said),
  wait: (milliseconds) => setTimeout(milliseconds),
  input: () => text(process.stdin),
};
