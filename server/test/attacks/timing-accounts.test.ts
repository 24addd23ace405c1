/** UI-13 — whoever asks for an account or a password by e-mail learns nothing from the work that is done: the same steps for known and unknown addresses. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const { people } = server.gatehouse.store;
  const now = server.clock.now();
  for (const name of ["known", "disabled", "unproven"]) {
    const { id } = await server.addPerson(name);
    await people.setEmail(id, `${name}@example.com`, name === "unproven" ? null : now);
    if (name === "disabled") await people.disable(id, now);
  }
});
afterAll(() => server.close());

/** Names of the steps that `run` takes: every verb of the ports that know of people, every digest of a code, every letter. */
async function steps(run: () => Promise<unknown>): Promise<string[]> {
  const taken: string[] = [];
  const undo: (() => void)[] = [];
  const watch = (port: string, holder: object, only: readonly string[] = Object.keys(holder)): void => {
    const verbs = holder as Record<string, unknown>;
    for (const verb of only) {
      const before = verbs[verb];
      if (typeof before !== "function") continue;
      verbs[verb] = (...given: unknown[]): unknown => {
        taken.push(`${port}.${verb}`);
        return (before as (...given: unknown[]) => unknown).apply(verbs, given);
      };
      undo.push(() => void (verbs[verb] = before));
    }
  };
  const { accounts, mail } = server.gatehouse;
  for (const port of [
    "people",
    "emailProofs",
    "throttle",
    "secondFactors",
    "passkeys",
    "identities",
  ] as const)
    watch(port, accounts[port]);
  watch("accounts", accounts, ["codeDigest"]);
  watch("mail", mail ?? {});
  try {
    await run();
  } finally {
    for (const one of undo) one();
  }
  return taken;
}

/** From the form to a code that is wrong. */
async function walk(path: string, email: string): Promise<string[][]> {
  const browser = new Browser(server.origin);
  const start = await browser.open(path);
  let page = start;
  const asked = await steps(async () => (page = await browser.click(start, "submit-email", { email })));
  const tried = await steps(async () => browser.click(page, "submit-code", { code: "12345678" }));
  return [asked, tried];
}

test.each(["/reset", "/sign-up"])("UI-13 %s takes the same steps for every address", async (path) => {
  const known = await walk(path, "known@example.com");
  const [asked = [], tried = []] = known;
  expect(asked).toEqual(expect.arrayContaining(["people.findBySignInName", "emailProofs.put", "mail.send"]));
  expect(tried).toEqual(expect.arrayContaining(["emailProofs.attempt", "accounts.codeDigest"]));
  for (const name of ["unknown", "disabled", "unproven"])
    expect([name, await walk(path, `${name}@example.com`)]).toEqual([name, known]);
});
