/** RFC 9396 §12.2 — a detail in words: the API's sentence with the app's values in it, and every value that the sentence leaves out. */
import type { Resource } from "../resource.ts";
import type { AuthorizationDetail } from "./detail.ts";
import { isObject } from "./type.ts";

/** A part of a sentence: words of the API's owner, or a value that the app chose and nobody trusts. */
export interface DetailPart {
  text: string;
  value: boolean;
}

export interface DetailInWords {
  sentence: readonly DetailPart[];
  /** Fields that the sentence does not name: nothing is allowed unseen. */
  rest: readonly { field: string; value: string }[];
}

/** In `locale`, else in English; a type that is gone has only its name and its fields. */
export function inWords(detail: AuthorizationDetail, resource: Resource, locale: string): DetailInWords {
  const { type, ...fields } = detail;
  const words = resource.detailTypes.find((one) => one.type === type)?.words ?? {};
  const template = words[locale] ?? words["en"] ?? type;
  const values = flat(fields, "");
  const named = new Set<string>();
  const sentence = template
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== "")
    .flatMap((piece): DetailPart[] => {
      if (!/^\{[^{}]*\}$/.test(piece)) return [{ text: piece, value: false }];
      const path = piece.slice(1, -1);
      const below = values.filter(([one]) => one === path || one.startsWith(`${path}.`));
      for (const [one] of below) named.add(one);
      if (below.length === 0) return [{ text: "—", value: false }];
      // Each value by itself: what is shown together is cut together.
      return below.flatMap(([one, value, listed], at): DetailPart[] => {
        const shown = { text: listed ? apart(value) : value, value: true };
        if (at === 0) return [shown];
        return [{ text: below[at - 1]?.[0] === one ? ", " : " ", value: false }, shown];
      });
    });
  const rest = values.filter(([path]) => !named.has(path));
  return { sentence, rest: rest.map(([field, value]) => ({ field, value })) };
}

/** What no separator can be mistaken for. */
const PLAIN = /^[\p{L}\p{N}\p{M} _.:/@+-]+$/u;

/** One element of a list, so that it cannot look like two: quoted as in JSON when it holds more than words. */
function apart(element: string): string {
  return PLAIN.test(element) ? element : JSON.stringify(element);
}

type Value = readonly [path: string, value: string, listed: boolean];

/** Values by their paths, `a.b`; each element of a list is one, and an object without members is not nothing. */
function flat(fields: Readonly<Record<string, unknown>>, above: string): Value[] {
  return Object.entries(fields).flatMap(([name, value]): Value[] => {
    const path = above === "" ? name : `${above}.${name}`;
    if (isObject(value) && Object.keys(value).length > 0) return flat(value, path);
    if (isObject(value)) return [[path, "{}", false]];
    if (!Array.isArray(value)) return [[path, String(value), false]];
    return value.map((element) => [path, String(element), true]);
  });
}
