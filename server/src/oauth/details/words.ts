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
  const values = new Map(flat(fields, ""));
  const named = new Set<string>();
  const sentence = template
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== "")
    .flatMap((piece): DetailPart[] => {
      if (!/^\{[^{}]*\}$/.test(piece)) return [{ text: piece, value: false }];
      const path = piece.slice(1, -1);
      const below = [...values].filter(([one]) => one === path || one.startsWith(`${path}.`));
      for (const [one] of below) named.add(one);
      if (below.length === 0) return [{ text: "—", value: false }];
      // Each value by itself: what is shown together is cut together.
      return below
        .flatMap(([, value]) => [
          { text: " ", value: false },
          { text: value, value: true },
        ])
        .slice(1);
    });
  const rest = [...values].filter(([path]) => !named.has(path));
  return { sentence, rest: rest.map(([field, value]) => ({ field, value })) };
}

/** Values by their paths, `a.b`. */
function flat(fields: Readonly<Record<string, unknown>>, above: string): (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const path = above === "" ? name : `${above}.${name}`;
    if (isObject(value)) return flat(value, path);
    return [[path, Array.isArray(value) ? value.join(", ") : String(value)] as const];
  });
}
