/** A port of the loopback that nobody uses. */
import { createServer } from "node:net";

/**
 * Below those that the system gives to whoever asks for any (from 32768 on Linux): one of them may be given away again
 * between our look and the start of the server that is meant for it.
 */
const [FIRST, COUNT] = [11_000, 21_000];
/** Programs under test take the port after theirs as well. */
const STEP = 11;
/** Processes that look at the same time begin far from each other, and each goes on from where it was. */
let next = (process.pid * 61) % COUNT;

export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried++) {
    const port = FIRST + next;
    next = (next + STEP) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error("no port is free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
