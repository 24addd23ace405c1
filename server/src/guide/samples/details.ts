/** RFC 9396 §2 — one authorization detail of a declared type, with a value in every field. */
import type { DetailField, DetailType } from "../../oauth/details/type.ts";

/** A value that the field takes. */
function example(field: DetailField): unknown {
  switch (field.kind) {
    case "text":
      return field.values?.[0] ?? "…";
    case "number":
      return field.min ?? 1;
    case "boolean":
      return true;
    case "list":
      return [field.values?.[0] ?? "…"];
    case "object":
      return examples(field.fields);
  }
}

function examples(fields: DetailType["fields"]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, example(field)]));
}

/** The whole object. */
export function exampleOf({ type, fields }: DetailType): Record<string, unknown> {
  return { type, ...examples(fields) };
}
