/** The table of commands: what the screen says of each, and how it is loaded. A start costs what its own command needs, and no more. */
import type { Command } from "commander";
import type { Cli } from "../cli.ts";

/** Gives a command its options and its work, or its commands. `everything` makes a program with all commands loaded. */
type Add = (command: Command, cli: Cli, everything: () => Promise<Command>) => void;

interface Row {
  /** Its name, and what follows it. */
  shown: string;
  does: string;
  load: () => Promise<Add>;
}

const row = (shown: string, does: string, load: Row["load"]): Row => ({ shown, does, load });

export const commands: readonly Row[] = [
  row(
    "dev [options]",
    "run everything on this machine, with nothing to configure",
    async () => (await import("./dev.ts")).addDev,
  ),
  row(
    "init [options] [folder]",
    "write a commented gatehouse.yaml and a secret; never overwrites",
    async () => (await import("./init.ts")).addInit,
  ),
  row(
    "serve [options]",
    "run the server: listens, says one line, logs JSON lines on standard error, stops on SIGTERM",
    async () => (await import("./serve.ts")).addServe,
  ),
  row(
    "login [options]",
    "get a token for --server: as a program, or as a person who allows it in a browser",
    async () => (await import("./login.ts")).addLogin,
  ),
  row(
    "logout",
    "end the token for --server, and forget it",
    async () => (await import("./login.ts")).addLogout,
  ),
  row("app", "registered apps", async () => (await import("./app.ts")).addApp),
  row(
    "organisation",
    "partner companies, which own apps",
    async () => (await import("./organisation.ts")).addOrganisation,
  ),
  row(
    "registration-token",
    "initial access tokens, with which programs register clients",
    async () => (await import("./registration-token.ts")).addRegistrationToken,
  ),
  row(
    "trust",
    "issuers whose assertions apps may exchange for tokens (RFC 7523)",
    async () => (await import("./trust.ts")).addTrust,
  ),
  row("api", "the protected APIs", async () => (await import("./api.ts")).addApi),
  row("scope", "the scopes of an API", async () => (await import("./scope.ts")).addScope),
  row(
    "guide [options]",
    "the integration guide of this server, as the pages /guide show it",
    async () => (await import("./guide.ts")).addGuide,
  ),
  row("user", "people who sign in", async () => (await import("./user.ts")).addUser),
  row("key", "the signing keys", async () => (await import("./key.ts")).addKey),
  row(
    "audit",
    "who changed what, and whether the record of it is whole",
    async () => (await import("./audit.ts")).addAudit,
  ),
  row(
    "migrate [options]",
    "bring the tables up to date",
    async () => (await import("./migrate.ts")).addMigrate,
  ),
  row(
    "backup [options] <file>",
    "write the whole database into a new file, while it is in use",
    async () => (await import("./backup.ts")).addBackup,
  ),
  row(
    "restore [options] <file>",
    "fill an empty database from a file of `gatehouse backup`",
    async () => (await import("./backup.ts")).addRestore,
  ),
  row(
    "verify [options]",
    "check every invariant, reference and sealed value of the database; exit code 1 when one is wrong",
    async () => (await import("./verify.ts")).addVerify,
  ),
  row("storage", "where the data lies", async () => (await import("./storage.ts")).addStorage),
  row(
    "config [options]",
    "every setting, its value, and where it comes from",
    async () => (await import("./config.ts")).addConfig,
  ),
  row(
    "doctor [options]",
    "look for what is broken; changes nothing",
    async () => (await import("./doctor.ts")).addDoctor,
  ),
  row(
    "docs [options]",
    "the generated documents: configuration, refusals, command line, audit actions, which clause is tested where",
    async () => (await import("./docs.ts")).addDocs,
  ),
  row("version", "which version this is", async () => (await import("./version.ts")).addVersion),
];
