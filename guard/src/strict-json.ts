/** RFC 8725 §3.12, RFC 7515 §4 — JSON objects with every name once, from strict UTF-8. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the string that begins before `from` ends: at its closing quote. */
function endOfString(text: string, from: number): number {
  let index = from;
  for (let code = text.charCodeAt(index); code !== QUOTE; code = text.charCodeAt(index))
    index += code === BACKSLASH ? 2 : 1;
  return index;
}

/** Counts the members of the outermost object of a text that is already known to be JSON. */
function countMembers(text: string): number {
  let depth = 0;
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index + 1);
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
        break;
      case 0x3a: // :
        if (depth === 1) members += 1;
    }
  }
  return members;
}

/** Reads an object, or null when the bytes are not UTF-8, not JSON, not an object, or name something twice. */
export function parseObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    // A name that is written twice, however it is escaped, makes the text longer than what was read from it.
    if (countMembers(text) !== Object.keys(value).length) return null;
    return value as Record<string, unknown>;
  } catch {
    return null;
  }
}
