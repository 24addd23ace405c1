/** `gatehouse user`: people who sign in. A password comes from a file or standard input, or is made and shown once; never as an argument. */
import { readFileSync } from "node:fs";
import { Argument, Option, type Command } from "commander";
import { changePassword, createPerson } from "../../accounts/people.ts";
import { STAFF, type PasswordEnds, type Staff } from "../../accounts/ports.ts";
import { secretText } from "../../lib/random.ts";
import type { Gatehouse } from "../../compose/world.ts";
import type { Call, Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { disablePersonAt, listPeopleAt } from "../remote/people.ts";
import { emailOf, findPerson, listOfPeople, userJson } from "../users.ts";
import { addUserAccess } from "./user-access.ts";
import { addClaims } from "./user-claims.ts";

interface WithPassword {
  passwordFile?: string;
}

export function addUser(noun: Command, cli: Cli): void {
  withPassword(noun.command("create").description("add one"))
    .option("--name <name>", "as others read it; the user name unless given")
    .option("--locale <tag>", "language of the pages, e.g. de")
    .option("--email <address>", "an e-mail address that you vouch for; it can sign in with it")
    .addOption(new Option("--staff <role>", "what the person may do for the company").choices(STAFF))
    .action(
      cli.open<WithPassword & { name?: string; locale?: string; email?: string; staff?: Staff }>(
        async (gatehouse, call) => {
          const { password, made } = await passwordOf(call, gatehouse);
          const { name = "", locale = null, staff = null } = call.options;
          const email = call.options.email === undefined ? null : emailOf(call.options.email);
          const wanted = { username: call.args[0] ?? "", password, name, locale, email, staff };
          const created = await createPerson(wanted, gatehouse.accounts);
          if (created.outcome === "refused") throw new CliError(created.problem);
          const { person } = created;
          return {
            json: { ...userJson(person), ...(made ? { password } : {}) },
            text: `${person.username} can sign in.${made ? shownOnce(password) : ""}`,
          };
        },
      ),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden").action(
    cli.either(
      cli.open(async ({ store }) => {
        const all = await store.people.list();
        const users = all.map(userJson);
        return { json: { users }, text: listOfPeople(users) };
      }),
      (remote) => listPeopleAt(remote),
    ),
  );
  settingOptions(
    noun.command("disable").description("end every session and token of one, and let nobody in"),
    serverSetting,
    "hidden",
  )
    .argument("<user>", "user name or id")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const person = await findPerson(gatehouse, args[0] ?? "");
          await gatehouse.store.people.disable(person.id, gatehouse.ports.clock.now());
          const now = await findPerson(gatehouse, person.id);
          return {
            json: userJson(now),
            text: `${person.username} is disabled; sessions and tokens are ended.`,
          };
        }),
        (remote, { args }) => disablePersonAt(remote, args[0] ?? "", true),
      ),
    );
  settingOptions(noun.command("enable").description("let one in again"), serverSetting, "hidden")
    .argument("<user>", "user name or id")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const person = await findPerson(gatehouse, args[0] ?? "");
          await gatehouse.store.people.enable(person.id);
          return {
            json: userJson({ ...person, disabledAt: null }),
            text: `${person.username} can sign in again; what was ended stays ended.`,
          };
        }),
        (remote, { args }) => disablePersonAt(remote, args[0] ?? "", false),
      ),
    );
  settingOptions(
    noun
      .command("set-email")
      .description("give one an e-mail address that you vouch for, or take it away (none)"),
    serverSetting,
    "hidden",
  )
    .argument("<user>", "user name, e-mail address or id")
    .argument("<address>", "the address, or none")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        const email = args[1] === "none" ? null : emailOf(args[1] ?? "");
        const result = await gatehouse.store.people.setEmail(person.id, email, gatehouse.ports.clock.now());
        if (result === "taken") throw new CliError("Somebody else signs in with this address.");
        return {
          json: userJson(await findPerson(gatehouse, person.id)),
          text:
            email === null
              ? `${person.username} has no e-mail address.`
              : `${person.username} can sign in with ${email}.`,
        };
      }),
    );
  settingOptions(
    noun.command("set-staff").description("say what one may do for the company: reviewer, admin or none"),
    serverSetting,
    "hidden",
  )
    .argument("<user>", "user name, e-mail address or id")
    .addArgument(new Argument("<role>", "the role").choices([...STAFF, "none"]))
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        const staff = STAFF.find((role) => role === args[1]) ?? null;
        await gatehouse.store.people.setStaff(person.id, staff);
        return {
          json: userJson({ ...person, staff }),
          text: `${person.username} is ${staff ?? "no longer staff"}.`,
        };
      }),
    );
  addClaims(noun, cli);
  addUserAccess(noun, cli);
  withPassword(
    noun.command("set-password").description("give one a new password, and end what on_password_change says"),
  ).action(
    cli.open<WithPassword>(async (gatehouse, call) => {
      const person = await findPerson(gatehouse, call.args[0] ?? "");
      const { password, made } = await passwordOf(call, gatehouse);
      const problem = await changePassword(person, password, gatehouse.accounts);
      if (problem !== null) throw new CliError(problem);
      return {
        json: { ...userJson(person), ...(made ? { password } : {}) },
        text: `${person.username} has a new password; ${ended[gatehouse.accounts.passwordEnds]}.${made ? shownOnce(password) : ""}`,
      };
    }),
  );
}

const ended: Readonly<Record<PasswordEnds, string>> = {
  sessions: "every session is ended",
  sessions_and_tokens: "every session and every token of an app is ended",
};

function withPassword(command: Command): Command {
  return settingOptions(command, serverSetting, "hidden")
    .argument("<user>", "user name")
    .option(
      "--password-file <file>",
      "read the password from a file, - for standard input; without it one is made and shown once",
    );
}

/** The password that was given, or a new one of 120 bits. */
async function passwordOf(
  { options, io }: Call<WithPassword>,
  { ports }: Gatehouse,
): Promise<{ password: string; made: boolean }> {
  const file = options.passwordFile;
  if (file === undefined) return { password: secretText(ports.random, 15), made: true };
  let text: string;
  try {
    text = file === "-" ? await io.input() : readFileSync(file, "utf8");
  } catch (error) {
    throw new CliError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`,
    );
  }
  // An editor or echo ends it with a line break that is no part of the password.
  return { password: text.replace(/\r?\n$/, ""), made: false };
}

function shownOnce(password: string): string {
  return `\n\n  password  ${password}\n\nThe password is shown only now.`;
}
