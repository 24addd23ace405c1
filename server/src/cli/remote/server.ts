/** Which server is meant, and whether it may be spoken to: over TLS that is checked, or on this very machine. */
import type { Io } from "../io.ts";
import { CliError } from "../output.ts";

/** Its address, which is its issuer, without a slash at the end; null for this machine's own database. Throws CliError. */
export function serverOf(options: Readonly<Record<string, unknown>>, env: Io["env"]): string | null {
  const named = options["server"] ?? env["GATEHOUSE_SERVER"];
  if (typeof named !== "string" || named === "") return null;
  const url = URL.parse(named);
  const plain = url !== null && url.username === "" && url.password === "" && !/[?#]/.test(named);
  if (!plain || !/^https?:$/.test(url.protocol))
    throw new CliError("Give --server as an address such as https://auth.example.com.", 2);
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new CliError("A server that is not this machine is spoken to over https only.", 2);
  // Node believes every certificate then, and a token would go to whoever answers.
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
    throw new CliError(
      "NODE_TLS_REJECT_UNAUTHORIZED is 0, so nobody would check who answers. Give the certificate of your authority in NODE_EXTRA_CA_CERTS instead.",
    );
  return url.origin + url.pathname.replace(/\/+$/, "");
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
