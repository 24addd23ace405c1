/** Creating people, the password policy, and the queue of hashes. */
import { describe, expect, test } from "vitest";
import { Busy, createPasswords, dummyHash, hashesAtOnce } from "../../src/accounts/password.ts";
import { changePassword, createPerson, passwordProblem } from "../../src/accounts/people.ts";
import { canonicalUsername } from "../../src/accounts/username.ts";
import { memoryPeople } from "../support/accounts.ts";

const passwords = createPasswords();

function world(): Parameters<typeof createPerson>[1] {
  let drawn = 0;
  return {
    clock: { now: () => 1_800_000_000_000 },
    random: { bytes: (size) => new Uint8Array(size).fill(++drawn) },
    people: memoryPeople(),
    passwordEnds: "sessions",
    passwords,
  };
}

test("a person is created under one spelling of the name, once", async () => {
  const one = world();
  const created = await createPerson(
    { username: " ADA@Example.com ", password: "correct horse", name: " Ada " },
    one,
  );
  expect(created).toMatchObject({
    outcome: "created",
    person: { username: "ada@example.com", name: "Ada", disabledAt: null },
  });
  const person = created.outcome === "created" ? created.person : null;
  expect(person?.id).toMatch(/^usr_[0-9a-f-]{36}$/);
  expect(person?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(person?.passwordHash ?? "", "correct horse")).toBe(true);
  expect(await createPerson({ username: "ada@example.com", password: "another one", name: "" }, one)).toEqual(
    {
      outcome: "refused",
      problem: "This user name or e-mail address is taken.",
    },
  );
});

test.each([
  ["", "Give a user name."],
  ["   ", "Give a user name."],
  ["a b", "Give a user name without spaces or invisible characters."],
  ["ada\u200b", "Give a user name without spaces or invisible characters."],
  ["ada\u202e", "Give a user name without spaces or invisible characters."],
  ["x".repeat(129), "Give a user name of at most 128 characters."],
])("the user name %j is refused", async (username, problem) => {
  expect(await createPerson({ username, password: "correct horse", name: "" }, world())).toEqual({
    outcome: "refused",
    problem,
  });
});

test.each([
  ["short", "Give a password of at least 8 characters."],
  ["🔑🔑🔑🔑", "Give a password of at least 8 characters."],
  ["Password123", "This password is one of the first that are tried; give another."],
  ["ＰＡＳＳＷＯＲＤ", "This password is one of the first that are tried; give another."],
  ["ada.lovelace", "Give a password that is not the user name."],
  ["x".repeat(1025), "Give a shorter password."],
  ["é".repeat(600), "Give a shorter password."],
  ["aaaaaaa1", null],
  ["correct horse battery", null],
])("the password %j: %s", (password, problem) => {
  expect(passwordProblem(password, "Ada.Lovelace")).toBe(problem);
});

test("a changed password is the only one that works", async () => {
  const one = world();
  const created = await createPerson({ username: "ada", password: "correct horse", name: "Ada" }, one);
  if (created.outcome !== "created") throw new Error("not created");
  expect(await changePassword(created.person, "short", one)).not.toBeNull();
  expect(await changePassword(created.person, "battery staple", one)).toBeNull();
  const stored = (await one.people.find(created.person.id))?.passwordHash ?? "";
  expect(await passwords.verify(stored, "battery staple")).toBe(true);
  expect(await passwords.verify(stored, "correct horse")).toBe(false);
});

test("names and passwords are the same from every keyboard", async () => {
  expect(canonicalUsername("E\u0301MILE")).toBe("\u00e9mile");
  const hash = await passwords.hash("cafe\u0301 \ufb01ve");
  expect(await passwords.verify(hash, "caf\u00e9 five")).toBe(true);
});

describe("the queue", () => {
  test("UI-23 a core, and a thread for signatures, are never taken by passwords", () => {
    expect([1, 2, 4, 64].map(hashesAtOnce)).toEqual([1, 1, 3, 3]);
  });

  test("who finds the line full is told so, and those in line are served", async () => {
    const small = createPasswords({ concurrent: 1, waiting: 1 });
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => small.verify(dummyHash, "x")));
    expect(results.map((result) => result.status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect((results[2] as PromiseRejectedResult).reason).toBeInstanceOf(Busy);
    expect(await small.verify(dummyHash, "x")).toBe(false);
  });

  test("who stood in line for too long is told so without any work, and whoever comes then is served", async () => {
    let now = 0;
    const small = createPasswords({ concurrent: 1, waiting: 8, steady: () => now });
    const first = small.verify(dummyHash, "x");
    const others = Promise.allSettled(Array.from({ length: 8 }, () => small.verify(dummyHash, "x")));
    now = 1_501;
    expect(await first).toBe(false);
    const results = await others;
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(Busy);
    expect(await small.verify(dummyHash, "x")).toBe(false);
  });

  test("a broken hash and a password that is too long are false, and free their place", async () => {
    const small = createPasswords({ concurrent: 1, waiting: 0 });
    expect(await small.verify("no hash", "x")).toBe(false);
    expect(await small.verify(dummyHash, "x".repeat(100_000))).toBe(false);
    await expect(small.hash("x".repeat(1025))).rejects.toThrow(RangeError);
    expect(await small.verify(dummyHash, "x")).toBe(false);
  });
});
