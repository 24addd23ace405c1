/** What an OpenAPI document (3.0, 3.1) says about who may call what, and what is wrong with it. */
import type { VersionOptions } from "../api-version.ts";

/** The way from the root of the document to a value, one key or index a step. */
export type Pointer = readonly string[];

/** Something in the document that cannot be enforced as it stands, as an order to whoever writes it. */
export interface OpenApiFault {
  at: Pointer;
  sentence: string;
}

/** One operation as the guard enforces it. The first five members are a rule of `createGuard`. */
export interface DocumentedRoute {
  method: string;
  /** The full path with `:name` for a parameter: the server's base path is part of it. */
  path: string;
  scopes: readonly string[];
  or?: readonly (readonly string[])[];
  person: boolean;
  public: boolean;
  /** The full path as OpenAPI writes it, with `{name}`. */
  template: string;
  summary: string;
  tags: readonly string[];
  at: Pointer;
}

/** One scope of the document's security schemes. */
export interface DocumentedScope {
  name: string;
  /** What it allows, by language; `en` is the scheme's own description unless there are other words. */
  words: Readonly<Record<string, string>>;
  /** No machine token carries it. */
  person: boolean;
  /** What the document says it is for; null when it leaves that to the methods of its routes. */
  access: "read" | "write" | null;
  at: Pointer;
}

/** The whole reading. With a fault in it nothing of it should be used. */
export interface OpenApiReading {
  title: string;
  version: string;
  /** `x-gatehouse-identifier`: the audience of the API's tokens. */
  identifier: string | null;
  /** Where the API is: the first server whose address is absolute. */
  server: string | null;
  routes: readonly DocumentedRoute[];
  scopes: readonly DocumentedScope[];
  versions: VersionOptions | null;
  faults: readonly OpenApiFault[];
}

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** A value with its place. */
export interface Placed<T> {
  value: T;
  at: Pointer;
}

/** Collects faults, so that all of them are told at once. */
export type Tell = (at: Pointer, sentence: string) => void;

/** The member when it is an object, else null. */
export function object(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

/** The member when it is a text, else an empty one. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** An own member: a name from a document may be `constructor`. */
export function own(from: Json | null, name: string): unknown {
  return from !== null && Object.hasOwn(from, name) ? from[name] : undefined;
}

/** Follows `$ref` within the document, eight deep; null, and a fault, where it leads nowhere or outside. */
export function follow(root: Json, start: Placed<unknown>, tell: Tell): Placed<Json> | null {
  let { value, at } = start;
  for (let depth = 0; depth < 8; depth++) {
    const found = object(value);
    if (found === null) {
      tell(start.at, "this must be an object.");
      return null;
    }
    const reference = own(found, "$ref");
    if (reference === undefined) return { value: found, at };
    if (typeof reference !== "string" || !reference.startsWith("#/")) {
      tell(
        [...at, "$ref"],
        "only references within the document (#/…) are followed; bundle the files first.",
      );
      return null;
    }
    at = reference.slice(2).split("/").map(unescapeStep);
    value = at.reduce<unknown>((step, name) => own(object(step), name), root);
  }
  tell(start.at, "this reference leads in a circle.");
  return null;
}

/** RFC 6901 §4. */
function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Members of ours that do not exist: a misspelt one would be a rule that nobody enforces. */
export function knownExtensions(from: Json, at: Pointer, known: readonly string[], tell: Tell): void {
  for (const name of Object.keys(from))
    if (name.startsWith("x-gatehouse-") && !known.includes(name))
      tell(
        [...at, name],
        known.length === 0
          ? `${name} means nothing here; remove it.`
          : `${name} means nothing here; it can be ${known.join(" or ")}.`,
      );
}
