/** A letter in a square: the mark of a company or an app that needs no picture from anywhere (security bar UI-07). */
import type { VNode } from "preact";
import { untrustedText } from "./untrusted.tsx";

/** The tile is decoration: the name always stands beside it. */
export function Tile({ name, kind }: { name: string; kind: "company" | "app" | "person" }): VNode {
  const letter = Array.from(untrustedText(name)).find((point) => /[\p{L}\p{N}]/u.test(point)) ?? "·";
  return (
    <span class={`tile tile-${kind}`} aria-hidden="true">
      <bdi>{letter.toUpperCase()}</bdi>
    </span>
  );
}
