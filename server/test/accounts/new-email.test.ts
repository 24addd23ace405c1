/** ASVS 6.3.7, PO-09 — another e-mail address: proven by its owner, asked for by whoever proved who they are, told to the one before. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newestAudit } from "../../src/store/audit/read.ts";
import { cheapPasswords, consentPage, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { newestLetter } from "../support/letters.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  cheapPasswords(server);
});
afterAll(() => server.close());

const people = () => server.gatehouse.store.people;

/** Somebody who signs in with `name@old.example`, and the browser in which they just did. */
async function somebody(name: string): Promise<{ id: string; browser: Browser }> {
  const person = await server.addPerson(`${name}@old.example`);
  await people().setEmail(person.id, `${name}@old.example`, server.clock.now());
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  return { id: person.id, browser };
}

async function asked(browser: Browser, email: string): Promise<Page> {
  return browser.click(await browser.open("/account/email"), "submit-email", { email });
}

test("the new address is the person's once its code is entered, and the one before is told", async () => {
  const { id, browser } = await somebody("ada");
  const security = await browser.open("/account/security");
  expect(security.html).toContain('id="change-email" href="/account/email"');
  const page = await asked(browser, "Ada@New.example");
  expect(page.url).toContain("/account/email/code?proof=");
  const wrong = await browser.click(page, "submit-code", { code: "00000000" });
  expect([wrong.status, (await people().find(id))?.email]).toEqual([400, "ada@old.example"]);
  const { code, text } = newestLetter(server, "ada@new.example");
  expect(text).not.toContain("http");
  const done = await browser.click(page, "submit-code", { code });
  expect(done.url).toContain("/account/security?saved=1");
  expect(await people().find(id)).toMatchObject({
    email: "ada@new.example",
    // It was the name to sign in with, and still is.
    username: "ada@new.example",
    emailVerifiedAt: server.clock.now(),
  });
  expect(await people().findBySignInName("ada@old.example")).toBeNull();
  expect(newestLetter(server, "ada@old.example").text).toContain("was changed");
  const trail = await newestAudit(server.gatehouse.store.engine, { action: "person.email_set" }, 5);
  expect(trail).toContainEqual(
    expect.objectContaining({
      actor: expect.objectContaining({ id }),
      target: expect.objectContaining({ id }),
    }),
  );
  // The code is spent.
  expect((await browser.post(page.url, { csrf: fieldOf(page, "csrf"), code })).status).toBe(400);
});

test("PO-03 only whoever proved lately who they are: before the page, and again before the change", async () => {
  const { id, browser } = await somebody("bea");
  const page = await asked(browser, "bea@new.example");
  const { code } = newestLetter(server, "bea@new.example");
  server.clock.advance(14 * 60_000);
  const late = await browser.click(page, "submit-code", { code });
  expect(late.url).toContain("/re-authenticate?next=%2Faccount%2Femail");
  expect((await browser.open("/account/email")).url).toContain("/re-authenticate");
  expect((await people().find(id))?.email).toBe("bea@old.example");
  expect((await new Browser(server.origin).open("/account/email")).url).toContain("/sign-in?next=");
});

test("PO-09 a proof is worth nothing to anybody else, and no form without its token", async () => {
  const [carl, dora] = [await somebody("carl"), await somebody("dora")];
  const page = await asked(carl.browser, "carl@new.example");
  const { code } = newestLetter(server, "carl@new.example");
  const proof = fieldOf(page, "proof");
  const csrf = fieldOf(await asked(dora.browser, "dora@new.example"), "csrf");
  expect((await dora.browser.open(page.url)).status).toBe(400);
  expect((await dora.browser.post("/account/email/code", { proof, csrf, code })).status).toBe(400);
  for (const path of ["/account/email", "/account/email/code"])
    expect((await carl.browser.post(path, { proof, email: "x@new.example", code, csrf: "" })).status).toBe(
      403,
    );
  // Neither a new account nor a new password comes of it.
  for (const path of ["/sign-up/finish", "/reset/finish"])
    expect((await carl.browser.open(`${path}?proof=${proof}`)).status).toBe(400);
  expect((await people().find(carl.id))?.email).toBe("carl@old.example");
});

test("UI-13 an address that is somebody's looks like any other, and stays theirs", async () => {
  const [eve, fay] = [await somebody("eve"), await somebody("fay")];
  const page = await asked(eve.browser, "fay@old.example");
  expect(page.url).toContain("/account/email/code?proof=");
  const letter = newestLetter(server, "fay@old.example");
  expect([letter.code, letter.subject.startsWith("You already have an account")]).toEqual(["", true]);
  const nobody = await asked(eve.browser, "no address");
  expect([nobody.status, nobody.html.includes('id="email-error"')]).toEqual([400, true]);
  expect((await people().find(fay.id))?.email).toBe("fay@old.example");
});

test("where two prove one address, the second gets nothing", async () => {
  const both = [await somebody("gil"), await somebody("hal")];
  const pages = [];
  for (const { browser } of both) {
    const page = await asked(browser, "one@new.example");
    pages.push({ browser, page, code: newestLetter(server, "one@new.example").code });
  }
  const ends = await Promise.all(
    pages.map(({ browser, page, code }) => browser.click(page, "submit-code", { code })),
  );
  expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400]);
});
