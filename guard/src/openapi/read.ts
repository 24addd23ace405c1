/** OpenAPI as the one source: the document that the API's readers have is what its guard enforces. */
import type { VersionOptions } from "../api-version.ts";
import type { RouteRule } from "../routes.ts";
import { readOperations } from "./operations.ts";
import { knownExtensions, object, own, textOf } from "./reading.ts";
import type { DocumentedRoute, OpenApiFault, OpenApiReading } from "./reading.ts";
import { readSchemes } from "./schemes.ts";
import { serverAddress } from "./servers.ts";
import { readVersions, VERSIONS } from "./versions.ts";

const IDENTIFIER = "x-gatehouse-identifier";
const NOTHING = {
  title: "",
  version: "",
  identifier: null,
  server: null,
  routes: [],
  scopes: [],
  versions: null,
};

/** How a document is read. */
export interface OpenApiOptions {
  /** What stands before every path as the guard sees it; the base path of the document's servers when it is not given. */
  basePath?: string;
}

/** Reads a parsed document. Never throws: what is wrong is in `faults`, each with its place. */
export function readOpenApi(document: unknown, options: OpenApiOptions = {}): OpenApiReading {
  const faults: OpenApiFault[] = [];
  const tell = (at: readonly string[], sentence: string): void => void faults.push({ at, sentence });
  const root = object(document);
  if (root === null || !/^3\.[01]\.\d+$/.test(textOf(own(root, "openapi")))) {
    tell(root === null ? [] : ["openapi"], "this is no OpenAPI document of version 3.0 or 3.1.");
    return { ...NOTHING, faults };
  }
  knownExtensions(root, [], [IDENTIFIER, VERSIONS], tell);
  const identifier = own(root, IDENTIFIER);
  if (identifier !== undefined && typeof identifier !== "string")
    tell([IDENTIFIER], "the identifier is a text: the address that is the audience of the tokens.");
  if (object(own(root, "paths")) === null) tell([], "there are no paths.");
  const info = object(own(root, "info"));
  const schemes = readSchemes(root, tell);
  return {
    title: textOf(own(info, "title")).trim(),
    version: textOf(own(info, "version")).trim(),
    identifier: typeof identifier === "string" ? identifier : null,
    server: serverAddress(root),
    routes: readOperations(root, schemes, tell, options.basePath ?? null),
    scopes: schemes.scopes,
    versions: readVersions(root, tell),
    faults,
  };
}

/**
 * The options of `createGuard` that a parsed document gives: `createGuard({ issuer, audience, ...fromOpenAPI(document) })`.
 * Throws a TypeError with every fault: a guard that enforces half of a document does not start.
 */
export function fromOpenAPI(
  document: unknown,
  options: OpenApiOptions = {},
): { routes: readonly RouteRule[]; versions?: VersionOptions } {
  const { routes, versions, faults } = readOpenApi(document, options);
  if (faults.length > 0) {
    const told = faults.map(({ at, sentence }) => `guard: openapi #/${at.join("/")}: ${sentence}`);
    throw new TypeError(told.join("\n"));
  }
  return { routes: routes.map(ruleOf), ...(versions === null ? {} : { versions }) };
}

/** A rule as somebody would write it by hand. */
function ruleOf({ method, path, scopes, or, person, public: open }: DocumentedRoute): RouteRule {
  const rule: RouteRule = { method, path };
  if (open) return { ...rule, public: true };
  return { ...rule, scopes, ...(or === undefined ? {} : { or }), ...(person ? { person } : {}) };
}
