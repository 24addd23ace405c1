/** The people's side: sign-in, sessions and proofs over the store. */
import type { Settings } from "../config/settings.ts";
import type { AccountsPorts } from "../http/account/ports.ts";
import { deriveKey, hmacUnder } from "../lib/hash.ts";
import type { Random } from "../lib/random.ts";
import type { Sealer } from "../lib/seal.ts";
import type { Store } from "../store/store.ts";

export function composeAccounts(
  settings: Settings,
  store: Store,
  { secret, seal, random }: { secret: string; seal: Sealer; random: Random },
): AccountsPorts {
  return {
    clock: store.clock,
    random,
    people: store.people,
    sessions: store.sessions,
    throttle: store.throttle,
    emailProofs: store.emailProofs,
    secondFactors: store.secondFactors,
    passkeys: store.passkeys,
    identities: store.identities,
    sealer: seal,
    once: store.replay,
    codeDigest: hmacUnder(deriveKey(secret, "email codes")),
    passwordEnds: settings.on_password_change,
    idleMs: settings.session_idle_seconds * 1000,
    absoluteMs: settings.session_absolute_seconds * 1000,
  };
}
