/** Draws every sample of every page into PNG files, for eyes: `node scripts/screenshots.mjs [folder] [locale…]` after `tsc -b`. PAGES=portal draws those whose name has it. */
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import {
  LOCALES,
  brandFiles,
  copyScript,
  deskStylesheet,
  samples,
  stylesheet,
} from "../server/dist/pages/samples.js";

const [folder = "./.gatehouse/screenshots", ...wanted] = process.argv.slice(2);
const locales = wanted.length > 0 ? wanted : LOCALES;
const flags =
  "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run";

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  const sheet = [stylesheet, deskStylesheet].find(({ path }) => path === url.pathname);
  if (sheet !== undefined) {
    response.setHeader("content-type", "text/css; charset=utf-8").end(sheet.body);
    return;
  }
  const file = brandFiles.find(({ path }) => path === url.pathname);
  if (file !== undefined) {
    response.setHeader("content-type", file.type).end(file.body);
    return;
  }
  if (url.pathname === copyScript.path) {
    response.setHeader("content-type", "text/javascript; charset=utf-8").end(copyScript.body);
    return;
  }
  const sample = samples.find(({ name }) => `/${name}` === url.pathname);
  response.statusCode = sample === undefined ? 404 : 200;
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(sample?.render(url.searchParams.get("locale") ?? "en") ?? "");
});
await new Promise((resolve) => {
  server.listen(0, "127.0.0.1", () => resolve());
});
const { port } = server.address();

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: flags.split(" "),
});
try {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [360, 1280]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
      const page = await context.newPage();
      for (const locale of locales) {
        for (const { name } of samples.filter(({ name }) => name.includes(process.env.PAGES ?? ""))) {
          await page.goto(`http://127.0.0.1:${port}/${name}?locale=${locale}`);
          const file = `${name.replace("/", "-")}.${locale}.${colorScheme}.${width}.png`;
          await page.screenshot({ path: join(folder, file), fullPage: true });
        }
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.close();
}
