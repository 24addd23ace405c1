/** `gatehouse user`: people who sign in. A password comes from a file or standard input, or is made and shown once; never as an argument. */
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { changePassword, createPerson } from "../../accounts/people.ts";
import type { Person } from "../../accounts/ports.ts";
import { canonicalUsername } from "../../accounts/username.ts";
import { secretText } from "../../lib/random.ts";
import type { Gatehouse } from "../../serve.ts";
import type { Call, Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { instant, listing, stamp } from "../words.ts";

interface WithPassword {
  passwordFile?: string;
}

const toJson = (person: Person): object => ({
  id: person.id,
  username: person.username,
  name: person.name,
  locale: person.locale,
  created_at: stamp(person.createdAt),
  disabled_at: stamp(person.disabledAt),
});

export function addUser(program: Command, cli: Cli): void {
  const noun = program.command("user").description("people who sign in");
  withPassword(noun.command("create").description("add one"))
    .option("--name <name>", "as others read it; the user name unless given")
    .option("--locale <tag>", "language of the pages, e.g. de")
    .action(
      cli.open<WithPassword & { name?: string; locale?: string }>(async (gatehouse, call) => {
        const { password, made } = await passwordOf(call, gatehouse);
        const { name = "", locale = null } = call.options;
        const wanted = { username: call.args[0] ?? "", password, name, locale };
        const created = await createPerson(wanted, gatehouse.accounts);
        if (created.outcome === "refused") throw new CliError(created.problem);
        const { person } = created;
        return {
          json: { ...toJson(person), ...(made ? { password } : {}) },
          text: `${person.username} can sign in.${made ? shownOnce(password) : ""}`,
        };
      }),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden").action(
    cli.open(async ({ store }) => {
      const all = await store.people.list();
      const rows = all.map((person) => [person.username, person.name, person.id, instant(person.disabledAt)]);
      return {
        json: { users: all.map(toJson) },
        text: listing(["user", "name", "id", "disabled"], rows, "There is nobody yet."),
      };
    }),
  );
  settingOptions(
    noun.command("disable").description("end every session and token of one, and let nobody in"),
    serverSetting,
    "hidden",
  )
    .argument("<user>", "user name or id")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        await gatehouse.store.people.disable(person.id, gatehouse.ports.clock.now());
        const now = await findPerson(gatehouse, person.id);
        return { json: toJson(now), text: `${person.username} is disabled; sessions and tokens are ended.` };
      }),
    );
  settingOptions(noun.command("enable").description("let one in again"), serverSetting, "hidden")
    .argument("<user>", "user name or id")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        await gatehouse.store.people.enable(person.id);
        return {
          json: toJson({ ...person, disabledAt: null }),
          text: `${person.username} can sign in again; what was ended stays ended.`,
        };
      }),
    );
  withPassword(
    noun.command("set-password").description("give one a new password and end the sessions"),
  ).action(
    cli.open<WithPassword>(async (gatehouse, call) => {
      const person = await findPerson(gatehouse, call.args[0] ?? "");
      const { password, made } = await passwordOf(call, gatehouse);
      const problem = await changePassword(person, password, gatehouse.accounts);
      if (problem !== null) throw new CliError(problem);
      // Whoever knew the old password may be signed in with it.
      const { store, ports } = gatehouse;
      for (const session of await store.sessions.list(person.id, ports.clock.now()))
        await store.sessions.end(session.hash);
      return {
        json: { ...toJson(person), ...(made ? { password } : {}) },
        text: `${person.username} has a new password; every session is ended.${made ? shownOnce(password) : ""}`,
      };
    }),
  );
}

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

async function findPerson({ store }: Gatehouse, named: string): Promise<Person> {
  const found =
    (await store.people.findByUsername(canonicalUsername(named))) ?? (await store.people.find(named));
  if (found === null) throw new CliError("There is no such person.");
  return found;
}

function shownOnce(password: string): string {
  return `\n\n  password  ${password}\n\nThe password is shown only now.`;
}
