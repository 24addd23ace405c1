/** RFC 8725 §3.12, RFC 7515 §4 — JSON objects with every name once, from strict UTF-8. */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Counts the members of the outermost object of a text that is already known to be JSON. */
function countMembers(text: string): number {
  let depth = 0;
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') {
      index += 1;
      while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
    else if (character === ":" && depth === 1) members += 1;
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
