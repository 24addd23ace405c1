/** RFC 9396 — authorization details: the types that the APIs understand, each with an example and its sentence. */
import type { DetailField, DetailType } from "../../oauth/details/type.ts";
import type { Block } from "../blocks.ts";
import { code, codes, link, say, type Text } from "../text.ts";
import { callsOf } from "../samples/calls.ts";
import { exampleOf } from "../samples/details.ts";
import { answer, heading, list, prose, sample, table, type WriteSection } from "./section.ts";

type Fields = DetailType["fields"];

/** A bound as the end of a phrase. */
const most = (unit: string, max: number | undefined): string =>
  max === undefined ? "" : `, at most ${max} ${unit}`;

/** What a field may hold, in words. */
function holds(field: DetailField): Text {
  switch (field.kind) {
    case "text":
      return field.values === undefined
        ? say`text${most("characters", field.max)}`
        : say`one of ${codes(field.values)}`;
    case "number":
      return say`number${field.min === undefined ? "" : `, at least ${field.min}`}${field.max === undefined ? "" : `, at most ${field.max}`}`;
    case "boolean":
      return say`true or false`;
    case "list":
      return field.values === undefined
        ? say`list of texts${most("entries", field.max)}`
        : say`list of some of ${codes(field.values)}`;
    case "object":
      return say`object`;
  }
}

/** A row for each field, those of objects with their whole name. */
function rows(fields: Fields, before: string): Text[][] {
  return Object.entries(fields).flatMap(([name, field]) =>
    [
      [say`${code(before + name)}`, say`${field.required === true ? "Required: " : ""}${holds(field)}`],
    ].concat(field.kind === "object" ? rows(field.fields, `${before}${name}.`) : []),
  );
}

function blocks(declared: DetailType): Block[] {
  const { type, fields, words, person } = declared;
  return [
    heading([type]),
    prose(say`The person reads: “${words["en"] ?? ""}” ${person ? "" : "A machine may ask for it too."}`),
    table(["Field", "Holds"], rows(fields, "")),
    answer(declared.type, exampleOf(declared)),
  ];
}

export const details: WriteSection = (facts) => {
  const { apis, grants, metadata } = facts;
  const { details: call } = callsOf(facts);
  const types = apis.flatMap(({ detailTypes }) => detailTypes);
  if (metadata.authorization_details_types_supported === undefined || types.length === 0) return null;
  return {
    id: "details",
    title: "Permissions with details",
    blocks: [
      prose(
        say`Where a ${link("scope", "#routes")} is too wide, ask for exactly what you need: send ${code("authorization_details")}, a JSON array of objects, each with a ${code("type")} (RFC 9396).`,
      ),
      list(
        say`Send it wherever you send ${code("scope")}; both may stand together.`,
        say`What was allowed comes back in the token answer as ${code("authorization_details")}.`,
        say`A type or a field that is not listed here is refused.`,
      ),
      ...(call === null || !grants.has("authorization_code")
        ? []
        : [sample("details", "Send a person to decide about one", call)]),
      ...types.flatMap(blocks),
    ],
  };
};
