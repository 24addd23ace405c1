/** What differs between an API as it is and as a document wants it: for staff before the change, for the audit log with it. */
import type { ApiDocument, ApiRoute, Scope } from "./resource.ts";

/** The half of an API that a document decides. */
export interface Described {
  scopes: readonly Scope[];
  document: ApiDocument | null;
}

/** One thing that differs; null means it is not there. */
export interface ApiChange {
  kind: "scope" | "route" | "about";
  name: string;
  before: object | null;
  after: object | null;
}

const text = (value: unknown): string => JSON.stringify(value);

function changes(
  kind: ApiChange["kind"],
  before: ReadonlyMap<string, object>,
  after: ReadonlyMap<string, object>,
): ApiChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name) ?? null, after.get(name) ?? null];
    return text(was) === text(is) ? [] : [{ kind, name, before: was, after: is }];
  });
}

function scopesOf({ scopes }: Described): Map<string, object> {
  return new Map(
    scopes.map(({ name, words, person, access }) => {
      const sorted = Object.entries(words).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const about = { words: Object.fromEntries(sorted), person };
      return [name, access === undefined ? about : { ...about, access }];
    }),
  );
}

/** All but its name. */
const rule = ({ method: _method, path: _path, ...rest }: ApiRoute): object => rest;

function routesOf({ document }: Described): Map<string, object> {
  return new Map((document?.routes ?? []).map((route) => [`${route.method} ${route.path}`, rule(route)]));
}

function aboutOf({ document }: Described): Map<string, object> {
  if (document === null) return new Map();
  const { routes: _routes, ...about } = document;
  return new Map([["document", about]]);
}

/** Every difference: of the document itself, then scopes, then routes, each in the order of their names. */
export function apiChanges(before: Described, after: Described): ApiChange[] {
  return [
    ...changes("about", aboutOf(before), aboutOf(after)),
    ...changes("scope", scopesOf(before), scopesOf(after)),
    ...changes("route", routesOf(before), routesOf(after)),
  ];
}

/** The names of the scopes that would go. */
export function removedScopes(all: readonly ApiChange[]): string[] {
  return all.filter(({ kind, after }) => kind === "scope" && after === null).map(({ name }) => name);
}
