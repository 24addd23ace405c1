/** OAuth 2.1 §4.3.3 — what ends with a new password, as the company set it and as the page said before. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PasswordEnds } from "../../src/accounts/ports.ts";
import { sendLogouts } from "../../src/oauth/openid/backchannel.ts";
import { newestAudit } from "../../src/store/audit/read.ts";
import { Browser, type Page } from "../support/browser.ts";
import { authorizeUrl, decodeJwt, introspect, redeem, refresh, walk, type Tokens } from "../support/flow.ts";
import { newestLetter } from "../support/letters.ts";
import { outside, type Outside } from "../support/outside.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

const wanted = "something quite new";
let server: TestServer;
let world: Outside;
let app: TestApp;

interface Held {
  browser: Browser;
  lasting: Tokens;
  short: Tokens;
  /** A code that nobody has redeemed yet. */
  code: string;
}

/** The sessions of a person that apps were told of. */
const told = (person: TestServer["person"]): unknown[] =>
  world.posted
    .map(({ fields }) => decodeJwt(fields["logout_token"] ?? "").claims)
    .flatMap(({ sub, sid }) => (sub === person.id ? [sid] : []));

/** A person at an app, in a browser: with tokens that last, others that do not, and a code on its way. */
async function at(person: TestServer["person"], browser = new Browser(server.origin)): Promise<Held> {
  const code = async (scope: string): Promise<string> => {
    const answer = await walk(server, authorizeUrl(server, app, { scope }), person, "allow", browser);
    return answer.searchParams.get("code") ?? "";
  };
  const lasting = await redeem(server, app, await code("openid bookings:read offline_access"));
  const short = await redeem(server, app, await code("openid bookings:read"));
  return { browser, lasting, short, code: await code("bookings:read") };
}

/** What still works of it. */
async function alive({ lasting, short, code }: Held): Promise<boolean[]> {
  const works = [];
  for (const { access_token, refresh_token = "" } of [lasting, short]) {
    works.push((await introspect(server, access_token))["active"] === true);
    works.push((await refresh(server, app, refresh_token)).status === 200);
  }
  const redeemed = await redeem(server, app, code).then(
    () => true,
    () => false,
  );
  return [...works, redeemed];
}
const ALL = [true, true, true, true, true];
const NONE = [false, false, false, false, false];

async function change(browser: Browser, person: TestServer["person"]): Promise<Page> {
  const page = await browser.open("/account/security");
  await browser.click(page, "submit-password", { password: person.password, new_password: wanted });
  return page;
}

async function reset(email: string): Promise<Page> {
  const browser = new Browser(server.origin);
  const page = await browser.click(await browser.open("/reset"), "submit-email", { email });
  const finish = await browser.click(page, "submit-code", { code: newestLetter(server, email).code });
  await browser.click(finish, "submit-finish", { new_password: wanted });
  return finish;
}

async function entry(subject: string): Promise<unknown> {
  const { engine } = server.gatehouse.store;
  const [last] = await newestAudit(engine, { action: "person.password_set", target: subject }, 1);
  return last?.after;
}

describe.each([
  ["sessions_and_tokens", "connected apps lose their access"],
  ["sessions", "Every other session ends.<"],
] as const satisfies readonly (readonly [PasswordEnds, string])[])("on_password_change: %s", (ends, said) => {
  const tokensEnd = ends === "sessions_and_tokens";

  beforeAll(async () => {
    world = outside();
    // The other one is the default.
    const settings = tokensEnd ? {} : { on_password_change: ends };
    server = await startServer({ outbound: world.port, settings });
    app = await server.addApp({
      scopes: ["openid", "bookings:read", "offline_access"],
      settings: { refresh_token: "always" },
      metadata: { backchannel_logout_uri: "https://app.example/logged-out" },
    });
  });
  afterAll(() => server.close());

  test("RT-17 a changed password ends what the page says, and nothing of anybody else", async () => {
    const person = await server.addPerson("bob");
    const other = await at(await server.addPerson("carl"));
    const elsewhere = await at(person);
    const here = await at(person);
    const page = await change(here.browser, person);
    expect(page.html).toContain(said);
    expect(await alive(elsewhere)).toEqual(tokensEnd ? NONE : ALL);
    expect(await alive(here)).toEqual(tokensEnd ? NONE : ALL);
    expect(await alive(other)).toEqual(ALL);
    expect(await entry(person.id)).toEqual({ sessions_ended: 1, families_ended: tokensEnd ? 4 : 0 });
    // What was allowed stays allowed, and the session that changed it goes on: the app asks, and gets new ones unasked.
    const again = await walk(server, authorizeUrl(server, app), person, "deny", here.browser);
    expect(again.searchParams.get("code")).not.toBe(null);
  });

  test("RT-17 a password that was reset ends it too, and says so before", async () => {
    const person = await server.addPerson("dora");
    const { people } = server.gatehouse.store;
    await people.setEmail(person.id, "dora@example.com", server.clock.now());
    const held = await at(person);
    expect((await reset("dora@example.com")).html).toContain(said);
    expect(await alive(held)).toEqual(tokensEnd ? NONE : ALL);
    expect(await entry(person.id)).toEqual({ sessions_ended: 1, families_ended: tokensEnd ? 2 : 0 });
  });

  test("RT-17 apps are told of the sessions that ended (Back-Channel Logout §2.5), and of none that goes on", async () => {
    const person = await server.addPerson("eve");
    await at(person);
    const here = await at(person);
    await change(here.browser, person);
    await sendLogouts(server.gatehouse.ports);
    const [going] = await server.gatehouse.store.sessions.list(person.id, server.clock.now());
    expect(told(person)).toHaveLength(1);
    expect(told(person)).not.toContain(going?.sid);
  });
});
