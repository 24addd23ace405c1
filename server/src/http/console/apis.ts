/** APIs and their scopes: seen with what hangs on them, added and changed (RFC 6749 §3.3). */
import { createApi, listApis } from "../../desk/operations/apis.ts";
import { readVersions } from "../../desk/operations/events.ts";
import { apiOfId, putScope, readScope } from "../../desk/operations/scopes.ts";
import { countTokens } from "../../desk/operations/tokens.ts";
import { Problem } from "../../desk/problems.ts";
import type { Parameters } from "../../oauth/checks/parameters.ts";
import { renderNewApi, renderScopeForm } from "../../pages/console/api-forms.tsx";
import { renderConsoleApis, renderScope } from "../../pages/console/apis.tsx";
import { renderTokens, renderVersions } from "../../pages/console/use.tsx";
import { LOCALES } from "../../pages/words/index.ts";
import { ask, formPage, frameOf, page, param, send, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { consoleOf, pathsOf, queryOf } from "./enter.ts";

export const showApis: Handler = page(async (visit) => {
  const { items: apis } = await ask(visit, listApis, {});
  return send(visit, renderConsoleApis({ ...(await consoleOf(visit)), apis }));
});

const scopeOf = (visit: Visit) =>
  ask(visit, readScope, { api: param(visit, "api"), scope: param(visit, "scope") });

export const showScope: Handler = page(async (visit) => {
  const scope = await scopeOf(visit);
  return send(visit, renderScope({ ...(await consoleOf(visit)), scope }));
});

function adminsOnly({ caller }: Visit): void {
  if (caller.staff !== "admin") throw new Problem("staff_only");
}

/** The words of the form over those that stand there: languages that the form does not have stay. */
function wordsOf(form: Parameters, before: Readonly<Record<string, string>>): Record<string, string> {
  const words: Record<string, string> = { ...before };
  for (const language of LOCALES) {
    const text = form.get(`words_${language}`)?.trim() ?? "";
    if (text === "") delete words[language];
    else words[language] = text;
  }
  return words;
}

async function put(
  visit: Visit,
  form: Parameters,
  scope: { api: string; scope: string; words: Readonly<Record<string, string>> },
): Promise<string> {
  const access = form.get("access");
  await ask(visit, putScope, {
    ...scope,
    words: wordsOf(form, scope.words),
    person: form.get("person") === "yes",
    access: access === "unknown" ? null : access,
  });
  return pathsOf(visit).scope(scope.api, scope.scope);
}

export const changeScope: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    adminsOnly(visit);
    return scopeOf(visit);
  },
  render: async (visit, scope, form, typed) =>
    renderScopeForm({
      frame: await frameOf(visit, null),
      form,
      api: scope.api,
      name: scope.name,
      typed: {
        scope: scope.name,
        words: typed === null ? scope.words : wordsOf(typed, scope.words),
        person: typed === null ? scope.person : typed.get("person") === "yes",
        access: (typed === null ? scope.access : typed.get("access")) ?? "unknown",
      },
    }),
  act: (visit, scope, form) => put(visit, form, { api: scope.api.id, scope: scope.name, words: scope.words }),
});

export const newScope: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  async read(visit) {
    adminsOnly(visit);
    const { id, name, scopes } = await apiOfId(visit.context.desk, param(visit, "api"));
    return { id, name, taken: scopes.map((scope) => scope.name) };
  },
  render: async (visit, api, form, typed) =>
    renderScopeForm({
      frame: await frameOf(visit, null),
      form,
      api,
      name: null,
      typed: {
        scope: typed?.get("scope") ?? "",
        words: typed === null ? {} : wordsOf(typed, {}),
        person: typed?.get("person") === "yes",
        access: typed?.get("access") ?? "unknown",
      },
    }),
  act(visit, { id, taken }, form) {
    const scope = form.get("scope")?.trim() ?? "";
    if (taken.includes(scope))
      throw new Problem("invalid", [{ field: "scope", sentence: "There is a scope of this name already." }]);
    return put(visit, form, { api: id, scope, words: {} });
  },
});

export const newApi: { show: Handler; submit: Handler } = formPage({
  fresh: true,
  read: (visit) => Promise.resolve(adminsOnly(visit)),
  render: async (visit, _data, form, typed) =>
    renderNewApi({
      frame: await frameOf(visit, null),
      form,
      typed: { name: typed?.get("name") ?? "", identifier: typed?.get("identifier") ?? "" },
    }),
  async act(visit, _data, form) {
    const name = form.get("name") ?? "";
    await ask(visit, createApi, { name, identifier: form.get("identifier")?.trim() ?? "" });
    return pathsOf(visit).apis;
  },
});

export const showVersions: Handler = page(async (visit) => {
  const { items: apis } = await ask(visit, listApis, {});
  const { items: uses } = await ask(visit, readVersions, {});
  return send(visit, renderVersions({ ...(await consoleOf(visit)), apis, uses }));
});

export const showTokens: Handler = page(async (visit) => {
  const of = queryOf(visit, ["of"]).of === "person" ? "person" : "client";
  const { items } = await ask(visit, countTokens, { of });
  return send(visit, renderTokens({ ...(await consoleOf(visit)), of, items }));
});
