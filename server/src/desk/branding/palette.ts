/** The grounds that text in the company's colour stands on, light and dark: the stylesheet draws them, and a colour is measured against each (WCAG 1.4.3). */

export type Scheme = "light" | "dark";
export const SCHEMES = ["light", "dark"] as const;

/** `#rrggbb`, in small letters. */
export type Colour = string;

interface Ground {
  page: Colour;
  card: Colour;
  sunk: Colour;
  good: Colour;
  warn: Colour;
  bad: Colour;
}

export const grounds: Readonly<Record<Scheme, Readonly<Ground>>> = {
  light: {
    page: "#f4f5f8",
    card: "#ffffff",
    sunk: "#f6f7fa",
    good: "#e7f5ee",
    warn: "#fff4de",
    bad: "#fdf0ef",
  },
  dark: {
    page: "#0e1015",
    card: "#171a21",
    sunk: "#1e222b",
    good: "#12291f",
    warn: "#2b2312",
    bad: "#2f1817",
  },
};

/** The accent of a company that has chosen none. */
export const ownAccent: Readonly<Record<Scheme, Colour>> = { light: "#2d49c8", dark: "#aab8ff" };
