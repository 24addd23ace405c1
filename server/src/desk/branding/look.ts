/** What a company looks like: its name, its logo, and its colour with all that follows from it in light and dark. */
import { inkOn, mix, nearest } from "./contrast.ts";
import type { Colour, Scheme } from "./palette.ts";

/** Kinds of pictures that every browser draws and none runs: no SVG (decision 21). */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

export interface Logo {
  /** SHA-256 of its bytes, base64url. */
  id: string;
  type: ImageType;
  /** Pixels. */
  width: number;
  height: number;
}

/** What staff chose; null where they chose nothing. */
export interface Branding {
  name: string | null;
  accent: Colour | null;
  /** On dark pages; made of `accent` where it is null. */
  accentDark: Colour | null;
  logo: Logo | null;
  /** Null when nothing was ever chosen. Milliseconds. */
  changedAt: number | null;
}

export const PLAIN: Branding = { name: null, accent: null, accentDark: null, logo: null, changedAt: null };

/** The colours of one scheme. */
export interface Accents {
  accent: Colour;
  /** Under a pointer. */
  over: Colour;
  /** The ink on either. */
  on: Colour;
}

/** Every colour that follows from the chosen ones. Whatever passes `measured` stays readable in all of them. */
export function accentsOf(accent: Colour, accentDark: Colour | null): Record<Scheme, Accents> {
  const dark = accentDark ?? nearest(accent, "dark");
  return {
    light: { accent, over: mix(accent, "#000000", 0.22), on: inkOn("light") },
    dark: { accent: dark, over: mix(dark, "#ffffff", 0.3), on: inkOn("dark") },
  };
}
