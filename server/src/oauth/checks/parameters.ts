/** RFC 6749 §3.1, §3.2 — parameters arrive once each; an empty one counts as absent, an unknown one is ignored. */
import { Refusal, type RefusalName } from "../refusals.ts";

/** Parameters by name. `duplicates` names those that came more than once, whatever their values. */
export interface Parameters {
  get(name: string): string | null;
  has(name: string): boolean;
  readonly duplicates: ReadonlySet<string>;
}

const maxParameters = 64;
const maxValue = 4096;

/** A Map, never an object: `__proto__` is a name like any other. */
export function parametersOf(pairs: Iterable<readonly [string, string]>): Parameters {
  const values = new Map<string, string>();
  const duplicates = new Set<string>();
  for (const [name, value] of pairs) {
    if (values.has(name)) duplicates.add(name);
    else values.set(name, value);
  }
  return {
    get: (name) => values.get(name) || null,
    has: (name) => values.has(name),
    duplicates,
  };
}

/** One form component: `+` is a space, `%` needs two hexadecimal digits, the bytes must be UTF-8 without NUL. */
export function formDecode(text: string): string | null {
  if (!/[%+]/.test(text)) return text.includes("\0") ? null : text;
  try {
    // As strict as we want it: throws on a lone "%" and on what is no UTF-8 (ECMA-262 §19.2.6.1).
    const decoded = decodeURIComponent(text.replaceAll("+", " "));
    return decoded.includes("\0") ? null : decoded;
  } catch {
    return null;
  }
}

/** Reads application/x-www-form-urlencoded text strictly (RFC 6749 Appendix B). Throws the refusal named by `malformed`. */
export function readForm(text: string, malformed: RefusalName): Parameters {
  const pairs: [string, string][] = [];
  for (const part of text.split("&")) {
    if (part === "") continue;
    const cut = part.indexOf("=");
    const name = formDecode(cut < 0 ? part : part.slice(0, cut));
    const value = cut < 0 ? "" : formDecode(part.slice(cut + 1));
    if (name === null || value === null) throw new Refusal(malformed);
    pairs.push([name, value]);
    if (pairs.length > maxParameters || value.length > maxValue) throw new Refusal("request_too_large");
  }
  return parametersOf(pairs);
}

/** Reads one flat JSON object of strings (a documented extension to RFC 6749 §3.2); a repeated key is a duplicate. */
export function readJson(text: string): Parameters {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Refusal("malformed_json");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Refusal("json_not_flat");
  // JSON.parse keeps the last of two equal keys, so a first one of another type would hide: the text itself must be flat.
  const strings: string[] = [];
  const shape = text.replaceAll(/"(?:[^"\\]|\\.)*"|[ \t\r\n]+/g, (found) => {
    if (!found.startsWith('"')) return "";
    strings.push(found);
    return "s";
  });
  if (!/^\{(?:s:s(?:,s:s)*)?\}$/.test(shape)) throw new Refusal("json_not_flat");
  // Every other string is a key now.
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < strings.length; index += 2) {
    const pair: [string, string] = [
      JSON.parse(strings[index] ?? '""') as string,
      JSON.parse(strings[index + 1] ?? '""') as string,
    ];
    if (pair.some((part) => part.includes("\0") || !part.isWellFormed())) throw new Refusal("malformed_json");
    pairs.push(pair);
  }
  if (pairs.length > maxParameters || pairs.some(([, value]) => value.length > maxValue))
    throw new Refusal("request_too_large");
  return parametersOf(pairs);
}

/** Refuses a request in which any parameter that `known` names came twice; an unknown one is ignored however often it comes. */
export function refuseDuplicates(parameters: Parameters, known: ReadonlySet<string>): void {
  for (const name of parameters.duplicates) if (known.has(name)) throw new Refusal("duplicate_parameter");
}
