/**
 * Draws every sample of every page, light and dark, at 360 and 1280 px, and a contact sheet per area: `npm run screenshots`.
 * `-- --out FOLDER --locale de --pages portal` choose where, in which language (`all` for each), and only names that have it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import {
  LOCALES,
  brandFiles,
  copyScript,
  deskStylesheet,
  everySample,
  guideAssets,
  stylesheet,
} from "../server/dist/pages/samples.js";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "./.gatehouse/screenshots" },
    locale: { type: "string", default: "en" },
    pages: { type: "string", default: "" },
  },
});
const locales = values.locale === "all" ? LOCALES : [values.locale];
if (locales.some((locale) => !LOCALES.includes(locale)))
  throw new Error(`--locale is one of ${LOCALES.join(", ")}, or all.`);
const wanted = everySample.filter(({ name }) => name.includes(values.pages));
const flags =
  "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run --allow-file-access-from-files";
const looks = ["light", "dark"].flatMap((colorScheme) =>
  [360, 1280].map((width) => ({ colorScheme, width })),
);

/** The part of the product that a sample belongs to: a sheet of its own. */
const areaOf = (name) => /^(?:portal|console|guide|letter)/.exec(name)?.[0] ?? "account";

const assets = new Map(
  [stylesheet, deskStylesheet, copyScript, ...guideAssets].map(({ path, body }) => [path, body]),
);
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const asset = assets.get(pathname);
  if (asset !== undefined) {
    const type = pathname.endsWith(".css") ? "text/css" : "text/javascript";
    response.setHeader("content-type", `${type}; charset=utf-8`).end(asset);
    return;
  }
  const file = brandFiles.find(({ path }) => path === pathname);
  if (file !== undefined) {
    response.setHeader("content-type", file.type).end(file.body);
    return;
  }
  const sample = wanted.find(({ name }) => `/${name}` === pathname);
  response.statusCode = sample === undefined ? 404 : 200;
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(sample?.render(searchParams.get("locale") ?? "en") ?? "");
});
await new Promise((resolve) => {
  server.listen(0, "127.0.0.1", () => resolve());
});
const origin = `http://127.0.0.1:${server.address().port}`;

mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: flags.split(" "),
});
try {
  /** File names by sheet. */
  const sheets = new Map();
  for (const { colorScheme, width } of looks) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    for (const locale of locales)
      for (const { name } of wanted) {
        await page.goto(`${origin}/${name}?locale=${locale}`);
        const file = `${name.replace("/", "-")}.${locale}.${colorScheme}.${width}.png`;
        await page.screenshot({ path: join(values.out, file), fullPage: true });
        const sheet = `${areaOf(name)}.${locale}.${colorScheme}.${width}`;
        sheets.set(sheet, [...(sheets.get(sheet) ?? []), file]);
      }
    await context.close();
  }
  const page = await browser.newPage();
  for (const [sheet, files] of sheets) await drawSheet(page, sheet, files);
  console.log(`${wanted.length} samples, ${sheets.size} contact sheets in ${values.out}`);
} finally {
  await browser.close();
  server.close();
}

/** All pictures of an area side by side, each under its name; what is very long is cut. */
async function drawSheet(page, sheet, files) {
  const width = sheet.endsWith(".360") ? 240 : 520;
  const across = sheet.endsWith(".360") ? 8 : 4;
  const longest = 1400;
  const columns = Array.from({ length: across }, () => ({ height: 0, html: "" }));
  for (const file of files) {
    const png = readFileSync(join(values.out, file));
    const height = Math.min(longest, Math.round((png.readUInt32BE(20) * width) / png.readUInt32BE(16)));
    const column = columns.reduce((least, one) => (one.height < least.height ? one : least));
    column.height += height + 40;
    column.html += `<figure><figcaption>${file}</figcaption><div style="height:${height}px"><img src="${file}" alt=""></div></figure>`;
  }
  const html = `<!doctype html><meta charset="utf-8"><title>${sheet}</title><style>
body { display: flex; gap: 12px; align-items: flex-start; margin: 12px; background: #8a8f99; font: 12px system-ui, sans-serif; }
main { width: ${width}px; } figure { margin: 0 0 16px; } figcaption { padding: 2px 4px; background: #fff; overflow-wrap: anywhere; }
figure > div { overflow: hidden; } img { display: block; width: ${width}px; }</style>${columns.map((column) => `<main>${column.html}</main>`).join("")}`;
  const path = join(values.out, `sheet-${sheet}.html`);
  writeFileSync(path, html);
  await page.setViewportSize({ width: across * (width + 12) + 12, height: 800 });
  await page.goto(pathToFileURL(path).href);
  await page.screenshot({ path: join(values.out, `sheet-${sheet}.png`), fullPage: true });
}
