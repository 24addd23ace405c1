/** PostgreSQL's text holds every character but NUL; here NUL is written as two others, and nobody above notices. */

/** A noncharacter (Unicode §23.7): nobody sends it, and who does gets it back. */
const MARK = "\uFFFE";

/** What is written in a column for `text`; the same text unless it holds NUL or the mark. */
export function toColumn(text: string): string {
  if (!text.includes("\0") && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, `${MARK}1`).replaceAll("\0", `${MARK}0`);
}

/** The way back. */
export function fromColumn(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replaceAll(`${MARK}0`, "\0").replaceAll(`${MARK}1`, MARK);
}
