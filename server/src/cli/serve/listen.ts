/** Listening, and what to do when that fails, in words. */
import { CliError } from "../output.ts";
import type { HttpServer } from "./drain.ts";

/** Answers the address. `prefix` is what stands before `host` and `port` in the names of the settings. Throws CliError. */
export async function listen(
  app: HttpServer,
  { host, port }: { host: string; port: number },
  prefix: string = "",
): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    const flags = `--${prefix}`;
    const why: Record<string, string> = {
      EADDRINUSE: `port ${port} is taken; choose another with ${flags}port`,
      EACCES: `port ${port} may not be listened on by this user; choose one above 1023`,
      EADDRNOTAVAIL: `${host} is not an address of this machine; choose another with ${flags}host`,
      ENOTFOUND: `${host} cannot be found; choose another with ${flags}host`,
    };
    throw new CliError(`Cannot listen: ${why[code] ?? code}.`);
  }
}
