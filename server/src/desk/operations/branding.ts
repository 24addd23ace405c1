/** PO-04, PO-06 — what the company looks like on all pages: read by staff, changed by admins, and never so that it cannot be read (WCAG 1.4.3). */
import { createHash } from "node:crypto";
import { Type } from "typebox";
import { ENOUGH, measured, nearest } from "../branding/contrast.ts";
import { readPicture } from "../branding/image.ts";
import { accentsOf, IMAGE_TYPES, type Branding, type Logo } from "../branding/look.ts";
import { ownAccent, type Colour, type Scheme } from "../branding/palette.ts";
import { operation, type Operation } from "../operation.ts";
import type { Desk } from "../ports.ts";
import { fieldTrouble, Problem, type FieldTrouble } from "../problems.ts";
import { stampOrNull } from "../shapes.ts";
import { readName } from "./apps.ts";

export interface BrandingJson {
  /** What people read: the chosen name, else the one of the settings. */
  company: string;
  name: string | null;
  accent: string | null;
  accent_dark: string | null;
  logo: Logo | null;
  changed_at: string | null;
  /** The colours as they are drawn, with the least contrast that text has in them. */
  colours: Record<Scheme, { accent: string; contrast: number }>;
}

const Text = Type.String();
const TextOrNull = Type.Union([Text, Type.Null()]);

const LogoShape = Type.Object({
  id: Text,
  type: Type.Union(IMAGE_TYPES.map((type) => Type.Literal(type))),
  width: Type.Integer(),
  height: Type.Integer(),
});

const Drawn = Type.Object({ accent: Text, contrast: Type.Number() });

const BrandingShape = Type.Object({
  company: Text,
  name: TextOrNull,
  accent: TextOrNull,
  accent_dark: TextOrNull,
  logo: Type.Union([LogoShape, Type.Null()]),
  changed_at: TextOrNull,
  colours: Type.Object({ light: Drawn, dark: Drawn }),
});

const Choice = {
  name: Type.Union([Type.String({ maxLength: 400 }), Type.Null()], {
    description: "The company's name; null for the one of the settings.",
  }),
  accent: Type.Union([Type.String({ maxLength: 20 }), Type.Null()], {
    description: "The colour as #rrggbb; null for Gatehouse's own.",
  }),
  accent_dark: Type.Union([Type.String({ maxLength: 20 }), Type.Null()], {
    description: "The colour on dark pages; null for the nearest shade of `accent` that can be read there.",
  }),
  logo: Type.Union([Type.String({ maxLength: 60 }), Type.Null()], {
    description: "The id of a picture; null for none.",
  }),
};

/** Bytes of a picture, and the same as base64. */
export const MOST_BYTES: number = 200 * 1024;
const MOST_BASE64 = Math.ceil(MOST_BYTES / 3) * 4;
const SIDE = { least: 24, most: 2048 };

function told(desk: Desk, { name, accent, accentDark, logo, changedAt }: Branding): BrandingJson {
  const drawn = accent === null ? null : accentsOf(accent, accentDark);
  const colour = (scheme: Scheme): { accent: string; contrast: number } => {
    const used = drawn?.[scheme].accent ?? ownAccent[scheme];
    return { accent: used, contrast: rounded(measured(used, scheme)) };
  };
  return {
    company: name ?? desk.settings.company,
    name,
    accent,
    accent_dark: accentDark,
    logo,
    changed_at: stampOrNull(changedAt),
    colours: { light: colour("light"), dark: colour("dark") },
  };
}

/** Never rounded up to what is enough. */
const rounded = (ratio: number): number => Math.floor(ratio * 100) / 100;

export const readBranding: Operation<BrandingJson> = operation({
  name: "branding.read",
  method: "GET",
  path: "/branding",
  summary: "What the company looks like on all pages. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: BrandingShape,
  run: async (desk) => told(desk, await desk.branding.read()),
});

interface Wish {
  name: string | null;
  accent: string | null;
  accent_dark: string | null;
  logo: string | null;
}

/** The wish as it would be stored. Throws Problem `invalid`: with the contrast that was measured, and the nearest colour that has enough. */
function read({ name, accent, accent_dark, logo }: Wish): Omit<Branding, "logo" | "changedAt"> & {
  logo: string | null;
} {
  const troubles: FieldTrouble[] = [];
  const colour = (field: "accent" | "accent_dark", wanted: string | null, scheme: Scheme): Colour | null => {
    if (wanted === null) return null;
    const written = wanted.trim().toLowerCase();
    if (!/^#[0-9a-f]{6}$/.test(written)) {
      troubles.push({ field, sentence: "Write the colour as # and six digits, like #2d49c8." });
      return null;
    }
    const ratio = measured(written, scheme);
    if (ratio < ENOUGH) {
      const values = { ratio: rounded(ratio).toFixed(2), colour: nearest(written, scheme) };
      troubles.push(fieldTrouble(field, TOO_FAINT[scheme], values));
    }
    return written;
  };
  const light = colour("accent", accent, "light");
  const dark = colour("accent_dark", accent_dark, "dark");
  if (accent === null && accent_dark !== null)
    troubles.push({ field: "accent", sentence: "Choose the colour of light pages as well." });
  if (troubles.length > 0) throw new Problem("invalid", troubles);
  return { name: name === null ? null : readName(name, "name"), accent: light, accentDark: dark, logo };
}

const TOO_FAINT: Record<Scheme, string> = {
  light: "On light pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.",
  dark: "On dark pages text in this colour has a contrast of {ratio}:1, and needs 4.5:1. {colour} has it.",
};

const trouble = (sentence: string): Problem => new Problem("invalid", [{ field: "image", sentence }]);

const noLogo = (): Problem =>
  new Problem("invalid", [{ field: "logo", sentence: "There is no such picture. Send it again." }]);

export const previewBranding: Operation<BrandingJson> = operation({
  name: "branding.preview",
  method: "POST",
  path: "/branding/preview",
  summary: "Says what a change would look like, and changes nothing. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: false,
  input: Type.Object(Choice, { additionalProperties: false }),
  output: BrandingShape,
  async run(desk, _caller, input) {
    const { logo: id, ...wish } = read(input);
    const logo = id === null ? null : ((await desk.branding.picture(id))?.logo ?? null);
    if (id !== null && logo === null) throw noLogo();
    return told(desk, { ...wish, logo, changedAt: null });
  },
});

export const changeBranding: Operation<BrandingJson> = operation({
  name: "branding.update",
  method: "PUT",
  path: "/branding",
  summary: "Changes name, colour and logo on all pages, on every node within a second. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: true,
  input: Type.Object(Choice, { additionalProperties: false }),
  output: BrandingShape,
  async run(desk, caller, input) {
    const changed = await desk.branding.change({ ...read(input), changedAt: desk.clock.now() }, caller.by);
    if (!changed) throw noLogo();
    return told(desk, await desk.branding.read());
  },
});

export const keepLogo: Operation<Logo> = operation({
  name: "branding.add_logo",
  method: "POST",
  path: "/branding/logos",
  summary:
    "Keeps a picture (PNG, JPEG or WebP, 200 KiB, 24 to 2048 pixels a side) until it is made the logo, or for a day. For admins.",
  target: "none",
  who: { staff: "admin" },
  fresh: false,
  bodyLimit: MOST_BASE64 + 1024,
  input: Type.Object(
    { image: Type.String({ maxLength: MOST_BASE64, contentEncoding: "base64" }) },
    { additionalProperties: false },
  ),
  output: LogoShape,
  async run(desk, _caller, { image }) {
    const bytes = Buffer.from(image, "base64");
    // What Node skips is not ours to guess.
    if (bytes.toString("base64") !== image) throw trouble("Send the picture as base64.");
    if (bytes.length > MOST_BYTES) throw trouble("The picture is larger than 200 KiB.");
    const picture = readPicture(bytes);
    if (picture === null) throw trouble("Take a picture in PNG, JPEG or WebP.");
    const { type, width, height, moves } = picture;
    if (moves) throw trouble("Take a picture that does not move.");
    const sides = [width, height].toSorted((a, b) => a - b);
    const [short = 0, long = 0] = sides;
    if (short < SIDE.least || long > SIDE.most || long > 8 * short)
      throw trouble("Each side is 24 to 2048 pixels long, and none eight times as long as the other.");
    const id = createHash("sha256").update(bytes).digest("base64url");
    const logo = { id, type, width, height };
    await desk.branding.keep({ ...logo, body: image }, desk.clock.now());
    return logo;
  },
});
