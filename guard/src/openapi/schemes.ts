/** OpenAPI securitySchemes: which of them are tokens that the guard checks, and the scopes that they declare. */
import { follow, knownExtensions, object, own, textOf } from "./reading.ts";
import type { DocumentedScope, Json, Pointer, Tell } from "./reading.ts";

/** `token` is checked by the guard, `elsewhere` by the API itself, `foreign` by nobody. */
export interface Scheme {
  kind: "token" | "elsewhere" | "foreign";
  scopes: ReadonlySet<string>;
}

/** Every scheme by its name, and every scope once. */
export interface Schemes {
  byName: ReadonlyMap<string, Scheme>;
  scopes: readonly DocumentedScope[];
}

const ELSEWHERE = "x-gatehouse-elsewhere";
const SCOPES = "x-gatehouse-scopes";
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]{1,128}$/;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** Reads `components.securitySchemes`. */
export function readSchemes(root: Json, tell: Tell): Schemes {
  const at = ["components", "securitySchemes"];
  const all = object(own(object(own(root, "components")), "securitySchemes"));
  const byName = new Map<string, Scheme>();
  const scopes = new Map<string, DocumentedScope>();
  for (const [name, value] of Object.entries(all ?? {})) {
    const found = follow(root, { value, at: [...at, name] }, tell);
    if (found === null) continue;
    knownExtensions(found.value, found.at, [ELSEWHERE, SCOPES], tell);
    const kind = kindOf(found.value);
    const declared = kind === "token" ? readScopes(found.value, found.at, tell) : [];
    byName.set(name, { kind, scopes: new Set(declared.map((scope) => scope.name)) });
    for (const scope of declared) {
      const before = scopes.get(scope.name);
      if (before !== undefined && !same(before, scope))
        tell(scope.at, `${scope.name} is declared twice, and not alike; make both say the same.`);
      else scopes.set(scope.name, scope);
    }
  }
  return { byName, scopes: [...scopes.values()] };
}

function same(one: DocumentedScope, other: DocumentedScope): boolean {
  return JSON.stringify([one.words, one.person]) === JSON.stringify([other.words, other.person]);
}

function kindOf(scheme: Json): Scheme["kind"] {
  const type = textOf(own(scheme, "type"));
  if (type === "oauth2" || type === "openIdConnect") return "token";
  if (type === "http" && textOf(own(scheme, "scheme")).toLowerCase() === "bearer") return "token";
  return own(scheme, ELSEWHERE) === true ? "elsewhere" : "foreign";
}

/** The scopes of the flows, and those that only `x-gatehouse-scopes` names: an openIdConnect scheme has no other place for them. */
function readScopes(scheme: Json, at: Pointer, tell: Tell): DocumentedScope[] {
  const flows = Object.entries(object(own(scheme, "flows")) ?? {}).filter(([name]) => !name.startsWith("x-"));
  const machine = object(own(object(own(object(own(scheme, "flows")), "clientCredentials")), "scopes"));
  const more = object(own(scheme, SCOPES)) ?? {};
  const found = new Map<string, DocumentedScope>();
  const add = (name: string, description: string, place: Pointer): void => {
    if (found.has(name)) return;
    if (!SCOPE_TOKEN.test(name))
      tell(place, `${JSON.stringify(name)} cannot be a scope (RFC 6749 section 3.3).`);
    const about = object(own(more, name));
    // Where the document says which scopes machines can have, the others are for persons.
    const person = own(about, "person") ?? (machine !== null && !Object.hasOwn(machine, name));
    found.set(name, {
      name,
      words: { ...(description === "" ? {} : { en: description }), ...readWords(about, place, tell) },
      person: person === true,
      access: readAccess(about),
      at: place,
    });
  };
  for (const [flow, value] of flows)
    for (const [name, description] of Object.entries(object(own(object(value), "scopes")) ?? {}))
      add(name, textOf(description).trim(), [...at, "flows", flow, "scopes", name]);
  for (const [name, about] of Object.entries(more)) {
    const place = [...at, SCOPES, name];
    add(name, "", place);
    if (object(about) === null) tell(place, "write an object with words, person and access.");
    for (const key of Object.keys(object(about) ?? {}))
      if (!["words", "person", "access"].includes(key))
        tell([...place, key], `${key} means nothing here; a scope has words, person and access.`);
    const person = own(object(about), "person");
    if (person !== undefined && typeof person !== "boolean")
      tell([...place, "person"], "person is true or false.");
    if (own(object(about), "access") !== undefined && readAccess(object(about)) === null)
      tell([...place, "access"], "access is read or write.");
  }
  return [...found.values()];
}

function readAccess(about: Json | null): "read" | "write" | null {
  const access = own(about, "access");
  return access === "read" || access === "write" ? access : null;
}

function readWords(about: Json | null, at: Pointer, tell: Tell): Record<string, string> {
  const words: Record<string, string> = {};
  const given = own(about, "words");
  if (given !== undefined && object(given) === null)
    tell(at, "words is an object: a language, and the sentence in it.");
  for (const [language, text] of Object.entries(object(given) ?? {})) {
    if (!LANGUAGE.test(language))
      tell(at, `${JSON.stringify(language)} is no language tag such as en or pt-BR.`);
    else if (textOf(text).trim() === "" || /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(textOf(text)))
      tell(at, `the words for ${language} are empty or hold an invisible character.`);
    else words[language] = textOf(text).trim();
  }
  return words;
}
