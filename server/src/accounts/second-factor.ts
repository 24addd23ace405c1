/** RFC 6238 — codes from an app as the second factor, and recovery codes for the day the device is lost. */
import { Secret, TOTP } from "otpauth";
import { addressKey } from "../lib/address.ts";
import { byPerson, type Via } from "../lib/actor.ts";
import type { Clock } from "../lib/clock.ts";
import type { Random } from "../lib/random.ts";
import type { Sealer } from "../lib/seal.ts";
import type { Limit, ThrottlePort } from "./ports.ts";
import type { SecondFactorsPort } from "./proof-ports.ts";

export interface SecondFactorWorld {
  clock: Clock;
  random: Random;
  sealer: Sealer;
  throttle: ThrottlePort;
  secondFactors: SecondFactorsPort;
  /** Keyed. */
  codeDigest(text: string): string;
}

const PERIOD = 30;
const RECOVERY_CODES = 10;
/** Wrong codes of one person, wherever they come from: of 10^6 three are right at any time. */
export const FACTOR_LIMIT: Limit = { count: 10, windowMs: 15 * 60_000 };
const FACTOR_ADDRESS_LIMIT: Limit = { count: 50, windowMs: 15 * 60_000 };

const totp = (secret: string, issuer: string = "", label: string = ""): TOTP =>
  new TOTP({
    issuer,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });

/** Whether codes are asked for at sign-in. */
export async function asksForCode(subject: string, world: SecondFactorWorld): Promise<boolean> {
  const found = await world.secondFactors.find(subject);
  return found !== null && found.confirmedAt !== null;
}

/** A new secret that waits for its first code. False when codes are asked for already. */
export function beginTwoStep(subject: string, world: SecondFactorWorld): Promise<boolean> {
  const bytes = Uint8Array.from(world.random.bytes(20));
  const secret = new Secret({ buffer: bytes.buffer }).base32;
  const sealed = world.sealer.seal(secret, purposeOf(subject));
  return world.secondFactors.begin(subject, sealed, world.clock.now());
}

/** What the app is told: the secret as one types it, and the address (`otpauth:`) as one scans it; null when nothing waits. */
export async function waitingSecret(
  person: { id: string; username: string },
  company: string,
  world: SecondFactorWorld,
): Promise<{ secret: string; uri: string } | null> {
  const found = await world.secondFactors.find(person.id);
  if (found === null || found.confirmedAt !== null) return null;
  const secret = world.sealer.open(found.secretSealed, purposeOf(person.id));
  return { secret, uri: totp(secret, company, person.username).toString() };
}

/** The first code: answers ten recovery codes, shown once; null when it is wrong or nothing waits. */
export async function confirmTwoStep(
  subject: string,
  code: string,
  via: Via,
  world: SecondFactorWorld,
): Promise<readonly string[] | null> {
  const found = await world.secondFactors.find(subject);
  if (found === null || found.confirmedAt !== null) return null;
  const step = stepOf(world.sealer.open(found.secretSealed, purposeOf(subject)), code, world);
  if (step === null) return null;
  const codes = recoveryCodes(world);
  const hashes = codes.map((one) => recoveryHash(subject, one, world));
  const now = world.clock.now();
  const confirmed = await world.secondFactors.confirm(subject, step, hashes, now, byPerson(subject, via));
  return confirmed ? codes : null;
}

/** Ten new recovery codes in the place of all before; null when codes are not asked for. */
export async function renewRecovery(
  subject: string,
  via: Via,
  world: SecondFactorWorld,
): Promise<readonly string[] | null> {
  const codes = recoveryCodes(world);
  const hashes = codes.map((one) => recoveryHash(subject, one, world));
  const by = byPerson(subject, via);
  return (await world.secondFactors.renewRecovery(subject, hashes, world.clock.now(), by)) ? codes : null;
}

export type FactorProven =
  | { outcome: "proven"; by: "app" | "recovery" }
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/** Proves a code of the app, or a recovery code; each once. Throttled by person and by address, as passwords are. */
export async function proveSecondFactor(
  subject: string,
  typed: string,
  via: Via,
  world: SecondFactorWorld,
): Promise<FactorProven> {
  const counted = [
    { key: `second factor ${subject}`, limit: FACTOR_LIMIT },
    { key: `second factor address ${addressKey(via.address)}`, limit: FACTOR_ADDRESS_LIMIT },
  ];
  const wait = async (): Promise<number> => {
    const now = world.clock.now();
    const waits = counted.map(({ key, limit }) => world.throttle.wait(key, limit, now));
    return Math.max(...(await Promise.all(waits)));
  };
  const before = await wait();
  if (before > 0) return { outcome: "throttled", retryAfterSeconds: before };
  const by = await spend(subject, typed.replaceAll(/[\s-]/g, ""), via, world);
  if (by === null) {
    const now = world.clock.now();
    await Promise.all(counted.map(({ key, limit }) => world.throttle.fail(key, limit, now)));
  }
  // Asked again, for guesses that ran side by side.
  const after = await wait();
  if (after > 0) return { outcome: "throttled", retryAfterSeconds: after };
  return by === null ? { outcome: "refused" } : { outcome: "proven", by };
}

async function spend(
  subject: string,
  typed: string,
  via: Via,
  world: SecondFactorWorld,
): Promise<"app" | "recovery" | null> {
  if (!/^\d{6}$/.test(typed)) {
    const hash = recoveryHash(subject, typed, world);
    const spent = await world.secondFactors.spendRecovery(
      subject,
      hash,
      world.clock.now(),
      byPerson(subject, via),
    );
    return spent ? "recovery" : null;
  }
  const found = await world.secondFactors.find(subject);
  if (found === null || found.confirmedAt === null) return null;
  const step = stepOf(world.sealer.open(found.secretSealed, purposeOf(subject)), typed, world);
  return step !== null && (await world.secondFactors.spendStep(subject, step)) ? "app" : null;
}

/** The time step that a code belongs to: now, the one before, or the one after; null for none. */
function stepOf(secret: string, code: string, { clock }: SecondFactorWorld): number | null {
  const timestamp = clock.now();
  const delta = totp(secret).validate({ token: code.replaceAll(/\s/g, ""), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD) + delta;
}

/** 50 bits each, in two groups: letters and digits that nobody takes for one another. */
function recoveryCodes({ random }: SecondFactorWorld): string[] {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = Array.from(random.bytes(10), (byte) => alphabet[byte % 32] ?? "").join("");
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
}

function recoveryHash(subject: string, code: string, world: SecondFactorWorld): string {
  return world.codeDigest(`recovery ${subject}\n${code.replaceAll("-", "").toLowerCase()}`);
}

function purposeOf(subject: string): string {
  return `second factor of ${subject}`;
}
