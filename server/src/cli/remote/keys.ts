/** `gatehouse key` at a server. */
import { listKeys, revokeKey, rotateKeys, type KeyJson } from "../../desk/operations/keys.ts";
import { listOfKeys, nameOfKey } from "../keys.ts";
import { CliError, type Answer } from "../output.ts";
import { second } from "../words.ts";
import type { Remote } from "./remote.ts";

export async function listKeysAt(remote: Remote): Promise<Answer> {
  const keys = await all(remote);
  return { json: { keys: keys.map(plain) }, text: listOfKeys(keys) };
}

export async function rotateKeysAt(remote: Remote, now: boolean): Promise<Answer> {
  if (now) throw new CliError("--now is for emergencies, where the server runs.", 2);
  const { kids } = await remote.act(rotateKeys, {});
  const keys = (await all(remote)).filter(({ kid }) => kids.includes(kid));
  const lines = keys.map((key) => `${nameOfKey(key)}: ${key.kid} signs from ${second(key.activates_at)}.`);
  return {
    json: { made: keys.map(plain) },
    text: lines.join("\n") || "Nothing to do: there is no key yet, or each has a successor that waits.",
  };
}

export async function revokeKeyAt(remote: Remote, kid: string | undefined, all_: boolean): Promise<Answer> {
  if ((kid === undefined) !== all_) throw new CliError("Name one key, or give --emergency for all of them.");
  const before = (await all(remote)).filter(({ phase }) => phase !== "revoked");
  const revoked = kid === undefined ? before.map((key) => key.kid) : [kid];
  for (const one of revoked) await remote.act(revokeKey, { kid: one });
  return {
    json: { revoked, keys: (await all(remote)).map(plain) },
    text: `Withdrawn: ${revoked.join(", ") || "nothing, there is no key"}. Nodes and guards follow within a minute.`,
  };
}

const all = async (remote: Remote): Promise<KeyJson[]> => (await remote.act(listKeys, {})).items;

/** A size says something of RSA alone. */
const plain = ({ rsa_bits, ...key }: KeyJson): object => (rsa_bits > 0 ? { ...key, rsa_bits } : key);
