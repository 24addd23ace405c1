/** WCAG 2.2 §1.4.3 — how well a colour can be read on our pages, and the nearest one that can. */
import { grounds, type Colour, type Scheme } from "./palette.ts";

/** What text needs. */
export const ENOUGH = 4.5;

type Channels = readonly [number, number, number];

const channels = (colour: Colour): Channels => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** Relative luminance as WCAG 2.2 defines it: 0 for black, 1 for white. */
function luminance(colour: Colour): number {
  const linear = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 (the same) to 21 (black on white); the order does not matter. */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** `share` (0 to 1) of the way from one colour to another. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const there = channels(to);
  const mixed = channels(from).map((value, at) => Math.round(value + ((there[at] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Text in this colour on the worst ground of a scheme. */
export function onGrounds(accent: Colour, scheme: Scheme): number {
  return Math.min(...Object.values(grounds[scheme]).map((ground) => contrast(accent, ground)));
}

/** What stands on the colour, e.g. the words of a button: the lightest ground, or the darkest. */
export const inkOn = (scheme: Scheme): Colour =>
  scheme === "light" ? grounds.light.card : grounds.dark.page;

/** The worst of both: text in the colour, and text on it. */
export function measured(accent: Colour, scheme: Scheme): number {
  return Math.min(onGrounds(accent, scheme), contrast(accent, inkOn(scheme)));
}

/** The shade of the colour that needs the least black (light pages) or white (dark pages) to be read. */
export function nearest(accent: Colour, scheme: Scheme): Colour {
  const end = scheme === "light" ? "#000000" : "#ffffff";
  const steps = 255;
  for (let step = 0; step < steps; step++) {
    const candidate = mix(accent, end, step / steps);
    if (measured(candidate, scheme) >= ENOUGH) return candidate;
  }
  return end;
}
