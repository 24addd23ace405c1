/** The routes that a program says it has, held against those of its document. */
import { readFileSync } from "node:fs";
import type { ApiRoute } from "../../oauth/resource.ts";
import { CliError } from "../output.ts";

/** One entry of the list: what a router or `guard.routes` prints. Without scopes it only says that the route exists. */
interface GivenRoute {
  method: string;
  path: string;
  scopes?: readonly string[];
  or?: readonly (readonly string[])[];
  person?: boolean;
  public?: boolean;
}

/** Reads a JSON list of routes. Throws CliError. */
export function readRoutes(file: string): GivenRoute[] {
  const wrong = new CliError(
    `${file} is no JSON list of routes such as [{"method": "GET", "path": "/bookings/:id", "scopes": ["bookings:read"]}].`,
  );
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw wrong;
  }
  const list: unknown = Array.isArray(given) ? given : (given as { routes?: unknown } | null)?.routes;
  if (!Array.isArray(list) || !list.every(isRoute)) throw wrong;
  return list;
}

const texts = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === "string"));
const sets = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(texts));

function isRoute(entry: unknown): entry is GivenRoute {
  const route = entry as Partial<GivenRoute> | null;
  if (typeof route?.method !== "string" || typeof route.path !== "string") return false;
  return texts(route.scopes) && sets(route.or);
}

/** Names of parameters tell no routes apart, and each router writes them in its own way. */
function key(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^{}/]+\}|(?<=\/):[^/]+/g, "{}")}`;
}

interface Rule {
  scopes?: readonly string[];
  or?: readonly (readonly string[])[];
  person?: boolean;
  public?: boolean;
}

/** A rule in one spelling, so that two can be compared: sets in order, each sorted. */
function needs({ scopes = [], or = [], person = false, public: open = false }: Rule): string {
  if (open) return "nothing";
  const sets = [scopes, ...or].map((set) => set.toSorted().join(" ") || "any token");
  return `${sets.toSorted().join(", or ")}${person ? ", of a person" : ""}`;
}

/** One sentence for each difference. */
export function routeDrift(documented: readonly ApiRoute[], given: readonly GivenRoute[]): string[] {
  const told = new Map(documented.map((route) => [key(route.method, route.path), route]));
  const there = new Map(given.map((route) => [key(route.method, route.path), route]));
  const causes: string[] = [];
  for (const [name, route] of there) {
    const wanted = told.get(name);
    const spelt = `${route.method.toUpperCase()} ${route.path}`;
    if (wanted === undefined) causes.push(`${spelt} is not in the document.`);
    else if (route.scopes === undefined && route.public !== true) continue;
    else if (needs(route) !== needs(wanted))
      causes.push(`${spelt} is guarded for ${needs(route)}; the document says ${needs(wanted)}.`);
  }
  for (const [name, route] of told)
    if (!there.has(name)) causes.push(`${route.method} ${route.path} is in the document and not in the API.`);
  return causes;
}
