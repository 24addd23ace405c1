/** The company's looks: colours that cannot be read are refused with one that can, and a logo is a picture and nothing else (WCAG 1.4.3, UI-06). */
import { array, assert, constantFrom, integer, property, tuple, uint8Array } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Check } from "typebox/value";
import { contrast, ENOUGH, measured, nearest } from "../../src/desk/branding/contrast.ts";
import { readPicture } from "../../src/desk/branding/image.ts";
import { accentsOf } from "../../src/desk/branding/look.ts";
import { grounds, ownAccent, SCHEMES } from "../../src/desk/branding/palette.ts";
import { readAudit } from "../../src/desk/operations/audit.ts";
import {
  changeBranding,
  keepLogo,
  previewBranding,
  readBranding,
} from "../../src/desk/operations/branding.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { brandStylesheet, stylesheetNamed } from "../../src/pages/brand-stylesheet.ts";
import { sweep } from "../../src/store/sweep.ts";
import { pictures } from "../support/pictures.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

const DAY = 24 * 3600 * 1000;

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());
const desk = (): DeskWorld["server"]["gatehouse"]["desk"] => world.server.gatehouse.desk;

const plain = { name: null, accent: null, accent_dark: null, logo: null };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const channel = integer({ min: 0, max: 255 });
const colour = tuple(channel, channel, channel).map(
  (rgb) => `#${rgb.map((one) => one.toString(16).padStart(2, "0")).join("")}`,
);

async function troubles(work: Promise<unknown>): Promise<[string, string][]> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error("it was not refused");
  return error.fields.map(({ field, sentence }) => [field, sentence]);
}

describe("colours", () => {
  test("contrast is what WCAG 2.2 says", () => {
    expect(contrast("#000000", "#ffffff")).toBe(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
    expect(contrast("#2d49c8", "#2d49c8")).toBe(1);
  });

  test("our own accents can be read on every ground", () => {
    for (const scheme of SCHEMES) expect(measured(ownAccent[scheme], scheme)).toBeGreaterThanOrEqual(ENOUGH);
  });

  test("the nearest colour can be read; one that can be read is its own nearest", () => {
    assert(
      property(colour, constantFrom(...SCHEMES), (one, scheme) => {
        const found = nearest(one, scheme);
        expect(measured(found, scheme)).toBeGreaterThanOrEqual(ENOUGH);
        if (measured(one, scheme) >= ENOUGH) expect(found).toBe(one);
      }),
    );
  });

  test("whatever passes can be read in all that follows from it: under a pointer, and as a ground for words", () => {
    assert(
      property(colour, (one) => {
        const drawn = accentsOf(nearest(one, "light"), null);
        for (const scheme of SCHEMES) {
          const { accent, over, on } = drawn[scheme];
          for (const ink of [accent, over]) {
            expect(contrast(ink, on)).toBeGreaterThanOrEqual(ENOUGH);
            for (const ground of Object.values(grounds[scheme]))
              expect(contrast(ink, ground)).toBeGreaterThanOrEqual(ENOUGH);
          }
        }
      }),
    );
  });

  test("a stylesheet is made of its name alone, and of no name that we did not give", () => {
    const { path, body } = brandStylesheet("#7a1fa2", "#d79bf0");
    const name = path.split("/").at(-1) ?? "";
    expect(stylesheetNamed(name)).toEqual({ path, body });
    for (const other of [name.replace("7a1fa2", "7a1fa3"), `x${name}`, "a.css", name.toUpperCase()])
      expect(stylesheetNamed(other)).toBeNull();
    expect(body).not.toMatch(/url|@import|<|\\/);
  });

  test("a colour that cannot be read is refused with what was measured, and the nearest one that passes", async () => {
    const wish = { ...plain, accent: "#FFCC00", accent_dark: "#333333" };
    const said = await troubles(perform(changeBranding, desk(), world.admin, wish));
    expect(said).toEqual([
      ["accent", expect.stringMatching(/contrast of 1\.\d\d:1.+4\.5:1\. #[0-9a-f]{6} has it/)],
      ["accent_dark", expect.stringMatching(/On dark pages .+ #[0-9a-f]{6} has it/)],
    ]);
    const [light = "", dark = ""] = said.map(([, sentence]) => /#[0-9a-f]{6}/.exec(sentence)?.[0]);
    const better = { ...plain, accent: light, accent_dark: dark };
    const seen = await perform(previewBranding, desk(), world.admin, better);
    for (const scheme of SCHEMES) expect(seen.colours[scheme].contrast).toBeGreaterThanOrEqual(ENOUGH);
    // It was only looked at.
    expect((await perform(readBranding, desk(), world.reviewer, {})).accent).toBeNull();
  });

  test("what is no colour, and a dark colour alone, are refused", async () => {
    const bad = ["red", "#12345", "#12345g", "#2d49c8;} body{", "url(x)"];
    for (const accent of bad)
      expect(await troubles(perform(changeBranding, desk(), world.admin, { ...plain, accent }))).toEqual([
        ["accent", expect.stringContaining("six digits")],
      ]);
    const alone = { ...plain, accent_dark: "#d79bf0" };
    expect((await troubles(perform(changeBranding, desk(), world.admin, alone)))[0]?.[0]).toBe("accent");
  });
});

describe("logos", () => {
  test("every kind says its size", () => {
    const size = { width: 48, height: 32, moves: false };
    const kinds = { png: "png", jpeg: "jpeg", progressive: "jpeg", webp: "webp" } as const;
    const all = { ...kinds, lossless: "webp", extended: "webp" } as const;
    for (const [name, type] of Object.entries(all)) {
      const bytes = Buffer.from(pictures[name as keyof typeof all], "base64");
      expect(readPicture(bytes), name).toEqual({ ...size, type: `image/${type}` });
    }
    for (const name of ["movingPng", "movingWebp"] as const)
      expect(readPicture(Buffer.from(pictures[name], "base64"))?.moves, name).toBe(true);
  });

  test("HX-08 no bytes make the reader throw or go on for ever", () => {
    const whole = (["png", "jpeg", "progressive", "webp", "lossless", "movingPng"] as const).map((name) =>
      Buffer.from(pictures[name], "base64"),
    );
    const damage = tuple(
      constantFrom(...whole),
      array(tuple(integer({ min: 0, max: 300 }), channel), { maxLength: 8 }),
      integer({ min: 0, max: 400 }),
    ).map(([bytes, changes, length]) => {
      const copy = Uint8Array.from(bytes);
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value;
      return copy.subarray(0, length);
    });
    for (const bytes of [uint8Array({ maxLength: 200 }), damage])
      assert(property(bytes, (some) => void readPicture(some)));
  });

  test("SVG, HTML, what moves, what is too large, too small or too thin are refused with the reason", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const large = Buffer.concat([Buffer.from(pictures.png, "base64"), Buffer.alloc(200 * 1024)]);
    const refused: [string, string][] = [
      [base64(svg), "PNG, JPEG or WebP"],
      [base64("<!doctype html><script>alert(1)</script>"), "PNG, JPEG or WebP"],
      [base64("GIF89a"), "PNG, JPEG or WebP"],
      [pictures.png.slice(0, 20), "PNG, JPEG or WebP"],
      [pictures.movingPng, "does not move"],
      [pictures.movingWebp, "does not move"],
      [pictures.thin, "Each side"],
      [pictures.tiny, "Each side"],
      [pictures.wide, "Each side"],
      ["not base64!", "as base64"],
    ];
    for (const [image, why] of refused)
      expect(await troubles(perform(keepLogo, desk(), world.admin, { image }))).toEqual([
        ["image", expect.stringContaining(why)],
      ]);
    const sent = perform(keepLogo, desk(), world.admin, { image: large.toString("base64") });
    expect((await troubles(sent))[0]?.[0]).toBe("image");
    const nothing = { ...plain, logo: "A".repeat(43) };
    expect((await troubles(perform(changeBranding, desk(), world.admin, nothing)))[0]?.[0]).toBe("logo");
  });
});

test("PO-06 a change is known at once, written down, and undone; a logo outlives the sweep, and what was left aside does not", async () => {
  const logo = await perform(keepLogo, desk(), world.admin, { image: pictures.png });
  const other = await perform(keepLogo, desk(), world.admin, { image: pictures.webp });
  const wish = { name: "Northwind", accent: "#7a1fa2", accent_dark: null, logo: logo.id };
  const changed = await perform(changeBranding, desk(), world.admin, wish);
  expect(Check(changeBranding.output, changed)).toBe(true);
  const now = await perform(readBranding, desk(), world.reviewer, {});
  expect(now).toMatchObject({ company: "Northwind", accent: "#7a1fa2", logo: { id: logo.id, width: 48 } });
  const [entry] = (await perform(readAudit, desk(), world.reviewer, { action: "branding" })).items;
  expect(entry).toMatchObject({
    action: "branding.changed",
    actor: { type: "person", id: world.admin.person?.id },
    after: { name: "Northwind", accent: "#7a1fa2", logo: logo.id },
  });
  const { store } = world.server.gatehouse;
  expect((await sweep(store.engine, store.clock.now() + DAY + 1))?.brand_images).toBe(1);
  expect(await desk().branding.picture(other.id)).toBeNull();
  expect(await desk().branding.picture(logo.id)).not.toBeNull();
  // Sent again it stays what it is: the logo.
  await perform(keepLogo, desk(), world.admin, { image: pictures.png });
  world.server.clock.advance(60_000);
  await perform(changeBranding, desk(), world.admin, plain);
  expect(await perform(readBranding, desk(), world.reviewer, {})).toMatchObject({ ...plain });
  // Pages that were drawn with it a moment ago still find it.
  expect(await desk().branding.picture(logo.id)).not.toBeNull();
  expect((await sweep(store.engine, store.clock.now() + DAY + 1))?.brand_images).toBe(1);
});
