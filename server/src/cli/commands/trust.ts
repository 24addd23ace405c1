/** `gatehouse trust`: issuers whose assertions are exchanged for tokens (RFC 7523 §2.1). */
import { readFileSync } from "node:fs";
import { Option, type Command } from "commander";
import { uuid7 } from "../../lib/random.ts";
import { usableAddress } from "../../oauth/registration/members.ts";
import { SUBJECT_NAMES, type SubjectName, type TrustedIssuer } from "../../oauth/trust/port.ts";
import { JWT_BEARER_GRANT } from "../../oauth/words.ts";
import type { Cli } from "../cli.ts";
import { serverSetting, settingOptions } from "../load.ts";
import { CliError } from "../output.ts";
import { listing, several, stamp } from "../words.ts";

interface AddOptions {
  client: readonly string[];
  jwks?: string;
  jwksUri?: string;
  audience?: string;
  subject: SubjectName;
  withoutConsent?: true;
}

const toJson = ({ createdAt, ...same }: TrustedIssuer): object => ({ ...same, created_at: stamp(createdAt) });

export function addTrust(noun: Command, cli: Cli): void {
  settingOptions(noun.command("add").description("trust one"), serverSetting, "hidden")
    .argument("<issuer>", "the iss of its assertions, character by character")
    .requiredOption("--client <client_id>", "who may bring them; several times, or with commas", several)
    .option("--jwks <file>", "its public keys: a JWK set as JSON")
    .option("--jwks-uri <uri>", "where its public keys are, instead")
    .option("--audience <aud>", "a further name of this server that it may use")
    .addOption(new Option("--subject <how>", "how it names people").choices(SUBJECT_NAMES).default("id"))
    .option("--without-consent", "the named apps get tokens for people who were not asked")
    .action(
      cli.open<AddOptions>(async ({ ports }, { args, options }) => {
        const [issuer = ""] = args;
        if (issuer === "" || issuer.length > 256 || issuer === ports.issuer)
          throw new CliError("Give the iss of another issuer, at most 256 characters.");
        for (const client_id of options.client)
          if ((await ports.clients.find(client_id))?.grant_types.includes(JWT_BEARER_GRANT) !== true)
            throw new CliError(`${client_id} is no client with the grant ${JWT_BEARER_GRANT}.`);
        const trusted: TrustedIssuer = {
          id: `tis_${uuid7(ports.clock, ports.random)}`,
          issuer,
          ...keysFrom(options),
          audience: options.audience ?? null,
          subject: options.subject,
          clients: options.client,
          consent: options.withoutConsent === true ? "waived" : "required",
          createdAt: ports.clock.now(),
        };
        if (!(await ports.trusts.add(trusted))) throw new CliError("This issuer is trusted already.");
        return { json: toJson(trusted), text: `Assertions of ${issuer} are accepted (${trusted.id}).` };
      }),
    );
  settingOptions(noun.command("list").description("all of them"), serverSetting, "hidden").action(
    cli.open(async ({ ports }) => {
      const all = await ports.trusts.list();
      const rows = all.map(({ id, issuer, subject, consent, clients }) => [
        id,
        issuer,
        subject,
        consent,
        clients.join(" "),
      ]);
      return {
        json: { issuers: all.map(toJson) },
        text: listing(["id", "issuer", "names people by", "consent", "clients"], rows, "Nobody is trusted."),
      };
    }),
  );
  settingOptions(
    noun.command("remove").description("trust one no more; what it gave without consent ends at once"),
    serverSetting,
    "hidden",
  )
    .argument("<id>", "its id (tis_…)")
    .action(
      cli.open(async ({ ports }, { args }) => {
        const [id = ""] = args;
        if (!(await ports.trusts.remove(id, ports.clock.now())))
          throw new CliError("There is no such issuer.");
        return { json: { id, removed: true }, text: `${id} is trusted no more.` };
      }),
    );
}

function keysFrom({ jwks, jwksUri }: AddOptions): Pick<TrustedIssuer, "jwks" | "jwks_uri"> {
  if ((jwks === undefined) === (jwksUri === undefined)) throw new CliError("Give --jwks or --jwks-uri.", 2);
  if (jwksUri !== undefined) {
    if (!usableAddress(jwksUri))
      throw new CliError("--jwks-uri must be https, without user name or fragment.");
    return { jwks_uri: jwksUri };
  }
  let set: unknown;
  try {
    set = JSON.parse(readFileSync(jwks ?? "", "utf8"));
  } catch (error) {
    throw new CliError(`${jwks} cannot be read as JSON (${(error as Error).message}).`);
  }
  const keys = (set as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isPublic))
    throw new CliError('Give a JWK set with public keys only: {"keys": […]}.');
  return { jwks: { keys: keys as NonNullable<TrustedIssuer["jwks"]>["keys"] } };
}

function isPublic(key: unknown): boolean {
  return typeof key === "object" && key !== null && "kty" in key && key.kty !== "oct" && !("d" in key);
}
