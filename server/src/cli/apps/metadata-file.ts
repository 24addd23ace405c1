/** RFC 7591 §2 — further metadata of a client from a file: keys, certificates, algorithms, what its requests must be. */
import type { Client, ClientMore } from "../../oauth/clients/client.ts";
import { keyTrouble } from "../../oauth/clients/key-terms.ts";
import type { Ports } from "../../oauth/ports.ts";
import { refusals, Refusal } from "../../oauth/refusals.ts";
import { keptMembers, readMembers } from "../../oauth/registration/members.ts";
import { readMore } from "../../oauth/registration/more.ts";
import { proveSector } from "../../oauth/registration/sector.ts";
import type { TokenEndpointAuthMethod } from "../../oauth/words.ts";
import { readJsonFile } from "../json-file.ts";
import { refuse, type CliError } from "../output.ts";

const OPTION = "--metadata";

/** Reads a JSON object with members of RFC 7591; nothing without a file. Throws CliError with what is wrong. */
export function readMetadataFile(
  file: string | undefined,
  application_type: Client["application_type"],
): ClientMore {
  if (file === undefined) return {};
  const json = readJsonFile(file, wrong);
  try {
    const members = readMembers(json);
    keptMembers(members);
    const more = readMore(members, application_type);
    // At the endpoint an unknown member is dropped; here somebody has mistyped it.
    const unknown = Object.keys(json as object).find((name) => !Object.hasOwn(more, name));
    if (unknown !== undefined) throw wrong(`${unknown} cannot be set here.`);
    return more;
  } catch (error) {
    throw inWords(error);
  }
}

/** Whether keys and certificates fit the method, and the sector's document the redirect URIs. Throws CliError. */
export async function proveMetadata(
  method: TokenEndpointAuthMethod,
  more: ClientMore,
  redirect_uris: readonly string[],
  ports: Ports,
): Promise<void> {
  const trouble = keyTrouble(method, more, ports.rules);
  if (trouble !== null) throw wrong(refusals[trouble].sentence);
  try {
    await proveSector(redirect_uris, more, ports);
  } catch (error) {
    throw inWords(error);
  }
}

const wrong = (sentence: string): CliError => refuse([{ field: OPTION, sentence }]);

const inWords = (error: unknown): unknown => (error instanceof Refusal ? wrong(error.row.sentence) : error);
