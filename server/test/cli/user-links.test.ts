/** PO-09 — what staff hands to a person (`gatehouse user invite`) works once, for seven days. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginProof } from "../../src/accounts/email-proof.ts";
import { Browser } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ settings: { sign_up: "invite_only" } });
});
afterAll(() => server.close());

test("PO-09 an invitation begins an account where nobody else can, once, for its address", async () => {
  const { accounts } = server.gatehouse;
  const wanted = { purpose: "invitation", email: "new@example.com", browser: null } as const;
  const { link } = await beginProof(wanted, accounts);
  server.clock.advance(6 * 86_400_000);
  const browser = new Browser(server.origin);
  const finish = await browser.click(await browser.open(`/sign-up/link?token=${link}`), "submit-link");
  const chosen = { name: "Grace", new_password: "a good long password" };
  expect((await browser.click(finish, "submit-finish", chosen)).url).toContain("/connected-apps");
  const other = new Browser(server.origin);
  const again = await other.click(await other.open(`/sign-up/link?token=${link}`), "submit-link");
  expect(again.html).toContain("proof_gone");
  const late = await beginProof({ ...wanted, email: "late@example.com" }, accounts);
  server.clock.advance(7 * 86_400_000);
  const page = await other.click(await other.open(`/sign-up/link?token=${late.link}`), "submit-link");
  expect(page.html).toContain("proof_gone");
});
