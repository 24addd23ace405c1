/** A sentence of the guide: words, code, links; every piece is escaped by the renderer. */
import type { VNode } from "preact";
import type { Text } from "../../guide/text.ts";

export function Sentence({ text }: { text: Text }): VNode {
  return (
    <>
      {text.map((piece) => {
        if (typeof piece === "string") return piece;
        if ("code" in piece) return <code translate={false}>{piece.code}</code>;
        if ("strong" in piece) return <strong>{piece.strong}</strong>;
        return <a href={piece.href}>{piece.link}</a>;
      })}
    </>
  );
}
