/** RFC 9396 §2, §5 — a type of authorization details, as the API's owner declared it: its fields, what they may hold, and the sentence that a person reads. */

/** One field. Lengths count characters, lists count entries; nothing else is compared. */
export type DetailField = { required?: boolean } & (
  | { kind: "text"; values?: readonly string[]; max?: number }
  | { kind: "number"; min?: number; max?: number }
  | { kind: "boolean" }
  | { kind: "list"; values?: readonly string[]; max?: number }
  | { kind: "object"; fields: Readonly<Record<string, DetailField>> }
);

export interface DetailType {
  type: string;
  fields: Readonly<Record<string, DetailField>>;
  /** What it allows, by language, with `{field}` and `{object.field}` where values go; `en` is always there. */
  words: Readonly<Record<string, string>>;
  /** Whether it only makes sense with a person: no machine may ask for it. */
  person: boolean;
}

/** What is possible at all: whatever is longer nobody reads. */
export const MAX_TEXT = 200;
const MAX_FIELDS = 24;
const MAX_DEPTH = 3;

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const TYPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const MEMBERS: Readonly<Record<DetailField["kind"], readonly string[]>> = {
  text: ["values", "max"],
  number: ["min", "max"],
  boolean: [],
  list: ["values", "max"],
  object: ["fields"],
};

/** Reads a declaration as it came out of JSON; answers every problem as a sentence instead when it is none. */
export function readDetailType(json: unknown): DetailType | { problems: string[] } {
  const problems: string[] = [];
  if (!isObject(json)) return { problems: ["A type is one JSON object."] };
  const { type, fields, words, person = true, ...rest } = json;
  if (typeof type !== "string" || !TYPE.test(type))
    problems.push('type is 1 to 128 printable characters without space, " and \\.');
  if (typeof person !== "boolean") problems.push("person is true or false.");
  for (const name of Object.keys(rest)) problems.push(`There is no member ${JSON.stringify(name)}.`);
  fieldProblems(fields, "", 1, problems);
  wordProblems(words, problems);
  if (problems.length > 0) return { problems };
  const read = json as unknown as DetailType;
  const unknown = placeholders(read).filter((path) => fieldAt(read, path) === null);
  for (const path of unknown) problems.push(`A sentence names {${path}}, and there is no such field.`);
  return problems.length > 0 ? { problems } : { ...read, person: person === true };
}

function fieldProblems(fields: unknown, path: string, depth: number, problems: string[]): void {
  const at = path === "" ? "fields" : path;
  if (!isObject(fields) || Object.keys(fields).length > MAX_FIELDS)
    return void problems.push(`${at} is an object of at most ${MAX_FIELDS} fields.`);
  for (const [name, field] of Object.entries(fields)) {
    const here = path === "" ? name : `${path}.${name}`;
    if (!NAME.test(name) || (path === "" && name === "type"))
      problems.push(`${here} is no name of a field: letters, digits, _ and -, and not type.`);
    if (!isObject(field) || typeof field["kind"] !== "string" || !Object.hasOwn(MEMBERS, field["kind"])) {
      problems.push(`${here} needs a kind: ${Object.keys(MEMBERS).join(", ")}.`);
      continue;
    }
    const { kind, required, ...rest } = field as DetailField & Record<string, unknown>;
    if (required !== undefined && typeof required !== "boolean")
      problems.push(`${here}.required is true or false.`);
    for (const member of Object.keys(rest))
      if (!MEMBERS[kind].includes(member)) problems.push(`${here} has no member ${JSON.stringify(member)}.`);
    const { values, min, max } = rest as Record<string, unknown>;
    if (values !== undefined && !(Array.isArray(values) && values.length > 0 && values.every(isText)))
      problems.push(`${here}.values is a list of texts.`);
    for (const bound of [min, max])
      if (bound !== undefined && !Number.isFinite(bound))
        problems.push(`${here} has a bound that is no number.`);
    if (kind !== "object") continue;
    if (depth >= MAX_DEPTH) problems.push(`${here} lies too deep: ${MAX_DEPTH} levels at most.`);
    else fieldProblems(rest["fields"], here, depth + 1, problems);
  }
}

function wordProblems(words: unknown, problems: string[]): void {
  if (!isObject(words) || !isText(words["en"]))
    return void problems.push("words needs at least the English sentence: en.");
  for (const [language, sentence] of Object.entries(words)) {
    if (!LANGUAGE.test(language)) problems.push(`${JSON.stringify(language)} is no language tag.`);
    if (!isText(sentence) || sentence.trim() === "" || /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(sentence))
      problems.push(`The sentence for ${language} is empty or holds an invisible character.`);
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_TEXT;
}

/** A JSON object, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The field at `a.b`; null when there is none. */
function fieldAt({ fields }: Pick<DetailType, "fields">, path: string): DetailField | null {
  const [name = "", ...rest] = path.split(".");
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return null;
  if (rest.length === 0) return field;
  return field.kind === "object" ? fieldAt(field, rest.join(".")) : null;
}

/** What stands between braces in its sentences. */
function placeholders({ words }: DetailType): string[] {
  return Object.values(words).flatMap((sentence) =>
    [...sentence.matchAll(/\{([^{}]*)\}/g)].map(([, path]) => path ?? ""),
  );
}
