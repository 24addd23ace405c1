/** RFC 7591 §5 — names and sentences that somebody else wrote: cleaned, cut, isolated, and escaped by the renderer. */
import type { VNode } from "preact";

/** Nobody needs a longer name; a longer one pushes what matters out of sight. Counted in code points. */
const NAME_LIMIT = 80;

/** Work on a 10 kB name is bounded before the first regular expression sees it. */
const READ_LIMIT = 4096;

const BREAKS = /[\s\p{Zl}\p{Zp}]+/gu;

/**
 * What makes one name look like another: control characters, zero-width and bidirectional controls (all of Cf), lone
 * surrogates, private use (a font may draw another company's logo there), and letters that are drawn as nothing.
 */
const INVISIBLE =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Variation_Selector}|[\u115F\u1160\u2800\u3164\uFFA0]|[\u034F\u17B4\u17B5]/gu;

/** A tower of accents is painted over the lines above it. */
const TOWERS = /(\p{M}{2})\p{M}+/gu;

/**
 * Somebody else's text as one calm line of visible characters. Not escaped: rendering does that.
 * @param limit in code points; what was cut is shown as an ellipsis.
 */
export function untrustedText(text: string, limit: number = NAME_LIMIT): string {
  const line = text
    .slice(0, READ_LIMIT)
    .replace(BREAKS, " ")
    .replace(INVISIBLE, "")
    .normalize("NFC")
    .replace(TOWERS, "$1")
    .replace(BREAKS, " ")
    .trim();
  const points = Array.from(line);
  if (points.length <= limit && text.length <= READ_LIMIT) return line;
  return `${points.slice(0, limit).join("").trimEnd()}…`;
}

/** Props of {@link Untrusted}. */
interface UntrustedProps {
  text: string;
  limit?: number;
  /** Shown when nothing visible is left of the text. */
  fallback?: string;
}

/** Somebody else's text in a sentence of ours: its direction cannot leak into the words around it. */
export function Untrusted({ text, limit = NAME_LIMIT, fallback = "—" }: UntrustedProps): VNode {
  return <bdi>{untrustedText(text, limit) || fallback}</bdi>;
}
