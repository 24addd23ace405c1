/** The ring of signing keys: makes, publishes, switches, retires and revokes them (RFC 7517; OpenID Connect Core §10.1.1). */
import type { By } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import type { Sealer } from "../lib/seal.ts";
import type { KeysPort } from "../oauth/ports.ts";
import type { Environment } from "../oauth/words.ts";
import { publicKeys } from "./jwks.ts";
import type { PublicKey } from "./jwks.ts";
import { isOfKind, keyRow, kindName, newKey, plainKind } from "./kind.ts";
import type { KeyKind } from "./kind.ts";
import { BadKey, publicHalf } from "./material.ts";
import type { KeyMaterial } from "./material.ts";
import { byActivation, currentKey, isPublished, phaseOf } from "./phase.ts";
import type { Phase } from "./phase.ts";
import type { SigningKeyRow, SigningKeysStore } from "./ports.ts";
import { cachedRows } from "./rows.ts";
import { signerOf } from "./sign.ts";
import type { Signer } from "./sign.ts";
import { namedKey, verifyWith } from "./verify.ts";

export interface KeyRingOptions extends KeyTimes {
  store: SigningKeysStore;
  sealer: Sealer;
  clock: Clock;
}

/** Milliseconds. */
export interface KeyTimes {
  /** How long a new key is published before it signs; at least as long as others cache the key set. */
  publishAheadMs?: number;
  /** How long a key is published after it signed last: at least the longest access token and clock skew. */
  retireAfterMs?: number;
  /** How soon a node learns what another one stored; much shorter than `publishAheadMs`. */
  refreshMs?: number;
}

export interface KeyDescription extends KeyKind {
  kid: string;
  phase: Phase;
  activates_at: number;
  retires_at: number | null;
}

export interface KeyRing extends KeysPort {
  /** RFC 7517 §5 — the keys to publish, of one environment or of both. */
  jwks(environment?: Environment): Promise<{ keys: PublicKey[] }>;
  /** Makes sure that a key of this kind is there. */
  ensure(kind: KeyKind): Promise<void>;
  /**
   * Gives every kind in use (or one) a successor and answers the new kids. A kind whose successor already waits is
   * left alone. With `now` the successor signs at once: for emergencies, verifiers have not seen it yet.
   * `by`, here and in `revoke`: who is behind it, for the audit log; the process itself when it is not given.
   */
  rotate(options?: { now?: boolean; kind?: KeyKind; by?: By }): Promise<string[]>;
  /** Gives every kind whose current key has signed for so long a successor, unless one waits; answers the new kids. */
  rotateDue(ageMs: number): Promise<string[]>;
  /** Takes in a key that was made elsewhere, as successor of its kind; with `now` it signs at once. Throws BadKey when it is there already. */
  adopt(key: KeyMaterial, environment: Environment, options?: { now?: boolean }): Promise<string>;
  /** Withdraws every key at once, with every token that any of them signed; each kind in use gets a new one. Answers what was withdrawn. */
  revokeAll(): Promise<string[]>;
  /** Withdraws a key at once, with every token it signed; if it was the current one, a new one takes over. False when there is none. */
  revoke(kid: string, by?: By): Promise<boolean>;
  /** What there is, for console and command line. */
  describe(): Promise<KeyDescription[]>;
}

/** A key that nobody has been named to follow. */
function isHeir(row: SigningKeyRow): boolean {
  return row.state === "active" && row.retires_at === null;
}

/** A ring over stored keys. Every node has one; what they share is the store. */
export function createKeyRing(options: KeyRingOptions): KeyRing {
  const { store, sealer, clock } = options;
  const publishAheadMs = options.publishAheadMs ?? 600_000;
  const retireAfterMs = options.retireAfterMs ?? 86_400_000 + 300_000;
  const rows = cachedRows(store, clock, options.refreshMs ?? 5000);
  const making = new Map<string, Promise<SigningKeyRow>>();
  const signers = new Map<string, Signer>();

  const makeFirst = async (kind: KeyKind): Promise<SigningKeyRow> => {
    // Another process may have been first: ask before the expensive part, and let the store decide after it.
    const there = currentKey(await rows.reread(), kind, clock.now());
    if (there) return there;
    const now = clock.now();
    await store.insertFirst(await newKey(kind, sealer, now, now));
    const winner = currentKey(await rows.reread(), kind, clock.now());
    if (!winner) throw new Error(`no signing key for ${kindName(kind)} after making one`);
    return winner;
  };

  const signingKey = async (kind: KeyKind): Promise<SigningKeyRow> => {
    const there = currentKey(await rows.read(), kind, clock.now());
    if (there) return there;
    const name = kindName(kind);
    const running = making.get(name) ?? makeFirst(kind).finally(() => making.delete(name));
    making.set(name, running);
    return running;
  };

  const signer = (row: SigningKeyRow): Signer => {
    const known = signers.get(row.kid);
    if (known) return known;
    const made = signerOf(row, sealer);
    signers.set(row.kid, made);
    return made;
  };

  /** Adds a successor and tells its predecessors when to go. */
  const succeed = async (
    kind: KeyKind,
    atOnce: boolean,
    { made, by }: { made?: SigningKeyRow; by?: By | undefined } = {},
  ): Promise<string> => {
    const key = made ?? (await newKey(kind, sealer, clock.now(), 0));
    // The instant is chosen after the key was made: making it takes a while, and published it must be in full time.
    key.activates_at = clock.now() + (atOnce ? 0 : publishAheadMs);
    const rivals = (await rows.reread()).filter((row) => isOfKind(row, kind) && isHeir(row));
    const later = rivals.filter((row) => row.activates_at > key.activates_at).sort(byActivation)[0];
    if (later) key.retires_at = later.activates_at + retireAfterMs;
    await store.insert(key, by);
    for (const row of rivals) {
      if (row.activates_at > key.activates_at) continue;
      await store.setState(row.kid, "active", key.activates_at + retireAfterMs, by);
    }
    await rows.reread();
    return key.kid;
  };

  return {
    async sign(kind, typ, claims) {
      return signer(await signingKey(plainKind(kind)))(typ, claims);
    },

    async verify(token, now, options) {
      const kid = namedKey(token);
      if (kid === null) return null;
      const own = (list: readonly SigningKeyRow[]): SigningKeyRow | undefined =>
        list.find((row) => row.kid === kid && isPublished(row, now));
      const row = own(await rows.read()) ?? own(await rows.rereadSeldom());
      return row ? verifyWith(row, token, now, options?.expiredToo) : null;
    },

    async jwks(environment) {
      const all = await rows.read();
      const wanted = environment ? all.filter((row) => row.environment === environment) : all;
      return publicKeys(wanted, clock.now());
    },

    async ensure(kind) {
      await signingKey(plainKind(kind));
    },

    async rotate({ now: atOnce = false, kind, by } = {}) {
      const all = await rows.reread();
      const wanted = kind ? plainKind(kind) : null;
      const made: string[] = [];
      for (const row of all) {
        const phase = phaseOf(row, all, clock.now());
        if (phase !== "current" || (wanted && !isOfKind(row, wanted))) continue;
        const waits = all.some(
          (other) => isOfKind(other, row) && phaseOf(other, all, clock.now()) === "next",
        );
        if (atOnce || !waits) made.push(await succeed(plainKind(row), atOnce, { by }));
      }
      return made;
    },

    async rotateDue(ageMs) {
      const all = await rows.reread();
      const due = all.filter(
        (row) =>
          phaseOf(row, all, clock.now()) === "current" &&
          row.activates_at <= clock.now() - ageMs &&
          !all.some((other) => isOfKind(other, row) && phaseOf(other, all, clock.now()) === "next"),
      );
      const made: string[] = [];
      for (const row of due) made.push(await succeed(plainKind(row), false));
      return made;
    },

    async adopt({ alg, rsa_bits, privateKey, kid }, environment, { now: atOnce = false } = {}) {
      const kind = plainKind({ alg, rsa_bits, environment });
      const halves = { privateKey, publicKey: publicHalf(privateKey), kid };
      const key = await keyRow(kind, halves, sealer, clock.now(), 0);
      const there = (await rows.reread()).some(
        (row) => row.kid === key.kid || row.public_jwk === key.public_jwk,
      );
      if (there) throw new BadKey("This key is in the ring already.");
      return succeed(kind, atOnce, { made: key });
    },

    async revokeAll() {
      const all = (await rows.reread()).filter((row) => isPublished(row, clock.now()));
      const kinds = new Map(all.map((row) => [kindName(row), plainKind(row)]));
      // First the new ones: nobody must find a kind without a key.
      for (const kind of kinds.values()) await succeed(kind, true);
      for (const { kid } of all) {
        await store.setState(kid, "revoked", clock.now());
        signers.delete(kid);
      }
      await rows.reread();
      return all.map(({ kid }) => kid);
    },

    async revoke(kid, by) {
      const all = await rows.reread();
      const row = all.find((one) => one.kid === kid);
      if (!row) return false;
      const current = currentKey(all, row, clock.now());
      const waits = all.some((one) => one.kid !== kid && isOfKind(one, row) && isHeir(one));
      if (current?.kid === kid) await succeed(plainKind(row), true, { by });
      // The successor is withdrawn, so the current key has nobody to leave its place to.
      else if (current && isHeir(row) && !waits) await store.setState(current.kid, "active", null, by);
      await store.setState(kid, "revoked", clock.now(), by);
      signers.delete(kid);
      await rows.reread();
      return true;
    },

    async describe() {
      const all = await rows.reread();
      const now = clock.now();
      return all.map((row) => {
        const { kid, alg, rsa_bits, environment, activates_at, retires_at } = row;
        return { kid, alg, rsa_bits, environment, phase: phaseOf(row, all, now), activates_at, retires_at };
      });
    },
  };
}
