/** `gatehouse user`: how people get in and where they are: invitations, links to a new password, sessions. */
import type { Command } from "commander";
import { beginProof, INVITATION_MS, PROOF_MS } from "../../accounts/email-proof.ts";
import type { Session } from "../../accounts/ports.ts";
import { writeLetter } from "../../pages/letters/letter.tsx";
import type { Cli } from "../cli.ts";
import { endSessionsAt } from "../remote/people.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { staff } from "../staff.ts";
import { emailOf, findPerson } from "../users.ts";
import { instant, listing, stamp } from "../words.ts";

const toJson = ({ device, address, amr, authTime, lastSeenAt, expiresAt }: Session): object => ({
  device,
  address,
  amr,
  auth_time: stamp(authTime),
  last_seen_at: stamp(lastSeenAt),
  expires_at: stamp(expiresAt),
});

export function addUserAccess(noun: Command, cli: Cli): void {
  command(noun, "invite", "let one begin an account: a link that works once, for seven days")
    .argument("<address>", "an e-mail address")
    .option("--send", "send the link to that address as well")
    .action(
      cli.open<{ send?: true }>(async ({ accounts, mail, ports, settings, store }, { args, options }) => {
        const email = emailOf(args[0] ?? "");
        if ((await store.people.findBySignInName(email)) !== null)
          throw new CliError("Somebody signs in with this address already.");
        if (settings.sign_up === "off") throw new CliError("sign_up is off: no account can be begun.");
        if (options.send === true && mail === null) throw new CliError("No mail can be sent; set smtp_url.");
        const { link } = await beginProof({ purpose: "invitation", email, browser: null }, accounts);
        const url = `${ports.issuer}/sign-up/link?token=${link}`;
        const days = INVITATION_MS / 86_400_000;
        const { name, accent } = await store.branding.read();
        const model = {
          kind: "invitation",
          link: url,
          days,
          locale: "en",
          company: name ?? settings.company,
          accent,
        } as const;
        if (options.send === true) await mail?.send({ to: email, ...writeLetter(model) }, INVITATION_MS);
        const expires_at = stamp(accounts.clock.now() + INVITATION_MS);
        return {
          json: { email, link: url, expires_at },
          text: `${url}\n\nFor ${email}, once, until ${expires_at}.`,
        };
      }),
    );
  command(noun, "reset-link", "let one set a new password: a link that works once, for a quarter of an hour")
    .argument("<user>", "user name, e-mail address or id")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const { accounts, ports } = gatehouse;
        const person = await findPerson(gatehouse, args[0] ?? "");
        if (person.email === null || person.emailVerifiedAt === null)
          throw new CliError("This person has no e-mail address; give a password with user set-password.");
        if (person.disabledAt !== null) throw new CliError("This person is disabled.");
        const wanted = { purpose: "reset", email: person.email, browser: null } as const;
        const { link } = await beginProof(wanted, accounts);
        const url = `${ports.issuer}/reset/link?token=${link}`;
        const expires_at = stamp(accounts.clock.now() + PROOF_MS);
        return { json: { username: person.username, link: url, expires_at }, text: url };
      }),
    );
  command(noun, "sessions", "where one is signed in")
    .argument("<user>", "user name, e-mail address or id")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        const all = await gatehouse.store.sessions.list(person.id, gatehouse.ports.clock.now());
        const rows = all.map(({ device, address, amr, lastSeenAt }) => [
          device ?? "",
          address ?? "",
          amr.join(" "),
          instant(lastSeenAt),
        ]);
        return {
          json: { sessions: all.map(toJson) },
          text: listing(["device", "address", "proof", "last seen"], rows, "Nowhere."),
        };
      }),
    );
  command(noun, "end-sessions", "sign one out everywhere")
    .argument("<user>", "user name, e-mail address or id")
    .action(
      cli.either(
        cli.open(async (gatehouse, { args }) => {
          const person = await findPerson(gatehouse, args[0] ?? "");
          const ended = await gatehouse.store.sessions.endOthers(person.id, null, staff());
          return { json: { ended }, text: `${person.username} is signed out of ${ended} browsers.` };
        }),
        (remote, { args }) => endSessionsAt(remote, args[0] ?? ""),
      ),
    );
  command(noun, "two-step-off", "ask one for no codes any more, when phone and recovery codes are lost")
    .argument("<user>", "user name, e-mail address or id")
    .action(
      cli.open(async (gatehouse, { args }) => {
        const person = await findPerson(gatehouse, args[0] ?? "");
        if (!(await gatehouse.store.secondFactors.remove(person.id, staff())))
          throw new CliError("This person is asked for no codes.");
        return {
          json: { username: person.username, two_step: false },
          text: `${person.username} signs in without codes from now on.`,
        };
      }),
    );
}

function command(noun: Command, name: string, description: string): Command {
  return settingOptions(noun.command(name).description(description), serverSetting, "hidden");
}
