/** Organisations, APIs, scopes, people and keys: what the commands refuse, and what they leave behind. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signIn } from "../../src/accounts/sign-in.ts";
import { migrations } from "../../src/store/migrations/index.ts";
import { machineApp, place, type Place } from "../support/cli.ts";
import { startServer } from "../support/server.ts";

let at: Place;
beforeEach(() => {
  at = place();
});
afterEach(() => at.remove());

const no = async (argv: readonly string[], input?: string): Promise<string> => {
  const heard = await at.gatehouse(argv, input);
  expect(heard).toMatchObject({ code: 1, out: "" });
  return heard.err.replace(/^gatehouse: /, "").trimEnd();
};

test("RFC 8707 §2 an API's identifier is an absolute address without fragment, and nobody else's", async () => {
  const create = (identifier: string): Promise<string> =>
    no(["api", "create", "--name", "X", "--identifier", identifier]);
  expect(await create("bookings")).toContain("absolute https address");
  expect(await create("javascript:alert(1)")).toContain("absolute https address");
  expect(await create("https://api.example/#a")).toContain("fragment");
  expect(await create("https://user:pw@api.example")).toContain("user name and password");
  await machineApp(at);
  expect(await create("https://api.example")).toBe("There is an API with this identifier already.");
  expect(await no(["api", "show", "nothing"])).toBe("There is no such API.");
});

test("RFC 6749 §3.3 a scope has a scope's name, English words, and is not offline_access", async () => {
  await machineApp(at);
  const add = (name: string, ...words: string[]): Promise<string> =>
    no(["scope", "add", name, ...words.flatMap((one) => ["--words", one])]);
  expect(await add("two words", "en=x")).toContain("without space");
  expect(await add('quo"te', "en=x")).toContain("without space");
  expect(await add("offline_access", "en=x")).toContain("belongs to no API");
  expect(await add("a", "de=x")).toContain("English words");
  expect(await add("a", "en= ")).toContain("empty");
  expect(await add("a", "en=\u202eevil")).toContain("invisible");
  expect(await add("a", "en=x", "EN us=y")).toContain("language tag");
  expect(await no(["scope", "remove", "a"])).toBe("Bookings has no such scope.");
  await at.answer("scope", "add", "bookings:read", "--words", "en=See all bookings", "--words", "fr=Voir");
  const { scopes } = await at.answer("scope", "list");
  expect(scopes).toContainEqual({
    name: "bookings:read",
    person: false,
    words: { en: "See all bookings", fr: "Voir" },
  });
});

test("two organisations of one name: the id decides", async () => {
  const one = await at.answer("organisation", "create", "--name", "Twin");
  await at.answer("organisation", "create", "--name", "Twin", "--verified");
  expect(await no(["organisation", "verify", "Twin"])).toContain("give the id");
  const verified = await at.answer("organisation", "verify", String(one["id"]));
  expect(verified["verified_at"]).not.toBeNull();
  expect((await at.answer("organisation", "verify", String(one["id"]), "--undo"))["verified_at"]).toBeNull();
  expect(await no(["organisation", "create", "--name", "\u0007"])).toContain("invisible");
});

test("UI-14 a password comes from standard input or a file, never weak, and is not shown then", async () => {
  const made = await at.gatehouse(
    ["user", "create", "ada", "--password-file", "-"],
    "correct horse battery\n",
  );
  expect(made).toMatchObject({ code: 0, out: "ada can sign in.\n" });
  expect(await no(["user", "set-email", "ada", "not-an-address"])).toBe("This is no e-mail address.");
  expect(await no(["user", "create", "ada"])).toBe("This user name or e-mail address is taken.");
  expect(await no(["user", "create", "bob", "--password-file", "-"], "password1\n")).toContain(
    "first that are tried",
  );
  expect(await no(["user", "set-password", "ada", "--password-file", "-"], "short\n")).toContain(
    "at least 8",
  );
  expect(await no(["user", "set-password", "ada", "--password-file", join(at.folder, "none")])).toContain(
    "ENOENT",
  );
  expect(await no(["user", "disable", "nobody"])).toBe("There is no such person.");
  const generated = await at.answer("user", "set-password", "ada");
  expect(String(generated["password"])).toHaveLength(20);
});

test("UI-18 a new password ends every session of the person", async () => {
  const server = await startServer({ realClock: true });
  try {
    const { gatehouse, folder, person } = server;
    const { store, accounts } = gatehouse;
    const now = Date.now();
    const session = {
      hash: "h".repeat(43),
      subject: person.id,
      amr: [],
      device: null,
      address: null,
      authTime: now,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now + 60_000,
      sid: "s",
    };
    await store.sessions.put(session);
    writeFileSync(join(folder, "password"), "another horse battery");
    at.env["GATEHOUSE_DATABASE"] = `file:${join(folder, "gatehouse.db")}`;
    await at.answer("user", "set-password", person.username, "--password-file", join(folder, "password"));
    expect(await store.sessions.find(session.hash, now)).toBeNull();
    const tried = async (password: string): Promise<string> =>
      (await signIn({ username: person.username, password, address: "127.0.0.1" }, accounts)).outcome;
    expect(await tried(person.password)).toBe("refused");
    expect(await tried("another horse battery")).toBe("signed_in");
  } finally {
    await server.close();
  }
});

test("AT-10 keys: listed, rotated ahead or at once, revoked; nothing private is shown", async () => {
  const server = await startServer({ realClock: true, settings: { signing_alg: "ES256" } });
  try {
    await server.gatehouse.ring.ensure({ alg: "ES256", rsa_bits: 0, environment: "live" });
    at.env["GATEHOUSE_DATABASE"] = `file:${join(server.folder, "gatehouse.db")}`;
    type Key = { kid: string; phase: string };
    const keys = async (): Promise<Key[]> => (await at.answer("key", "list"))["keys"] as Key[];
    const [first] = await keys();
    expect(first?.phase).toBe("current");
    const [next] = (await at.answer("key", "rotate"))["made"] as Key[];
    expect(next?.phase).toBe("next");
    expect((await at.answer("key", "rotate"))["made"]).toEqual([]);
    const [urgent] = (await at.answer("key", "rotate", "--now"))["made"] as Key[];
    expect(urgent?.phase).toBe("current");
    await at.answer("key", "revoke", String(first?.kid));
    const now = await keys();
    expect(now.find(({ kid }) => kid === first?.kid)?.phase).toBe("revoked");
    expect(JSON.stringify(now)).not.toMatch(/private|"d"|sealed|s1\./);
  } finally {
    await server.close();
  }
});

test("migrate --status says what waits and makes nothing; migrate runs it once", async () => {
  expect(await no(["migrate", "--status"])).toContain("There is no database");
  const { ran } = await at.answer("migrate");
  expect(ran).toEqual(Object.keys(migrations));
  expect((await at.answer("migrate"))["ran"]).toEqual([]);
  expect((await at.gatehouse(["migrate", "--status"])).code).toBe(0);
  const bare = await at.gatehouse(["migrate", "--issuer", "https://auth.example.com"]);
  expect(bare).toMatchObject({ code: 0, out: "The tables are up to date.\n" });
});
