/** WebAuthn §7 — a passkey in Chromium, kept by a virtual authenticator: added, signed in with, refused when the device says no. */
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, noChromium, press, violations, type Chromium } from "../support/chromium.ts";
import { startServer, type TestServer } from "../support/server.ts";

describe.skipIf(noChromium)("passkeys in Chromium", () => {
  let server: TestServer;
  let chromium: Chromium;
  let page: Page;
  let device: CDPSession;
  let authenticatorId: string;

  beforeAll(async () => {
    // A passkey belongs to a name, never to a number: this is the one that needs no certificate.
    server = await startServer({ realClock: true, hostname: "localhost" });
    chromium = await launch();
    page = await chromium.visitor();
    device = await page.context().newCDPSession(page);
    await device.send("WebAuthn.enable");
    ({ authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  });
  afterAll(async () => {
    await chromium.close();
    await server.close();
  });

  const ofPerson = () => server.gatehouse.store.passkeys.list(server.person.id);

  async function signOut(): Promise<void> {
    await page.goto(`${server.origin}/sign-out`);
    await press(page, "#confirm-logout");
  }

  test("one is added on the page of the account's security", async () => {
    await page.goto(`${server.origin}/sign-in?next=%2Faccount%2Fsecurity`);
    await page.fill("#username", server.person.username);
    await page.fill("#password", server.person.password);
    await press(page, "#submit-login");
    expect(await violations(page)).toEqual([]);
    await press(page, "#add-passkey");
    expect(page.url()).toContain("saved=1");
    const [key, ...more] = await ofPerson();
    expect([key?.name, more]).toEqual(["Chrome · Linux", []]);
    expect((await device.send("WebAuthn.getCredentials", { authenticatorId })).credentials).toMatchObject([
      { isResidentCredential: true, rpId: "localhost" },
    ]);
    expect(chromium.complaints).toEqual([]);
  });

  test("it signs its person in, without a password and without a name", async () => {
    await signOut();
    await page.goto(`${server.origin}/sign-in?next=%2Faccount%2Fsecurity`);
    await press(page, "#use-passkey");
    expect(page.url()).toBe(`${server.origin}/account/security`);
    expect(await page.textContent(".account")).toContain(server.person.username);
    expect((await ofPerson())[0]?.lastUsedAt).not.toBeNull();
    expect(chromium.complaints).toEqual([]);
  });

  test("a device that does not know its person signs nobody in, and the page says so", async () => {
    await signOut();
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
    await page.goto(`${server.origin}/sign-in`);
    await page.click("#use-passkey");
    await page.waitForSelector("[role=alert]:visible");
    await page.goto(`${server.origin}/account/security`);
    expect(page.url()).toContain("/sign-in");
    await device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  });
});
