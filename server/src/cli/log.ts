/** The log: one JSON line per event on standard error, so that standard output stays for answers. */
import { destination, pino } from "pino";
import type { HttpContext } from "../http/context.ts";

/**
 * What JSON leaves as it is but a terminal or a viewer obeys: DEL and C1 controls, line separators, invisible and
 * direction-changing characters. JSON escapes line ends and C0 controls itself, so no field writes a line of its own (HX-04).
 */
const obeyed = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The same JSON in which such characters are written as escapes; they can only stand inside its strings. */
export function escapeLine(line: string): string {
  return line.replaceAll(
    obeyed,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Nothing of ours logs these; a line that ever did would still not hold the value (HX-03). */
const secretNames = [
  "password",
  "secret",
  "client_secret",
  "token",
  "access_token",
  "refresh_token",
  "code",
  "code_verifier",
  "authorization",
  "cookie",
  "assertion",
  "client_assertion",
];

/** Standard error; when it is gone (a closed pipe, a full disk) the server goes on without a log (reliability 4.13). */
function standardError(): { write(line: string): void } {
  const out = destination(2);
  out.on("error", () => undefined);
  return out;
}

/** Logs to `out`, standard error unless a test says otherwise. */
export function jsonLog(
  level: string,
  out: { write(line: string): void } = standardError(),
): HttpContext["log"] {
  const logger = pino(
    { level, base: null, redact: secretNames },
    { write: (line: string) => out.write(escapeLine(line)) },
  );
  return (kind, line) => logger[kind](line);
}
