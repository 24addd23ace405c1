/** WebAuthn §7 — keys of devices: added by their person, proven at sign-in, and worth nothing anywhere else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask, cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Device, type DeviceOptions } from "../support/authenticator.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let here: DeviceOptions;
beforeAll(async () => {
  server = await startServer({ hostname: "localhost" });
  here = { origin: server.issuer, rpId: "localhost" };
  cheapPasswords(server);
});
afterAll(() => server.close());

interface Question {
  create: boolean;
  options: { challenge: string; user: { id: string } };
}

/** What the page asks the device, in the browser's own reading. */
function questionOf(page: Page): Question["options"] {
  const text = /data-passkey="([^"]+)"/.exec(page.html)?.[1] ?? "";
  return (JSON.parse(text.replaceAll("&quot;", '"').replaceAll("&amp;", "&")) as Question).options;
}

async function withKey(person = server.person): Promise<{ browser: Browser; device: Device }> {
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  const page = await browser.open("/account/security");
  const device = new Device();
  const credential = device.create(questionOf(page), here);
  const added = await browser.post("/account/passkeys/add", { csrf: fieldOf(page, "csrf"), credential });
  expect(added.url).toContain("saved=1");
  return { browser, device };
}

/** Signs in with what `answer` makes of the question. */
async function signInWith(
  answer: (asked: Question["options"], browser: Browser) => string,
  browser: Browser = new Browser(server.origin),
): Promise<Page> {
  const page = await browser.open("/sign-in");
  const credential = answer(questionOf(page), browser);
  return browser.post("/sign-in/passkey", { csrf: fieldOf(page, "csrf"), credential });
}
const failed = (page: Page): boolean =>
  page.url.includes("passkey=failed") && page.html.includes("passkey did");
const sessionsOf = (subject: string) => server.gatehouse.store.sessions.list(subject, server.clock.now());

test("a key signs its person in, and the session says how", async () => {
  const bob = await server.addPerson("bob");
  const { device } = await withKey(bob);
  server.clock.advance(1000);
  const page = await signInWith((asked) => device.get(asked, here));
  expect(page.url).toBe(`${server.origin}/connected-apps`);
  const [newest] = await sessionsOf(bob.id);
  expect(newest?.amr).toEqual(["hwk", "user"]);
  expect(await server.gatehouse.store.passkeys.list(bob.id)).toMatchObject([{ counter: 1 }]);
});

describe("an answer is worth nothing", () => {
  test("a second time", async () => {
    const { device } = await withKey();
    const browser = new Browser(server.origin);
    const page = await browser.open("/sign-in");
    const credential = device.get(questionOf(page), here);
    const cookie = `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`;
    const body = new URLSearchParams({ csrf: fieldOf(page, "csrf"), credential });
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask(server, "/sign-in/passkey", { method: "POST", headers: { cookie }, body }),
      ),
    );
    expect(all.filter(({ location }) => location === "/connected-apps")).toHaveLength(1);
    expect(failed(await signInWith(() => credential))).toBe(true);
  });

  test("in another browser than the one that was asked", async () => {
    const { device } = await withKey();
    const other = await new Browser(server.origin).open("/sign-in");
    expect(failed(await signInWith(() => device.get(questionOf(other), here)))).toBe(true);
  });

  test("from a page of somebody else, or for another name", async () => {
    const { device } = await withKey();
    for (const wrong of [
      { ...here, origin: "https://evil.example" },
      { ...here, rpId: "evil.example" },
    ])
      expect(failed(await signInWith((asked) => device.get(asked, wrong)))).toBe(true);
  });

  test("when the person did not unlock the device", async () => {
    const { device } = await withKey();
    expect(failed(await signInWith((asked) => device.get(asked, { ...here, verified: false })))).toBe(true);
  });

  test("by another key under the same id, by an unknown one, or as nonsense", async () => {
    const { device } = await withKey();
    const forged = new Device();
    Object.assign(forged, { id: device.id, handle: device.handle, counter: 100 });
    expect(failed(await signInWith((asked) => forged.get(asked, here)))).toBe(true);
    expect(failed(await signInWith((asked) => new Device().get(asked, here)))).toBe(true);
    for (const nonsense of [
      "",
      "{}",
      "null",
      "[]",
      '{"id":1}',
      '{"id":"x","response":{"clientDataJSON":"e30"}}',
    ])
      expect(failed(await signInWith(() => nonsense))).toBe(true);
  });

  test("when its counter did not grow: there are two of the key", async () => {
    const { device } = await withKey();
    expect((await signInWith((asked) => device.get(asked, here))).url).toContain("/connected-apps");
    device.counter = 0;
    expect(failed(await signInWith((asked) => device.get(asked, here)))).toBe(true);
  });

  test("after ten minutes", async () => {
    const { device } = await withKey();
    const late = await signInWith((asked) => {
      const answer = device.get(asked, here);
      server.clock.advance(600_000);
      return answer;
    });
    expect(failed(late)).toBe(true);
  });

  test("UI-16 when its person is disabled, or the key was removed", async () => {
    const eve = await server.addPerson("eve");
    const { device } = await withKey(eve);
    await server.gatehouse.store.people.disable(eve.id, server.clock.now());
    expect(failed(await signInWith((asked) => device.get(asked, here)))).toBe(true);
    await server.gatehouse.store.people.enable(eve.id);
    const { browser, device: second } = await withKey(eve);
    const page = await browser.open("/account/security");
    await browser.click(page, `remove-${second.id.toString("base64url")}`);
    expect(failed(await signInWith((asked) => second.get(asked, here)))).toBe(true);
  });
});

test("PO-03 keys are added and removed only after a fresh proof, which a key can be", async () => {
  const carl = await server.addPerson("carl");
  const { browser, device } = await withKey(carl);
  server.clock.advance(600_000);
  const page = await browser.open("/account/security");
  const another = new Device();
  const credential = another.create(questionOf(page), here);
  const asked = await browser.post("/account/passkeys/add", { csrf: fieldOf(page, "csrf"), credential });
  expect(asked.url).toContain("/re-authenticate?next=");
  const id = `remove-${device.id.toString("base64url")}`;
  expect((await browser.click(page, id)).url).toContain("/re-authenticate");
  expect(await server.gatehouse.store.passkeys.list(carl.id)).toHaveLength(1);
  // Somebody else's key does not prove who this person is.
  const other = await withKey(await server.addPerson("dora"));
  const wrong = await browser.post("/re-authenticate/passkey", {
    csrf: fieldOf(asked, "csrf"),
    credential: other.device.get(questionOf(asked), here),
  });
  expect(wrong.url).toContain("passkey=failed");
  const again = await browser.open("/re-authenticate?next=%2Faccount%2Fsecurity");
  const right = await browser.post("/re-authenticate/passkey", {
    csrf: fieldOf(again, "csrf"),
    next: "/account/security",
    credential: device.get(questionOf(again), here),
  });
  expect(right.url).toBe(`${server.origin}/account/security`);
  await server.gatehouse.store.people.setEmail(carl.id, "carl@example.com", 1);
  expect((await browser.click(right, id)).url).toContain("saved=1");
  expect(server.letters()[0]?.text).toContain("A passkey was removed");
});

test("PO-01 nobody renames or removes another's key", async () => {
  const { device } = await withKey();
  const thief = await withKey(await server.addPerson("mallory"));
  const page = await thief.browser.open("/account/security");
  const fields = { csrf: fieldOf(page, "csrf"), passkey: device.id.toString("base64url"), name: "mine" };
  await thief.browser.post("/account/passkeys/rename", fields);
  await thief.browser.post("/account/passkeys/remove", fields);
  const keys = await server.gatehouse.store.passkeys.list(server.person.id);
  expect(keys.find(({ id }) => id === fields.passkey)).toMatchObject({ subject: server.person.id });
  expect(keys.map(({ name }) => name)).not.toContain("mine");
});

test("where the issuer is a bare address no key is asked for", async () => {
  const plain = await startServer();
  expect((await new Browser(plain.origin).open("/sign-in")).html).not.toContain("data-passkey");
  await plain.close();
});
