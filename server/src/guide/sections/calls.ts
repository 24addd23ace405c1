/** RFC 6750, RFC 8707 — calling the API, its routes with what each needs, and its versions. */
import type { GuideApi, GuideFacts } from "../facts.ts";
import { namesOf, pathOf } from "../names.ts";
import { callsOf } from "../samples/calls.ts";
import type { ApiRoute } from "../../oauth/resource.ts";
import type { Block } from "../blocks.ts";
import { code, codes, link, say, strong, type Text } from "../text.ts";
import { heading, list, note, prose, sample, table, warning, wire, type WriteSection } from "./section.ts";

export const call: WriteSection = (facts) => {
  const { call: program } = callsOf(facts);
  if (program === null) return null;
  const passport = facts.settings.access_token_profile === "passport";
  return {
    id: "call",
    title: "Call the API",
    blocks: [
      prose(
        say`Send the access token in the ${code("Authorization")} header of every call, and nowhere else.`,
      ),
      sample("call", "Call the API", program),
      wire("The header", ["Authorization: Bearer eyJ…"]),
      list(
        say`${strong("401")}: there is no token, or it has run out, or was revoked. Get a new one and call again.`,
        say`${strong("403")}: the token is good and not enough: a scope is missing, or the ${link("route needs a person", "#routes")}. ${code("WWW-Authenticate")} names the scopes.`,
        say`${strong("429")} and ${strong("503")}: wait as long as ${code("Retry-After")} says.`,
        say`A token in the URL or in the body of a call is refused.`,
      ),
      ...(passport
        ? [
            prose(
              say`The token is a JWT whose claims your tools can read (${codes(["aud", "jti", "iat", "nbf", "exp", "sub", "scopes", "user_id", "partner_id", "is_test"])}). Treat it as a text all the same: it is meant for the API.`,
            ),
          ]
        : []),
    ],
  };
};

/** Scopes that are needed together. */
const set = (all: readonly string[]): Text => (all.length === 0 ? say`any token` : codes(all));

/** What a call needs, in words: scopes, other ways in, a person. */
function needs({ scopes, or = [], public: open }: ApiRoute): Text {
  if (open) return say`no token`;
  return [scopes, ...or].flatMap((all, index): Text => (index === 0 ? set(all) : say`, or ${set(all)}`));
}

/** Whether a machine's token opens a route, in words. */
function forMachines(route: ApiRoute): Text {
  if (route.public) return say`not needed`;
  return route.person ? say`no: needs a person` : say`yes`;
}

/** Some routes as a table. */
function routeTable(routes: readonly ApiRoute[], machines: boolean): Block {
  const head = ["Route", "What it does", "Scopes"];
  const rows = routes.map((route) => {
    const row = [
      say`${code(`${route.method} ${route.path}`)}`,
      route.summary === "" ? [] : [route.summary],
      needs(route),
    ];
    if (machines) row.push(forMachines(route));
    return row;
  });
  return table(machines ? [...head, "Machine token"] : head, rows);
}

function routesOf(api: GuideApi, machines: boolean): Block[] {
  const groups = Map.groupBy(api.document?.routes ?? [], (route) => route.tags[0] ?? "");
  const blocks: Block[] = [];
  for (const [tag, group] of groups) {
    if (tag !== "" && groups.size > 1) blocks.push(heading([tag]));
    blocks.push(routeTable(group, machines));
  }
  return blocks;
}

/** The routes that a scope opens, alone or with others. */
function opens(api: GuideApi, scope: string): Text {
  const found = (api.document?.routes ?? []).filter(({ scopes, or = [] }) =>
    [scopes, ...or].flat().includes(scope),
  );
  return codes(found.map(({ method, path }) => `${method} ${path}`));
}

/** One API: its identifier, its scopes, its routes. */
function apiBlocks(api: GuideApi, several: boolean, machines: boolean): Block[] {
  const head = ["Scope", "What it allows", ...(api.document === null ? [] : ["Opens"])];
  const rows = api.scopes.map((scope) => {
    const row: Text[] = [say`${code(scope.name)}`, [scope.words["en"] ?? ""]];
    if (api.document !== null) row.push(opens(api, scope.name));
    if (machines) row.push(scope.person ? say`no effect: needs a person` : say`yes`);
    return row;
  });
  const blocks: Block[] = several ? [heading([api.name])] : [];
  blocks.push(prose(say`Identifier of ${api.name}: ${code(api.identifier)}.`));
  blocks.push(table(machines ? [...head, "Machine token"] : head, rows));
  return blocks.concat(routesOf(api, machines));
}

export const routes: WriteSection = (facts) => {
  const { apis, grants, settings } = facts;
  if (apis.length === 0) return null;
  const machines = grants.has("client_credentials");
  const people = grants.has("authorization_code") || grants.has("device_code");
  const documented = apis.some(({ document }) => document !== null);
  return {
    id: "routes",
    title: "Scopes and routes",
    blocks: [
      prose(
        say`A scope is one thing that a token allows. ${people ? "The person reads the sentence beside it before they decide. " : ""}${documented ? "The routes come from the document that the API itself enforces: one that is not listed is refused." : ""}`,
      ),
      ...apis.flatMap((api) => apiBlocks(api, apis.length > 1, machines)),
      ...(grants.has("refresh_token") && settings.refresh_token === "offline_access"
        ? [
            note(
              say`${code("offline_access")} belongs to no API: with it, ${namesOf(facts).company} also gives a ${link("refresh token", "#refresh")}.`,
            ),
          ]
        : []),
    ],
  };
};

/** A day without its time; a dash for none. */
const day = (text: string | undefined): Text => (text === undefined ? say`–` : [text.slice(0, 10)]);

export const versions: WriteSection = (facts: GuideFacts) => {
  const found = facts.api?.document?.versions ?? null;
  if (facts.api === null || found === null) return null;
  const header = found.header ?? "X-VERSION";
  const newest = found.list.findLast(({ status }) => status === "stable");
  const older = found.list.filter(
    ({ version, status }) => version !== newest?.version && status !== "retired" && status !== "preview",
  );
  return {
    id: "versions",
    title: "Versions",
    blocks: [
      prose(
        say`Say in the header ${code(header)} which version of ${facts.api.name} you were built for. Without it the version counts that your app is pinned to, or else ${code(found.default)}. The answer repeats the version that it was made with.`,
      ),
      wire("A call of one version", [
        `GET ${pathOf(callsOf(facts).call?.url ?? "/")} HTTP/1.1`,
        `${header}: ${newest?.version ?? found.default}`,
      ]),
      table(
        ["Version", "State", "Deprecated", "Ends"],
        found.list.map(({ version, status, deprecatedAt, sunsetAt }) => [
          say`${code(version)}`,
          [version === newest?.version ? "latest stable" : status],
          day(deprecatedAt),
          day(sunsetAt),
        ]),
      ),
      ...(newest === undefined || older.length === 0
        ? []
        : [
            warning(
              say`Version update available: adjust your integration to the latest stable version (${newest.version}). Calls with ${codes(older.map(({ version }) => version))} are answered, and the answer names the newer version in ${code(`${header}-LATEST`)}.`,
            ),
          ]),
      list(
        say`A deprecated version is answered with the headers ${codes(["Deprecation", "Sunset", "Link"])}.`,
        say`A version that does not exist, or exists no more, is answered 400 with the list of those that do.`,
      ),
    ],
  };
};
