/** OpenAPI paths: each operation as one rule of the guard, or the reason why it cannot be one. */
import { foldCase } from "../path.ts";
import { compileRoutes } from "../routes.ts";
import { follow, knownExtensions, object, own, textOf } from "./reading.ts";
import type { DocumentedRoute, Json, Placed, Pointer, Tell } from "./reading.ts";
import type { Schemes } from "./schemes.ts";
import { basePath } from "./servers.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const BESIDE: ReadonlySet<string> = new Set(["$ref", "summary", "description", "servers", "parameters"]);
const PERSON = "x-gatehouse-person";

/** What is wrong with GET is told where GET is read. */
const silence: Tell = () => undefined;

/** What a call needs: nothing, or one of these sets of scopes. */
interface Needs {
  public: boolean;
  sets: readonly (readonly string[])[];
}

/** Reads `paths`. `base` takes the place of the base path of the servers. */
export function readOperations(
  root: Json,
  schemes: Schemes,
  tell: Tell,
  base: string | null,
): DocumentedRoute[] {
  const routes: DocumentedRoute[] = [];
  const taken = new Map<string, string>();
  for (const [path, value] of Object.entries(object(own(root, "paths")) ?? {})) {
    if (path.startsWith("x-")) continue;
    const item = follow(root, { value, at: ["paths", path] }, tell);
    if (item === null) continue;
    for (const name of Object.keys(item.value))
      if (!METHODS.includes(name) && !BESIDE.has(name) && !name.startsWith("x-"))
        tell(
          [...item.at, name],
          `${name} is no method that is read here; write one of ${METHODS.join(", ")}.`,
        );
    for (const method of METHODS) {
      const operation = object(own(item.value, method));
      if (operation === null) continue;
      const at = [...item.at, method];
      const route = readOperation(
        root,
        path,
        method,
        { value: operation, at },
        item.value,
        schemes,
        tell,
        base,
      );
      if (route === null) continue;
      const key = `${route.method} ${foldCase(route.path.replaceAll(/\/:[^/]+/g, "/:"))}`;
      const before = taken.get(key);
      if (before !== undefined)
        tell(at, `${before} covers the same calls; names of parameters and letter case tell nothing apart.`);
      taken.set(key, `${route.method} ${route.template}`);
      routes.push(route);
    }
  }
  return routes;
}

function readOperation(
  root: Json,
  path: string,
  method: string,
  { value, at }: Placed<Json>,
  item: Json,
  schemes: Schemes,
  tell: Tell,
  ownBase: string | null,
): DocumentedRoute | null {
  knownExtensions(value, at, [PERSON], tell);
  const needs = readNeeds(own(value, "security") ?? own(root, "security"), at, schemes, tell);
  if (needs === null) return null;
  if (method === "head") return asGet(root, own(item, "get"), needs, at, schemes, tell);
  const servers = own(value, "servers") ?? own(item, "servers") ?? own(root, "servers");
  const base = ownBase ?? basePath(servers, at, tell);
  const written = base === null ? null : guardPath(base + path, at, tell);
  if (base === null || written === null) return null;
  const flag = own(value, PERSON);
  if (flag !== undefined && typeof flag !== "boolean") tell([...at, PERSON], "this is true or false.");
  if (flag === true && needs.public) tell([...at, PERSON], "a public route has no person; say its security.");
  const persons = new Set(schemes.scopes.filter((scope) => scope.person).map((scope) => scope.name));
  // Every way in needs a scope that no machine token carries: to say so is a better "no" than a missing scope.
  const person =
    flag === true || (!needs.public && needs.sets.every((set) => set.some((scope) => persons.has(scope))));
  const [scopes = [], ...or] = needs.sets;
  const tags = own(value, "tags");
  const rule = {
    method: method.toUpperCase(),
    path: written,
    scopes,
    ...(or.length === 0 ? {} : { or }),
    person: person && !needs.public,
    public: needs.public,
  };
  try {
    compileRoutes([rule]);
  } catch (error) {
    tell(at, `${(error as Error).message}.`);
    return null;
  }
  return {
    ...rule,
    template: base + path,
    summary: textOf(own(value, "summary")).trim(),
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [],
    at,
  };
}

/** The guard checks HEAD as GET, so a HEAD that is described must be described alike. */
function asGet(root: Json, get: unknown, needs: Needs, at: Pointer, schemes: Schemes, tell: Tell): null {
  const operation = object(get);
  const same =
    operation !== null &&
    readNeeds(own(operation, "security") ?? own(root, "security"), at, schemes, silence);
  if (same === false || JSON.stringify(same) !== JSON.stringify(needs))
    tell(at, "HEAD is checked as GET: describe GET with the same security, or leave HEAD out.");
  return null;
}

function readNeeds(security: unknown, at: Pointer, schemes: Schemes, tell: Tell): Needs | null {
  if (security === undefined) {
    tell(at, "nothing says who may call this; write its security, or `security: []` when everybody may.");
    return null;
  }
  const place = [...at, "security"];
  if (!Array.isArray(security) || security.some((one) => object(one) === null)) {
    tell(place, "security is a list of objects.");
    return null;
  }
  const ways = security as Json[];
  const open = ways.filter((way) => Object.keys(way).length === 0).length;
  if (open === ways.length) return { public: true, sets: [] };
  if (open > 0) {
    tell(
      place,
      "a token that may be left out cannot be enforced; take the {} out, or make the route public.",
    );
    return null;
  }
  const sets = ways.map((way) => readWay(way, place, schemes, tell));
  return sets.includes(null) ? null : { public: false, sets: sets as string[][] };
}

/** One way in: all its schemes at once. Null, and a fault, when the guard could not hold a call against it. */
function readWay(way: Json, at: Pointer, schemes: Schemes, tell: Tell): string[] | null {
  const needed: string[] = [];
  let token = false;
  let sound = true;
  const no = (sentence: string): void => {
    sound = false;
    tell(at, sentence);
  };
  for (const [name, scopes] of Object.entries(way)) {
    const scheme = schemes.byName.get(name);
    if (scheme === undefined) no(`there is no security scheme ${JSON.stringify(name)}.`);
    else if (scheme.kind === "foreign")
      no(
        `${name} is no scheme of access tokens; if the API itself checks it, mark it x-gatehouse-elsewhere: true.`,
      );
    else if (!Array.isArray(scopes) || scopes.some((scope) => typeof scope !== "string"))
      no(`the scopes of ${name} are a list of texts.`);
    else if (scheme.kind === "token") {
      token = true;
      for (const scope of scopes as string[]) {
        if (!scheme.scopes.has(scope))
          no(`the scope ${JSON.stringify(scope)} is declared nowhere in ${name}.`);
        if (!needed.includes(scope)) needed.push(scope);
      }
    }
  }
  if (sound && !token)
    no("this way in has no access token, so the guard cannot check it; name a token scheme too.");
  return sound ? needed : null;
}

/** `/bookings/{id}` as `/bookings/:id`; null, and a fault, for what the guard cannot tell from its neighbours. */
function guardPath(path: string, at: Pointer, tell: Tell): string | null {
  const segments = path.split("/").map((segment) => {
    const name = /^\{([^{}]+)\}$/.exec(segment)?.[1];
    if (name !== undefined) return `:${name.replaceAll(/\W/g, "_").replace(/^\d/, "_$&")}`;
    return /[{}]|^[:*]/.test(segment) ? null : segment;
  });
  if (segments.includes(null)) {
    tell(at, "a parameter takes a whole segment of the path: /bookings/{id}, not /bookings/{id}.json.");
    return null;
  }
  return segments.join("/");
}
