/** The door of the console: staff come in, everybody else sees that nothing is here (PO-01). */
import type { ConsoleModel } from "../../pages/models/console.ts";
import { consolePaths, type ConsolePaths } from "../../pages/console/paths.ts";
import { Refusal } from "../../oauth/refusals.ts";
import { browserOf } from "../account/browser.ts";
import { readQuery } from "../account/form.ts";
import { requirePerson } from "../account/fresh.ts";
import { frameOf, type Visit } from "../desk/visit.ts";
import type { Handler } from "../route.ts";

/** Before anything else is asked: not even the question for a password says that a console is here. */
export function staffOnly(handler: Handler): Handler {
  return async (context, request, reply) => {
    const browser = await browserOf(context, request);
    requirePerson(context, browser, request.url);
    if (browser.person.staff === null) throw new Refusal("not_found");
    return handler(context, request, reply);
  };
}

export function pathsOf({ context }: Visit): ConsolePaths {
  return consolePaths(context.base);
}

/** What every page of the console is told. */
export async function consoleOf(visit: Visit): Promise<ConsoleModel> {
  return {
    frame: await frameOf(visit, null),
    admin: visit.caller.staff === "admin",
    done: readQuery(visit.request).get("done"),
  };
}

/** The members of the query that are there, under these names. */
export function queryOf<Name extends string>(
  visit: Visit,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const query = readQuery(visit.request);
  const given = names.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given) as Partial<Record<Name, string>>;
}

/** The same page with the cursor of the next one; null at the end. */
export function nextPath(visit: Visit, asked: Record<string, string>, next: string | null): string | null {
  return next === null ? null : `${visit.path}?${new URLSearchParams({ ...asked, cursor: next }).toString()}`;
}
