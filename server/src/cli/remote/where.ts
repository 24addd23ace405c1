/** Where each command works: at a server that is named, on this machine, or anywhere. A command that is not here works on this machine. */
import type { Command } from "commander";
import { CliError } from "../output.ts";

/** They speak to `/v1` of the server that is named. */
export const REMOTE: ReadonlySet<string> = new Set([
  "app create",
  "app list",
  "app show",
  "app update",
  "app rotate-secret",
  "app disable",
  "app enable",
  "app usage",
  "organisation create",
  "organisation list",
  "organisation verify",
  "user list",
  "user disable",
  "user enable",
  "user end-sessions",
  "scope add",
  "scope list",
  "scope remove",
  "key list",
  "key rotate",
  "key revoke",
  "audit list",
  "audit export",
]);

/** They touch no server's data, or name their server themselves. */
const ANYWHERE: ReadonlySet<string> = new Set(["login", "logout", "version", "docs", "init", "api check"]);

/** Why the others cannot, by the command or its first word. */
const REASONS: Readonly<Record<string, string>> = {
  serve: "it starts a server on this machine",
  dev: "it starts a server on this machine",
  backup: "it copies the database itself",
  restore: "it writes the database itself",
  verify: "it reads the database itself",
  storage: "it moves the database itself",
  migrate: "it changes the tables of the database",
  doctor: "it looks at this machine, its files and its database",
  config: "it reads the settings of this machine",
  guide: "it is made of the settings of this machine; a server shows its own at /guide.md",
  "audit verify": "whoever checks the log must read the database, and not ask the server that is checked",
  "audit head": "whoever checks the log must read the database, and not ask the server that is checked",
  "key import": "a private key does not travel",
  user: "passwords and addresses of people are set where the server runs",
};

/** `app create`, as it is typed. */
export function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

/** Throws CliError for a command that works on this machine only, when a server was named. */
export function refuseElsewhere(command: Command, server: string): void {
  const name = nameOf(command);
  if (REMOTE.has(name) || ANYWHERE.has(name)) return;
  const [word = ""] = name.split(" ");
  const reason = REASONS[name] ?? REASONS[word] ?? "the management API has no such act";
  throw new CliError(
    `\`gatehouse ${name}\` cannot be done at ${server}: ${reason}. Run it where the server runs, without --server and GATEHOUSE_SERVER.`,
    2,
  );
}
