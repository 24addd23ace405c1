/** The company's looks over HTTP: chosen, seen before they are so, and then on every page of every node within a second (PO-03, UI-06, HX-02). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { perform } from "../../src/desk/perform.ts";
import { changeBranding } from "../../src/desk/operations/branding.ts";
import { deskWorld, type DeskWorld } from "../desk/world.ts";
import { cheapPasswords, consentPage } from "../support/answers.ts";
import { Browser, type Page } from "../support/browser.ts";
import { startNode } from "../support/nodes.ts";
import { pictures } from "../support/pictures.ts";
import type { TestServer } from "../support/server.ts";

let world: DeskWorld;
let server: TestServer;
let admin: Browser;

async function signedIn(username: string, staff: "reviewer" | "admin" | null): Promise<Browser> {
  const person = await server.addPerson(username);
  if (staff !== null) await server.gatehouse.store.people.setStaff(person.id, staff);
  const browser = new Browser(server.origin);
  await consentPage(server, "/sign-in", browser, person);
  return browser;
}

beforeAll(async () => {
  world = await deskWorld();
  server = world.server;
  cheapPasswords(server);
  admin = await signedIn("brand-admin", "admin");
});
afterAll(() => server.close());

const png = (): Blob => new Blob([Buffer.from(pictures.png, "base64")], { type: "image/png" });

/** The form as a browser sends it. */
async function choose(
  fields: Record<string, string>,
  file: Blob | null,
  at = "/console/branding/change",
): Promise<Page> {
  const page = await admin.open(at);
  const form = new FormData();
  form.set("csrf", /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? "");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("logo", file ?? new Blob([]), file === null ? "" : "logo.png");
  return admin.upload(page.url, form);
}

const hostile = "<img src=x onerror=alert(1)>";

test("chosen, previewed, saved: then every page and letter has it", async () => {
  const preview = await choose({ name: "Nordwind & Söhne", accent: "#7A1FA2", accent_dark: "" }, png());
  expect(preview.status, preview.html).toBe(200);
  expect(preview.url).toContain("/console/branding/preview?draft=");
  expect(preview.html).toContain("Nordwind &amp; Söhne");
  expect((await admin.open("/console/branding")).html).not.toContain("Nordwind");
  const saved = await admin.click(preview, "save");
  expect(saved.url).toContain("/console/branding?done=branding");
  const visitor = new Browser(server.origin);
  for (const path of ["/", "/sign-in", "/sign-up", "/device", "/portal", "/guide", "/nothing-here"]) {
    const { html } = await visitor.open(path);
    expect(html, path).toContain("Nordwind &amp; Söhne");
    expect(html, path).toMatch(/<link rel="stylesheet" href="\/assets\/brand\/7a1fa2-[0-9a-f]{6}-/);
    expect(html, path).toMatch(/<img class="logo" src="\/assets\/brand\/[\w-]{43}\.png"/);
  }
  for (const path of ["/console", "/connected-apps", "/account/security"])
    expect((await admin.open(path)).html, path).toContain("Nordwind &amp; Söhne");
  const { html } = await visitor.open("/guide.md");
  expect(html).toContain("Nordwind & Söhne");
  const asked = await visitor.open("/sign-up");
  await visitor.click(asked, "submit-email", { email: "new@example.com" });
  const [letter] = server.letters();
  expect(letter?.subject).toContain("Nordwind & Söhne");
  expect(letter?.html).toContain("#7a1fa2");
});

test("HX-02 colours and logo are kept for ever, with their type and nothing else; what has no such name is not there", async () => {
  const { html } = await new Browser(server.origin).open("/sign-in");
  const [sheet = ""] = /\/assets\/brand\/[^"]+\.css/.exec(html) ?? [];
  const [logo = ""] = /\/assets\/brand\/[^"]+\.png/.exec(html) ?? [];
  const types: [string, string][] = [
    [sheet, "text/css; charset=utf-8"],
    [logo, "image/png"],
  ];
  for (const [path, type] of types) {
    const answer = await fetch(server.origin + path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
  const picture = Buffer.from(await (await fetch(server.origin + logo)).arrayBuffer());
  expect(picture.toString("base64")).toBe(pictures.png);
  const none = [
    logo.replace(".png", ".webp"),
    logo.replace(".png", ".svg"),
    sheet.replace("7a1fa2", "000000"),
  ];
  for (const path of [...none, "/assets/brand/..%2f..%2fsecret", "/assets/brand/x"])
    expect((await fetch(server.origin + path)).status, path).toBe(404);
});

test("what is wrong is told beside its field, what was typed stays, and markup stays text", async () => {
  const page = await choose({ name: hostile, accent: "#ffcc00", accent_dark: "" }, new Blob(["<svg/>"]));
  expect(page.status).toBe(422);
  expect(page.html).toMatch(/id="accent-error"[^>]*>[^<]*contrast of 1\.\d\d:1/);
  expect(page.html).not.toContain(hostile);
  const svg = await choose({ name: "x", accent: "", accent_dark: "" }, new Blob(["<svg/>"]));
  expect(svg.html).toMatch(/id="logo-error"[^>]*>Take a picture in PNG, JPEG or WebP/);
  const named = await choose({ name: hostile, accent: "", accent_dark: "" }, null);
  expect(named.status).toBe(200);
  expect(named.html).not.toContain(hostile);
});

test("without the form's token, as another kind of form, or too large: refused", async () => {
  const form = new FormData();
  form.set("name", "Eve");
  expect((await admin.upload("/console/branding/change", form)).status).toBe(403);
  expect((await admin.post("/console/branding/change", { name: "Eve" })).status).toBe(415);
  const broken = await fetch(`${server.origin}/console/branding/change`, {
    method: "POST",
    body: "--x\r\nnonsense",
    headers: { "content-type": "multipart/form-data; boundary=x", cookie: cookieOf(admin) },
  });
  expect(broken.status).toBe(400);
  const large = await choose({ name: "Eve" }, new Blob([Buffer.alloc(400_000)]));
  expect(large.status).toBe(413);
});

const cookieOf = (browser: Browser): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

test("PO-03 a preview belongs to the browser that asked for it, and a reviewer changes nothing", async () => {
  const preview = await choose({ name: "Elsewhere", accent: "", accent_dark: "" }, null);
  const second = await signedIn("brand-admin-2", "admin");
  expect((await second.open(preview.url)).status).toBe(404);
  expect((await admin.open("/console/branding/preview?draft=s1.x.y.z")).status).toBe(404);
  const reviewer = await signedIn("brand-reviewer", "reviewer");
  expect((await reviewer.open("/console/branding")).html).not.toContain("/console/branding/change");
  expect((await reviewer.open("/console/branding/change")).status).toBe(403);
});

test("a change is on every node", async () => {
  const node = await startNode(server);
  try {
    const shown = async (): Promise<string> => (await fetch(`${node.origin}/sign-in`)).text();
    expect(await shown()).toContain("Nordwind");
    const wish = { name: "Südwind", accent: "#0d6b43", accent_dark: null, logo: null };
    await perform(changeBranding, server.gatehouse.desk, world.admin, wish);
    // Asked again and again, as people would. How long it may take is measured where time is ours (store/parts/cache.ts).
    while (!(await shown()).includes("Südwind"));
    expect(await shown()).toContain("/assets/brand/0d6b43-");
  } finally {
    await node.end("SIGKILL");
  }
});
