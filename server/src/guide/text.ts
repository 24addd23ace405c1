/** Sentences as pieces: words of ours, and code or links set into them, so that no value from outside is ever taken for markup. */

export type Piece = string | { code: string } | { strong: string } | { link: string; href: string };
export type Text = readonly Piece[];

/** A value to be typed as it stands. */
export const code = (value: string): Piece => ({ code: value });
export const strong = (value: string): Piece => ({ strong: value });
/** `href` is a path of ours, an anchor of the guide, or an https address of ours. */
export const link = (words: string, href: string): Piece => ({ link: words, href });

/** A sentence: say`Send ${code("code")} once.`; a list of pieces may stand in it too. */
export function say(words: TemplateStringsArray, ...values: readonly (Piece | Text)[]): Text {
  return words.flatMap((part, index): Piece[] => {
    const value = values[index];
    const pieces = value === undefined ? [] : Array.isArray(value) ? (value as Text) : [value as Piece];
    return [...(part === "" ? [] : [part]), ...pieces];
  });
}

/** Values as code, with commas between them. */
export function codes(values: readonly string[]): Text {
  return values.flatMap((value, index) => (index === 0 ? [code(value)] : [", ", code(value)]));
}

/** What a reader sees, without any marks. */
export function plain(text: Text): string {
  return text
    .map((piece) => {
      if (typeof piece === "string") return piece;
      return "code" in piece ? piece.code : "strong" in piece ? piece.strong : piece.link;
    })
    .join("");
}
