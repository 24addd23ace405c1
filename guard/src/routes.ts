/** Which rule covers a call: default deny, and a path that two readings give to two rules is refused. */
import { foldCase } from "./path.ts";
import type { Target } from "./path.ts";

/** One rule of the API: who may call this method and path. */
export interface RouteRule {
  /** Upper case. A HEAD request is checked as GET. */
  method: string;
  /** Literal segments, `:name` for one segment, `*` at the end for everything below. Always the full path. */
  path: string;
  /** All of these are needed; `[]` lets any valid token of this API through. Required unless `public`. */
  scopes?: readonly string[];
  /** Other sets of scopes that do as well as `scopes`; each is needed whole. */
  or?: readonly (readonly string[])[];
  /** Only a token that a person allowed. */
  person?: boolean;
  /** RFC 9470 — levels of sign-in (`acr`) of which one must have been reached, the preferred one first. Needs a person. */
  acr?: readonly string[];
  /** RFC 9470 — how long ago the person may have signed in, in seconds. Needs a person. */
  maxAge?: number;
  /** No token is read at all. */
  public?: boolean;
}

/** A rule with nothing left out. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly scopes: readonly string[];
  readonly or?: readonly (readonly string[])[];
  readonly person: boolean;
  readonly acr?: readonly string[];
  readonly maxAge?: number;
  readonly public: boolean;
}

/** The compiled rules. `find` says which one covers the call, none, or that the path has two readings. */
export interface RouteTable {
  readonly routes: readonly Route[];
  find(method: string, target: Target): Route | "no_rule" | "ambiguous_path";
}

interface Branch {
  literals: Map<string, Branch>;
  one: Branch | null;
  end: Route | null;
  rest: Route | null;
}

const METHOD = /^[A-Z]+(?:-[A-Z]+)*$/;
const LITERAL = /^[A-Za-z0-9\-._~!$&'()+,=@][A-Za-z0-9\-._~!$&'()+,=@:]*$/;
const NAME = /^:[A-Za-z_][A-Za-z0-9_]*$/;
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

function branch(): Branch {
  return { literals: new Map(), one: null, end: null, rest: null };
}

function readRule(rule: RouteRule): Route {
  const name = `${rule.method} ${rule.path}`;
  if (!METHOD.test(rule.method)) throw new TypeError(`${name}: write the method in upper case`);
  if (rule.method === "HEAD") throw new TypeError(`${name}: list GET; HEAD is checked as GET`);
  if (!rule.path.startsWith("/")) throw new TypeError(`${name}: a path starts with /`);
  const others = rule.or ?? [];
  const asksMore = rule.person === true || rule.acr !== undefined || rule.maxAge !== undefined;
  if (rule.public === true && (asksMore || (rule.scopes?.length ?? 0) + others.length > 0)) {
    throw new TypeError(`${name}: a public route has neither scopes nor a person`);
  }
  if (rule.public !== true && rule.scopes === undefined) {
    throw new TypeError(`${name}: say scopes; [] lets any valid token through`);
  }
  const scopes = Object.freeze([...(rule.scopes ?? [])]);
  if (![...scopes, ...others.flat()].every((scope) => SCOPE_TOKEN.test(scope))) {
    throw new TypeError(`${name}: not a scope-token (RFC 6749 section 3.3)`);
  }
  const { method, path } = rule;
  // Nobody else has signed in.
  const person = rule.person === true || rule.acr !== undefined || rule.maxAge !== undefined;
  return Object.freeze({
    method,
    path,
    scopes,
    person,
    public: rule.public === true,
    ...(others.length === 0 ? {} : { or: Object.freeze(others.map((set) => Object.freeze([...set]))) }),
    ...signInOf(rule, name),
  });
}

/** RFC 9470: what the route asks of the sign-in. */
function signInOf({ acr, maxAge }: RouteRule, name: string): Pick<Route, "acr" | "maxAge"> {
  if (acr !== undefined && (acr.length === 0 || !acr.every((level) => SCOPE_TOKEN.test(level)))) {
    throw new TypeError(`${name}: acr is a list of names without spaces`);
  }
  if (maxAge !== undefined && !(Number.isSafeInteger(maxAge) && maxAge >= 0)) {
    throw new TypeError(`${name}: maxAge is a whole number of seconds`);
  }
  return {
    ...(acr === undefined ? {} : { acr: Object.freeze([...acr]) }),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}

function plant(root: Branch, route: Route, read: (literal: string) => string): void {
  const name = `${route.method} ${route.path}`;
  const segments = route.path === "/" ? [] : route.path.slice(1).split("/");
  let at = root;
  for (const [index, segment] of segments.entries()) {
    if (segment === "*" && index === segments.length - 1) {
      if (at.rest !== null)
        throw new TypeError(`${name}: covered twice (letter case does not tell rules apart)`);
      at.rest = route;
      return;
    }
    if (NAME.test(segment)) {
      at = at.one ??= branch();
    } else if (LITERAL.test(segment) && segment !== "." && segment !== "..") {
      const key = read(segment);
      const next = at.literals.get(key) ?? branch();
      at.literals.set(key, next);
      at = next;
    } else {
      throw new TypeError(`${name}: a segment is a literal, :name, or * at the end`);
    }
  }
  if (at.end !== null) throw new TypeError(`${name}: covered twice (letter case does not tell rules apart)`);
  at.end = route;
}

/** The most specific rule: a literal before a name before the rest. Visits each branch once at most. */
function search(at: Branch, segments: readonly string[], index: number): Route | null {
  const segment = segments[index];
  if (segment === undefined) return at.end;
  if (segment === "") return null;
  const literal = at.literals.get(segment);
  const found = literal === undefined ? null : search(literal, segments, index + 1);
  if (found !== null) return found;
  const named = at.one === null ? null : search(at.one, segments, index + 1);
  return named ?? at.rest;
}

/** Compiles the rules; throws a TypeError that names the rule when one is unclear or two cover the same calls. */
export function compileRoutes(rules: readonly RouteRule[]): RouteTable {
  const routes = Object.freeze(rules.map(readRule));
  const asWritten = new Map<string, Branch>();
  const asFolded = new Map<string, Branch>();
  for (const route of routes) {
    const written = asWritten.get(route.method) ?? branch();
    const folded = asFolded.get(route.method) ?? branch();
    asWritten.set(route.method, written);
    asFolded.set(route.method, folded);
    plant(folded, route, foldCase);
    plant(written, route, (literal) => literal);
  }
  function find(method: string, target: Target): Route | "no_rule" | "ambiguous_path" {
    const checked = method === "HEAD" ? "GET" : method;
    const written = asWritten.get(checked);
    const folded = asFolded.get(checked);
    if (written === undefined || folded === undefined) return "no_rule";
    const route = search(written, target.segments, 0);
    if (route === null) return "no_rule";
    // A router that ignores case, trailing slash or escapes would run the other rule's handler.
    return search(folded, target.lenient, 0) === route ? route : "ambiguous_path";
  }
  return { routes, find };
}
