/** RFC 4514 — whether two texts are the same distinguished name (RFC 8705 §2.1.2, `tls_client_auth_subject_dn`). */

/** Names of attribute types that are written in several ways, by their short one (RFC 4514 §3, RFC 4519 §2). */
const ALIASES: Readonly<Record<string, string>> = {
  "2.5.4.3": "cn",
  commonname: "cn",
  "2.5.4.5": "serialnumber",
  "2.5.4.6": "c",
  "2.5.4.7": "l",
  "2.5.4.8": "st",
  s: "st",
  "2.5.4.9": "street",
  "2.5.4.10": "o",
  "2.5.4.11": "ou",
  "2.5.4.15": "businesscategory",
  "2.5.4.97": "organizationidentifier",
  "0.9.2342.19200300.100.1.1": "uid",
  "0.9.2342.19200300.100.1.25": "dc",
  "1.2.840.113549.1.9.1": "emailaddress",
  e: "emailaddress",
};

/** A type, `=`, and a value in which only an escape may stand for what separates; `#` would begin BER, which nobody compares. */
const PART =
  /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*(?!#)((?:[^\\,+"<>;\0]|\\[0-9A-Fa-f]{2}|\\[ "#+,;<=>\\])*)$/;

/** The name in one spelling; null for a text that is no distinguished name. */
export function canonicalName(text: string): string | null {
  if (text.length > 2048) return null;
  const name: string[][] = [];
  for (const relative of split(text, ",")) {
    const parts = split(relative, "+").map(canonicalPart);
    if (parts.includes(null)) return null;
    name.push((parts as string[]).toSorted());
  }
  return JSON.stringify(name);
}

/** Cuts at `separator`, unless a backslash is before it. */
function split(text: string, separator: "," | "+"): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function canonicalPart(text: string): string | null {
  const [, type, written] = PART.exec(text) ?? [];
  if (type === undefined || written === undefined) return null;
  const name = type.toLowerCase();
  const value = unescaped(unpadded(written));
  return value === "" ? null : `${ALIASES[name] ?? name}=${value}`;
}

/** Spaces at the end belong to the value only when they are escaped. */
function unpadded(written: string): string {
  let end = written.length;
  while (written[end - 1] === " " && written[end - 2] !== "\\") end -= 1;
  return written.slice(0, end);
}

/** The value's bytes as UTF-8: one character may be written as several escapes. */
function unescaped(written: string): string {
  const bytes = Array.from(written.matchAll(/\\([0-9A-Fa-f]{2})|\\(.)|([^\\]+)/gsu), ([, hex, one, plain]) =>
    hex === undefined ? Buffer.from(one ?? plain ?? "", "utf8") : Buffer.from(hex, "hex"),
  );
  return Buffer.concat(bytes).toString("utf8");
}
