/** PO-01, UI-01, UI-05, UI-06 — the walls of the portal: every page × strangers and roles, forms of other sites, headers. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { portalRoutes } from "../../src/http/portal/routes.ts";
import { ask, fieldOf } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { pagesOf, portalWorld, type PortalWorld } from "./world.ts";

let world: PortalWorld;
beforeAll(async () => void (world = await portalWorld()));
afterAll(() => world.server.close());

const posted = new Set(
  portalRoutes.filter(({ methods }) => methods.includes("POST")).map(({ path }) => path),
);

/** The page without what differs from answer to answer. */
const calm = ({ html }: Page): string => html.replaceAll(/req_[\w-]+|<bdi>[0-9a-f-]{20,}<\/bdi>/g, "");

test("PO-01 every address of the portal is looked at here", () => {
  const about = portalRoutes.filter(({ path }) => path.includes(":") && !path.includes("POST"));
  expect(new Set(about.map(({ path }) => path)).size).toBe(Object.keys(pagesOf(world, "ours")).length);
});

test("PO-01 what belongs to another organisation is the same page as what is not there", async () => {
  const browser = await world.as("stranger");
  const nothing = await browser.open("/portal/apps/app_nothing");
  expect(nothing.status).toBe(404);
  for (const [name, path] of Object.entries(pagesOf(world, "theirs"))) {
    for (const visitor of [browser, await world.as("ours-owner")]) {
      const page = await visitor.open(path);
      expect([name, page.status]).toEqual([name, 404]);
      expect(page.html).not.toContain("theirs");
    }
    const foreign = await ask(world.server, path, { headers: cookieOf(browser) });
    expect(calm({ html: foreign.html } as Page)).toBe(calm(nothing));
    const sent = await browser.post(path, { csrf: "x" });
    expect([name, [403, 404, 405].includes(sent.status)]).toEqual([name, true]);
  }
});

const cookieOf = (browser: Browser): Record<string, string> => ({
  cookie: `gatehouse=${browser.cookies.get("gatehouse") ?? ""}`,
});

test("PO-01 a viewer sees every page of reading, no button that writes, and is refused at the forms", async () => {
  const browser = await world.as("ours-viewer");
  const reads = new Set([
    "organisation",
    "members",
    "organisationSettings",
    "app",
    "appSettings",
    "goLive",
    "credentials",
    "access",
    "secrets",
    "newApp",
    "leave",
    "inspector",
    "usage",
    "testPeople",
    "testPrograms",
    "playground",
  ]);
  for (const [name, path] of Object.entries(pagesOf(world, "ours"))) {
    const page = await browser.open(path);
    expect([name, page.status]).toEqual([name, reads.has(name) ? 200 : 403]);
    if (!reads.has(name) || name === "newApp" || name === "leave") continue;
    for (const id of [
      "create-app",
      "invite",
      "change",
      "new-secret",
      "rename",
      "delete-app",
      "request-live",
      "make-person",
    ])
      expect([name, id, page.html.includes(`id="${id}"`)]).toEqual([name, id, false]);
  }
  const form = await browser.open(pagesOf(world, "ours")["newApp"] ?? "");
  const sent = await browser.click(form, "create", { client_name: "Sneaky", redirect_uris: "" });
  expect(sent.status).toBe(403);
});

test("PO-03 dangerous pages ask for a fresh proof, and lead back", async () => {
  const browser = await world.as("ours-owner");
  world.server.clock.advance(11 * 60_000);
  const pages = pagesOf(world, "ours");
  for (const name of [
    "invite",
    "member",
    "removeMember",
    "leave",
    "renameOrganisation",
    "deleteApp",
    "goLive",
    "changeAccess",
    "newSecret",
    "endSecret",
    "service",
    "startPlayground",
    "playgroundAddress",
  ]) {
    const page = await browser.open(pages[name] ?? "");
    expect([name, page.url]).toEqual([
      name,
      `${world.server.origin}/re-authenticate?next=${encodeURIComponent(pages[name] ?? "")}`,
    ]);
  }
  for (const name of ["organisation", "members", "app", "appSettings", "secrets", "access", "credentials"])
    expect((await browser.open(pages[name] ?? "")).url).toContain(pages[name] ?? "");
});

test("UI-20 nobody who is not signed in sees anything, and comes back after sign-in", async () => {
  for (const path of Object.values(pagesOf(world, "ours"))) {
    const page = await new Browser(world.server.origin).open(path);
    expect(page.url).toBe(`${world.server.origin}/sign-in?next=${encodeURIComponent(path)}`);
  }
  const door = await new Browser(world.server.origin).open("/portal");
  expect([door.status, door.html.includes('id="enter"')]).toEqual([200, true]);
});

describe("UI-01 forms", () => {
  test("UI-01 every form of the portal refuses a missing, a foreign and another form's token", async () => {
    const browser = await world.as("ours-owner");
    const other = await world.as("ours-owner");
    const mine = pagesOf(world, "ours");
    let tried = 0;
    for (const [name, path] of [...Object.entries(mine), ["newOrganisation", world.paths.newOrganisation]]) {
      const page = await browser.open(path ?? "");
      const csrf = fieldOf(page, "csrf");
      if (name === "withdraw" || csrf === "") continue;
      const theirs = fieldOf(await other.open(path ?? ""), "csrf");
      const elsewhere = fieldOf(await browser.open(world.paths.newOrganisation), "csrf");
      const wrong = ["", theirs, name === "newOrganisation" ? "x" : elsewhere];
      for (const token of wrong)
        expect([name, (await browser.post(path ?? "", { csrf: token })).status]).toEqual([name, 403]);
      const away = await browser.post(path ?? "", { csrf }, { origin: "https://evil.example" });
      expect([name, away.status]).toEqual([name, 403]);
      tried++;
    }
    expect(tried).toBeGreaterThan(12);
    // Nothing is to be withdrawn or accepted here, and no run of the playground to be gone on with.
    expect(posted.size).toBe(tried + 3);
  });
});

test("UI-05 UI-06 UI-07 every page forbids frames, foreign scripts and storing", async () => {
  const browser = await world.as("ours-owner");
  for (const path of ["/portal", ...Object.values(pagesOf(world, "ours"))]) {
    const { headers } = await browser.open(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});
