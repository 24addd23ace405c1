/** The places a setting can come from, each as entries that know what to call their place. */
import { readFileSync } from "node:fs";
import { didYouMean } from "./nearest.ts";
import { definition, envName, flagName, SETTING_KEYS } from "./settings.ts";

export interface Entry {
  key: string;
  raw: unknown;
  /** As a problem begins: `env GATEHOUSE_PORT`. */
  place: string;
  kind: "text" | "data";
}

export interface Problem {
  place: string;
  text: string;
}

/** Read by the command line itself, so not settings. */
const OTHER_ENV: ReadonlySet<string> = new Set(["GATEHOUSE_CONFIG", "GATEHOUSE_PRESET"]);

/** What Kubernetes sets in every container beside a Service called "gatehouse": not meant for us. */
function fromServiceLink(name: string, value: string): boolean {
  return (
    /^GATEHOUSE_(SERVICE_|PORT_\d)/.test(name) ||
    (name === "GATEHOUSE_PORT" && /^(tcp|udp|sctp):\/\//.test(value))
  );
}

/** Settings from environment variables; `GATEHOUSE_SECRET_FILE` names a file that holds the value. */
export function envEntries(env: Readonly<Record<string, string | undefined>>): {
  entries: Entry[];
  problems: Problem[];
} {
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const keys = new Map(SETTING_KEYS.map((key) => [envName(key), key]));
  const files = new Map(
    SETTING_KEYS.filter((key) => definition(key).secret).map((key) => [`${envName(key)}_FILE`, key]),
  );
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("GATEHOUSE_") || value === undefined || OTHER_ENV.has(name)) continue;
    if (fromServiceLink(name, value)) continue;
    const place = `env ${name}`;
    const key = keys.get(name);
    const inFile = files.get(name);
    if (key !== undefined) {
      entries.push({ key, raw: value, place, kind: "text" });
    } else if (inFile === undefined) {
      const guess = didYouMean(name, [...(name.endsWith("_FILE") ? files : keys).keys()], "remove it.");
      problems.push({ place, text: `there is no such setting; ${guess}` });
    } else if (env[envName(inFile)] !== undefined) {
      problems.push({ place, text: `${envName(inFile)} is set too; remove one of the two.` });
    } else {
      try {
        // An editor ends a file with a line break that is no part of the secret.
        entries.push({
          key: inFile,
          raw: readFileSync(value, "utf8").replace(/\r?\n$/, ""),
          place,
          kind: "text",
        });
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
        problems.push({
          place,
          text: `${JSON.stringify(value)} cannot be read (${code}); give the path of a file that holds the value.`,
        });
      }
    }
  }
  return { entries, problems };
}

/** Settings from flags, under their own names or as a command-line parser spells them (`log-level`, `logLevel`). */
export function flagEntries(flags: Readonly<Record<string, unknown>>): Entry[] {
  return Object.entries(flags)
    .filter(([, raw]) => raw !== undefined)
    .map(([name, raw]) => {
      const key = plainKey(name);
      return { key, raw, place: `flag ${flagName(key)}`, kind: "text" };
    });
}

/** `log-level` and `logLevel` as `log_level`. */
export function plainKey(name: string): string {
  return name.replaceAll("-", "_").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
