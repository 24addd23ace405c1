/** Every command of `gatehouse`, on one screen. */
import { Command } from "commander";
import { createCli } from "./cli.ts";
import { addApi } from "./commands/api.ts";
import { addApp } from "./commands/app.ts";
import { addAudit } from "./commands/audit.ts";
import { addBackup, addRestore } from "./commands/backup.ts";
import { addConfig } from "./commands/config.ts";
import { addDev } from "./commands/dev.ts";
import { addDocs } from "./commands/docs.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addGuide } from "./commands/guide.ts";
import { addLogin } from "./commands/login.ts";
import { addInit } from "./commands/init.ts";
import { addKey } from "./commands/key.ts";
import { addMigrate } from "./commands/migrate.ts";
import { addOrganisation } from "./commands/organisation.ts";
import { addRegistrationToken } from "./commands/registration-token.ts";
import { addTrust } from "./commands/trust.ts";
import { addScope } from "./commands/scope.ts";
import { addServe } from "./commands/serve.ts";
import { addStorage } from "./commands/storage.ts";
import { addUser } from "./commands/user.ts";
import { addVerify } from "./commands/verify.ts";
import { addVersion } from "./commands/version.ts";
import type { Io } from "./io.ts";
import { serverOf } from "./remote/server.ts";
import { refuseElsewhere } from "./remote/where.ts";

const epilogue = `
Without --config, GATEHOUSE_CONFIG or ./gatehouse.yaml is the configuration, and gatehouse.secret beside it the secret.

Exit codes: 0 done, 1 refused or failed, 2 wrong use.
Errors are sentences on standard error. With --json standard output is one JSON document in every case:
the answer, or {"error": "…"} when there is none.`;

/** The program; `failed` is told when an answer is a "no". Errors are thrown, never printed here. */
export function createProgram(io: Io, failed: () => void): Command {
  const program = new Command("gatehouse")
    .description("The OAuth 2.0 platform in front of your API")
    .option("--json", "answer with one JSON document")
    .option(
      "--server <address>",
      "a server elsewhere (or GATEHOUSE_SERVER), over its management API; see `gatehouse login`",
    )
    .option("--config <file>", "configuration file (YAML or JSON)")
    .option("--preset <name>", "be the company of one documentation page: provider-000 … provider-004")
    .option("--data <folder>", "the data folder of `gatehouse dev`: take its database and secret")
    .addHelpText("after", epilogue)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (said) => io.out(said),
      writeErr: (said) => io.err(said),
      outputError: () => undefined,
    })
    .exitOverride();
  program.hook("preAction", (_program, command) => {
    const server = serverOf(command.optsWithGlobals(), io.env);
    if (server !== null) refuseElsewhere(command, server);
  });
  const cli = createCli(io, failed);
  addDev(program, cli);
  addInit(program, cli);
  addServe(program, cli);
  addLogin(program, cli);
  addApp(program, cli);
  addOrganisation(program, cli);
  addRegistrationToken(program, cli);
  addTrust(program, cli);
  addApi(program, cli);
  addScope(program, cli);
  addGuide(program, cli);
  addUser(program, cli);
  addKey(program, cli);
  addAudit(program, cli);
  addMigrate(program, cli);
  addBackup(program, cli);
  addRestore(program, cli);
  addVerify(program, cli);
  addStorage(program, cli);
  addConfig(program, cli);
  addDoctor(program, cli);
  addDocs(program, cli, () => createProgram(io, failed));
  addVersion(program, cli);
  return program;
}
