/** Signing keys for people. */
import type { KeyJson } from "../desk/operations/keys.ts";
import { kindName } from "../keys/kind.ts";
import type { SigningAlg } from "../oauth/words.ts";
import { listing, second } from "./words.ts";

/** What kind of key it is, e.g. `ES256 live`. */
export function nameOfKey(key: Pick<KeyJson, "alg" | "rsa_bits" | "environment">): string {
  return kindName({ ...key, alg: key.alg as SigningAlg });
}

export function listOfKeys(keys: readonly KeyJson[]): string {
  const rows = keys.map((key) => [
    key.kid,
    nameOfKey(key),
    key.phase,
    second(key.activates_at),
    second(key.retires_at),
  ]);
  return listing(
    ["kid", "kind", "phase", "signs from", "gone at"],
    rows,
    "There is no key yet; each is made when first needed.",
  );
}
