/** The log: one JSON line per event on standard error, so that standard output stays for answers. */
import { destination, pino } from "pino";
import type { HttpContext } from "../http/context.ts";

/** JSON escapes line ends and control characters, so that no field can write a line of its own (HX-04). */
export function jsonLog(level: string): HttpContext["log"] {
  const logger = pino(
    { level, base: null, redact: ["password", "client_secret", "token", "code"] },
    destination(2),
  );
  return (kind, line) => logger[kind](line);
}
