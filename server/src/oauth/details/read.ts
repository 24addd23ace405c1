/** RFC 9396 §2, §5, §6 — the parameter authorization_details: only types and fields that the API declared, and never more than was granted. */
import type { Client } from "../clients/client.ts";
import { Refusal } from "../refusals.ts";
import type { Resource } from "../resource.ts";
import type { AuthorizationDetail } from "./detail.ts";
import { isObject, MAX_TEXT, type DetailField, type DetailType } from "./type.ts";

/** More than so many sentences nobody reads before deciding. */
const MAX_DETAILS = 10;
const MAX_ENTRIES = 20;
/** Controls, formats (zero width, direction), private use, separators of lines, selectors, and letters drawn as nothing. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Variation_Selector}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/u;

/** The details of a parameter. Throws `details_malformed` or `details_refused`; an absent parameter asks for none. */
export function readDetails(
  text: string | null,
  client: Client,
  resource: Resource,
): readonly AuthorizationDetail[] {
  if (text === null) return [];
  const details = parse(text);
  if (!details.every((detail) => isPermitted(detail, client, resource))) throw new Refusal("details_refused");
  return details;
}

/** The same for a machine: what needs a person is refused, not dropped, because nothing would be left of the permission. */
export function readDetailsForMachine(
  text: string | null,
  client: Client,
  resource: Resource,
): readonly AuthorizationDetail[] {
  const details = readDetails(text, client, resource);
  if (details.some(({ type }) => typeNamed(type, resource)?.person !== false))
    throw new Refusal("details_refused");
  return details;
}

/** What is left of a grant now: what client or API lost since is gone. */
export function stillPermitted(
  granted: readonly AuthorizationDetail[],
  client: Client,
  resource: Resource,
): readonly AuthorizationDetail[] {
  return granted.filter((detail) => isPermitted(detail, client, resource));
}

/** §6: a token may have some of what was granted, each whole; nothing asked means all of it. */
export function narrowedDetails(
  text: string | null,
  granted: readonly AuthorizationDetail[],
): readonly AuthorizationDetail[] {
  if (text === null) return granted;
  const known = new Set(granted.map(canonical));
  const asked = parse(text);
  if (!asked.every((detail) => known.has(canonical(detail)))) throw new Refusal("details_wider");
  return asked;
}

function parse(text: string): readonly AuthorizationDetail[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal("details_malformed");
  }
  if (!Array.isArray(json) || json.length === 0 || json.length > MAX_DETAILS || !json.every(isDetail))
    throw new Refusal("details_malformed");
  return json;
}

function isDetail(value: unknown): value is AuthorizationDetail {
  return isObject(value) && typeof value["type"] === "string";
}

function typeNamed(type: string, { detailTypes }: Resource): DetailType | undefined {
  return detailTypes.find((one) => one.type === type);
}

function isPermitted(detail: AuthorizationDetail, client: Client, resource: Resource): boolean {
  const declared = typeNamed(detail.type, resource);
  if (declared === undefined || client.metadata.authorization_details_types?.includes(detail.type) !== true)
    return false;
  const { type: _, ...values } = detail;
  return holds(values, declared.fields);
}

function holds(values: Readonly<Record<string, unknown>>, fields: DetailType["fields"]): boolean {
  const known = Object.keys(values).every((name) => Object.hasOwn(fields, name));
  return (
    known &&
    Object.entries(fields).every(([name, field]) =>
      Object.hasOwn(values, name) ? fits(values[name], field) : field.required !== true,
    )
  );
}

function fits(value: unknown, field: DetailField): boolean {
  switch (field.kind) {
    case "text":
      return isEntry(value, field);
    case "number":
      return (
        typeof value === "number" &&
        Number.isFinite(value) &&
        value >= (field.min ?? -Infinity) &&
        value <= (field.max ?? Infinity)
      );
    case "boolean":
      return typeof value === "boolean";
    case "list":
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.length <= (field.max ?? MAX_ENTRIES) &&
        value.every((entry) => isEntry(entry, { ...field, max: MAX_TEXT })) &&
        // A person reads the whole of it, or it is not allowed; each entry as it is quoted (words.ts).
        value.every((entry) => JSON.stringify(entry).length <= MAX_TEXT + 2) &&
        value.join(", ").length <= MAX_TEXT
      );
    case "object":
      return isObject(value) && holds(value, field.fields);
  }
}

function isEntry(value: unknown, { values, max }: { values?: readonly string[]; max?: number }): boolean {
  if (typeof value !== "string" || value === "" || value.length > (max ?? MAX_TEXT)) return false;
  // A person decides on what they see: nothing is in a value that is not drawn, or drawn somewhere else (RFC 9396 §12.2).
  return value.isWellFormed() && !UNSEEN.test(value) && (values === undefined || values.includes(value));
}

/** The same for the same members in another order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
