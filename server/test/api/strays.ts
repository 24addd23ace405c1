/** Members of an answer that its schema does not name: what a schema without `additionalProperties` lets pass (PO-02). */

export interface Schema {
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  allOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  patternProperties?: object;
}

/** The paths of all of them. */
export function strays(schema: Schema, value: unknown, at: string = ""): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => strays(schema.items ?? {}, item, `${at}/${index}`));
  if (typeof value !== "object" || value === null) return [];
  const parts = partsOf(schema);
  // What is a map, or says nothing of its members, may hold any.
  if (parts.some((part) => part.patternProperties !== undefined)) return [];
  const named = Object.assign({}, ...parts.map((part) => part.properties ?? {})) as Record<string, Schema>;
  if (Object.keys(named).length === 0) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const of = named[name];
    return of === undefined ? [`${at}/${name}`] : strays(of, inner, `${at}/${name}`);
  });
}

/** The schema itself, and all that are joined in it. */
function partsOf(schema: Schema): Schema[] {
  return [schema, ...[...(schema.allOf ?? []), ...(schema.anyOf ?? [])].flatMap(partsOf)];
}
