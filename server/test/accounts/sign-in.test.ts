/** Signing in: one answer for every failure, equal work, and a limit that cannot be walked around. */
import { describe, expect, test } from "vitest";
import { addressKey } from "../../src/lib/address.ts";
import { createPasswords, dummyHash } from "../../src/accounts/password.ts";
import type { Passwords } from "../../src/accounts/password.ts";
import type { Person } from "../../src/accounts/ports.ts";
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, signIn } from "../../src/accounts/sign-in.ts";
import type { SignInWorld } from "../../src/accounts/sign-in.ts";
import { memoryPeople, memoryThrottle } from "../support/accounts.ts";

function person(username: string, disabledAt: number | null = null): Person {
  const passwordHash = `hash of right ${username}`;
  return {
    id: `usr_${username}`,
    username,
    name: username,
    passwordHash,
    locale: null,
    createdAt: 0,
    disabledAt,
    email: `${username}@example.com`,
    emailVerifiedAt: 1,
    staff: null,
  };
}

/** Counts the work instead of doing it. */
function countingPasswords(): Passwords & { verified: string[] } {
  const verified: string[] = [];
  return {
    verified,
    hash: async (password) => `hash of ${password}`,
    verify: async (hash, password) => {
      verified.push(hash);
      return hash === `hash of ${password}`;
    },
  };
}

function world(): SignInWorld & {
  passwords: ReturnType<typeof countingPasswords>;
  clock: { time: number; now(): number };
} {
  const clock = { time: 1_800_000_000_000, now: () => clock.time };
  const people = memoryPeople([person("ada"), person("bob"), person("gone", 1)]);
  return { clock, people, throttle: memoryThrottle(), passwords: countingPasswords() };
}

const from = (username: string, password: string, address = "192.0.2.1"): Parameters<typeof signIn>[0] => ({
  username,
  password,
  address,
});

test("the right password signs in, however the name is spelled", async () => {
  for (const name of ["ada", " ADA ", "Ada", "Ada@Example.com"]) {
    expect(await signIn(from(name, "right ada"), world())).toMatchObject({
      outcome: "signed_in",
      person: { id: "usr_ada" },
    });
  }
});

test("UI-13 unknown, wrong, disabled and empty get one answer for one piece of work", async () => {
  const failures = [
    from("nobody", "right ada"),
    from("ada", "wrong"),
    from("gone", "right gone"),
    from("ada", ""),
    from("", ""),
    from("", "right ada"),
  ];
  for (const attempt of failures) {
    const one = world();
    expect(await signIn(attempt, one)).toEqual({ outcome: "refused" });
    expect(one.passwords.verified).toHaveLength(1);
  }
});

test("UI-13 an unknown person costs a real hash with the cost of a real one", async () => {
  const one = world();
  await signIn(from("nobody", "x"), one);
  expect(one.passwords.verified).toEqual([dummyHash]);
  const real = await createPasswords().hash("correct horse");
  expect(dummyHash.split("$").slice(0, 4)).toEqual(real.split("$").slice(0, 4));
});

describe("UI-14 throttle", () => {
  test("UI-14 an account: after ten failures even the right password waits, from everywhere, under every spelling", async () => {
    const one = world();
    const names = ["ada", "ADA", " ada", "Ada "];
    for (let index = 0; index < ACCOUNT_LIMIT.count - 1; index++) {
      const attempt = from(names[index % 4] ?? "", "wrong", `198.51.100.${index}`);
      expect(await signIn(attempt, one)).toEqual({ outcome: "refused" });
    }
    expect(await signIn(from("ada", "wrong"), one)).toEqual({ outcome: "throttled", retryAfterSeconds: 900 });
    expect(await signIn(from("ada", "right ada", "203.0.113.9"), one)).toMatchObject({
      outcome: "throttled",
    });
    expect(await signIn(from("bob", "right bob"), one)).toMatchObject({ outcome: "signed_in" });
    one.clock.time += ACCOUNT_LIMIT.windowMs;
    expect(await signIn(from("ada", "right ada"), one)).toMatchObject({ outcome: "signed_in" });
  });

  test("UI-13 an unknown account is throttled like a known one", async () => {
    const one = world();
    for (let index = 0; index < ACCOUNT_LIMIT.count; index++) await signIn(from("nobody", "x"), one);
    expect(await signIn(from("nobody", "x"), one)).toMatchObject({ outcome: "throttled" });
  });

  test("UI-14 an address: one IPv6 /64 is one address, in every spelling", async () => {
    const one = world();
    for (let index = 0; index < ADDRESS_LIMIT.count; index++) {
      await signIn(from(`user${index}`, "x", `2001:db8:1:2:${index.toString(16)}::1`), one);
    }
    expect(await signIn(from("ada", "right ada", "2001:DB8:1:2::"), one)).toMatchObject({
      outcome: "throttled",
    });
    expect(await signIn(from("ada", "right ada", "2001:db8:1:3::1"), one)).toMatchObject({
      outcome: "signed_in",
    });
  });

  test("UI-14 who has to wait costs no hash, and waits no longer for asking", async () => {
    const one = world();
    for (let index = 0; index < ACCOUNT_LIMIT.count; index++) await signIn(from("ada", "wrong"), one);
    const worked = one.passwords.verified.length;
    one.clock.time += 60_000;
    const waits = { outcome: "throttled", retryAfterSeconds: 840 };
    for (let index = 0; index < 20; index++) expect(await signIn(from("ada", "wrong"), one)).toEqual(waits);
    expect(one.passwords.verified).toHaveLength(worked);
  });

  test("UI-14 guesses side by side learn no more than guesses one by one", async () => {
    const one = world();
    const guesses = Array.from({ length: 40 }, (_, index) =>
      from("ada", index === 39 ? "right ada" : `wrong ${index}`),
    );
    const outcomes = (await Promise.all(guesses.map((guess) => signIn(guess, one)))).map(
      (result) => result.outcome,
    );
    expect(outcomes.filter((outcome) => outcome !== "throttled").length).toBeLessThan(ACCOUNT_LIMIT.count);
    expect(outcomes.at(-1)).toBe("throttled");
  });
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:C000:0201", "192.0.2.1"],
  ["64:ff9b::192.0.2.1", "192.0.2.1"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["2001:0DB8:0000:0000:ffff:ffff:ffff:ffff", "2001:db8:0:0::/64"],
  ["[2001:db8:a:b:c:d:e:f]", "2001:db8:a:b::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
  ["", "unknown"],
  ["example.com", "unknown"],
  ["192.0.2.1.5", "unknown"],
])("UI-14 the address %s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
