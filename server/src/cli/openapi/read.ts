/** An OpenAPI file as what an API becomes by it; every fault with its line. */
import { readOpenApi, type DocumentedRoute, type OpenApiReading } from "@gatehouse/guard";
import { readDataFile } from "../../config/data-file.ts";
import { identityScopes } from "../../oauth/openid/scopes.ts";
import type { ApiDocument, ApiRoute, Scope, ScopeAccess } from "../../oauth/resource.ts";
import { OFFLINE_ACCESS } from "../../oauth/words.ts";
import { refuse } from "../output.ts";

/** What a document says of an API. */
export interface ReadApi {
  identifier: string | null;
  /** Without those of every API (`openid`, `offline_access` and the like). */
  scopes: readonly Scope[];
  document: ApiDocument;
  /** Things that are allowed and seldom meant. */
  warnings: readonly string[];
}

/** Reads the file. Throws CliError with one sentence per fault, each beginning with `FILE:LINE`. */
export function readApiFile(path: string): ReadApi {
  const file = readDataFile(path);
  if ("problems" in file) throw refuse(file.problems.map((sentence) => ({ sentence })));
  const reading = readOpenApi(file.data);
  const place = (at: readonly string[]): string => `${path}:${file.line(at)}`;
  const faults = [...reading.faults, ...wordless(reading)];
  if (faults.length > 0)
    throw refuse(
      faults.map(({ at, sentence }) => ({
        sentence: `${place(at)}: ${at.length === 0 ? "" : `${at.join(" › ")}: `}${sentence}`,
      })),
    );
  return apiOf(reading, (at) => `${place(at)}: `);
}

/** What a reading without faults says of an API. `place` begins a warning. */
export function apiOf(reading: OpenApiReading, place: (at: readonly string[]) => string): ReadApi {
  const { title, version, server, versions } = reading;
  const scopes = reading.scopes.filter(({ name }) => !isCommon(name));
  const used = new Set(reading.routes.flatMap(({ scopes: all, or = [] }) => [...all, ...or.flat()]));
  return {
    identifier: reading.identifier,
    scopes: scopes.map(({ name, words, person, access }) => ({
      name,
      words,
      person,
      access: access ?? accessBy(reading, name),
    })),
    document: { title, version, server, routes: reading.routes.map(routeOf), versions },
    warnings: scopes
      .filter(({ name }) => !used.has(name))
      .map(({ name, at }) => `${place(at)}no route needs the scope ${name}.`),
  };
}

/** RFC 9110 §9.2.1: a scope reads when only safe methods need it. One that no route needs may be for anything. */
function accessBy({ routes }: OpenApiReading, name: string): ScopeAccess {
  const needing = routes.filter(({ scopes, or = [] }) => [scopes, ...or].some((set) => set.includes(name)));
  const safe = needing.every(({ method }) => method === "GET" || method === "HEAD");
  return needing.length > 0 && safe ? "read" : "write";
}

/** RFC 6749 §3.3 and OpenID Connect Core §5.4: scopes that belong to no API, and have words of their own. */
function isCommon(name: string): boolean {
  return name === OFFLINE_ACCESS || identityScopes.some((scope) => scope.name === name);
}

/** A person reads these words before they decide; a name alone is not a question. */
function wordless(reading: OpenApiReading): { at: readonly string[]; sentence: string }[] {
  return reading.scopes
    .filter(({ name, words }) => !isCommon(name) && words["en"] === undefined)
    .map(({ at, name }) => ({
      at,
      sentence: `say in English what ${name} allows: people read it before they consent.`,
    }));
}

function routeOf(route: DocumentedRoute): ApiRoute {
  const { method, template, scopes, or, person, public: open, summary, tags } = route;
  return {
    method,
    path: template,
    scopes,
    ...(or === undefined ? {} : { or }),
    person,
    public: open,
    summary,
    tags,
  };
}
