/** Draws the README's pictures from a running `gatehouse dev`: `node scripts/picture.mjs [folder]`. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { crc32, deflateSync } from "node:zlib";
import { chromium } from "playwright-core";

const [folder = fileURLToPath(new URL("../docs/pictures", import.meta.url))] = process.argv.slice(2);
const flags =
  "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run";
/** Around the card, in CSS pixels. */
const margin = 24;

const data = mkdtempSync(join(tmpdir(), "gatehouse-picture-"));
const start = fileURLToPath(new URL("start.mjs", import.meta.url));
const server = spawn(process.execPath, [start, "--json", "--port", "0", "--data", data], {
  stdio: ["ignore", "pipe", "inherit"],
});
const exited = new Promise((resolve) => server.once("exit", resolve));
let browser;
try {
  const ready = await readyLine();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: flags.split(" "),
  });
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage({
    colorScheme: "light",
    deviceScaleFactor: 2,
    locale: "en-GB",
    viewport: { width: 600, height: 1200 },
  });
  await page.goto(authorizeUrl(ready));
  await page.fill("#username", ready.person.username);
  await page.fill("#password", ready.person.password);
  await page.click("#submit-login");
  await page.waitForURL("**/consent?*");
  await draw(page, "consent.png");
  await page.setViewportSize({ width: 1120, height: 1200 });
  await portal(page, ready);
} finally {
  await browser?.close();
  server.kill("SIGTERM");
  await exited;
  rmSync(data, { recursive: true, force: true });
}

/** From the portal's first page to the credentials of a new app. */
async function portal(page, ready) {
  await page.goto(`${ready.issuer}/portal`);
  await page.goto(`${page.url()}/apps/new`);
  await page.check("#type-machine");
  await page.fill("#client_name", "Parcel Pilot");
  await page.click("#create");
  await page.waitForSelector("#client-secret");
  const height = await page.evaluate(() => document.querySelector("main").getBoundingClientRect().bottom);
  const clip = { x: 0, y: 0, width: 1120, height: Math.ceil(height) };
  const png = await page.screenshot({ clip, fullPage: true, caret: "hide" });
  writeFileSync(join(folder, "portal.png"), await lighter(png));
}

async function readyLine() {
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith("{")) return JSON.parse(line);
  throw new Error("the server ended without a ready line");
}

function authorizeUrl(ready) {
  const app = ready.apps.find((one) => one.preset === "provider-003" && one.environment === "live");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: app.client_id,
    redirect_uri: app.redirect_uris[0],
    scope: "profile:read bookings:read offline_access",
  });
  return `${ready.endpoints.authorization_endpoint}?${query}`;
}

/** The card and the company's name above it, without the empty page around them. */
async function draw(page, name) {
  const header = await page.locator("header").boundingBox();
  const card = await page.locator("main").boundingBox();
  const top = Math.max(0, header.y - margin);
  const clip = {
    x: Math.max(0, card.x - margin),
    y: top,
    width: card.width + 2 * margin,
    height: card.y + card.height + margin - top,
  };
  const png = await page.screenshot({ clip, fullPage: true, caret: "hide" });
  writeFileSync(join(folder, name), await lighter(png));
}

/** The same pixels in three quarters of the bytes: flat areas and letters pack best without PNG's line filters. */
async function lighter(png) {
  const canvas = await browser.newPage();
  const { width, height, pixels } = await canvas.evaluate(
    async (source) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      context.drawImage(picture, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
      return { width, height, pixels: new Uint8Array(data.buffer).toBase64() };
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  await canvas.close();
  const rgba = Buffer.from(pixels, "base64");
  // Each line begins with its filter, 0 for none; then red, green and blue, without the fourth byte.
  const lines = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0, to = 0; y < height; y += 1) {
    to += 1;
    for (let x = 0; x < width; x += 1, to += 3)
      rgba.copy(lines, to, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const start = png.subarray(0, 8);
  const data = deflateSync(lines, { level: 9 });
  return Buffer.concat([start, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
