/** What the command line needs from its process, as an argument so that a test can be the process. */
import { text } from "node:stream/consumers";

export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
}

export const processIo: Io = {
  env: process.env,
  out: (said) => void process.stdout.write(said),
  err: (said) => void process.stderr.write(said),
  input: () => text(process.stdin),
};
