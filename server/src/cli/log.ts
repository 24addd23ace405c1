/** The log: one JSON line per event on standard error, so that standard output stays for answers. */
import { pino } from "pino";
import type { HttpContext } from "../http/context.ts";
import { standardError, type Output } from "./log-output.ts";

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

/** Logs to `out`, standard error unless a test says otherwise. */
export function jsonLog(level: string, out?: Output): HttpContext["log"] {
  const output = out === undefined ? standardError(escapeLine) : escaped(out);
  const logger = pino({ level, base: null, redact: secretNames }, output);
  return (kind, line) => {
    logger[kind](line);
    // Whatever went wrong may be the last thing that this process says.
    if (kind !== "info" || line["event"] === "stopped") output.flush?.();
  };
}

function escaped(out: Output): Output {
  return { write: (line) => out.write(escapeLine(line)), flush: () => out.flush?.() };
}
