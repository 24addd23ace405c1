/** PO-01 — every operation × every role × our own and other people's things: the verdict is the one the table says. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRole, isStaff, type Caller } from "../../src/desk/caller.ts";
import type { Operation } from "../../src/desk/operation.ts";
import { operations } from "../../src/desk/operations/index.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem, type ProblemName } from "../../src/desk/problems.ts";
import { deskWorld, type Company, type DeskWorld } from "./world.ts";

let world: DeskWorld;
beforeAll(async () => void (world = await deskWorld()));
afterAll(() => world.server.close());

/** The ids of one company's things, under the names that they have in addresses. */
function idsOf({ organisation, app }: Company): Record<string, string> {
  const [client] = app.clients;
  return {
    organisation: organisation.id,
    app: app.id,
    client_id: client?.client_id ?? "",
    secret: client?.secrets[0]?.id ?? "",
  };
}

async function verdict(
  operation: Operation,
  caller: Caller | null,
  input: Record<string, unknown>,
): Promise<ProblemName | "let in"> {
  try {
    // The gate is what is looked at: nothing is done behind it.
    await perform(
      { ...operation, run: () => Promise.resolve({}) },
      world.server.gatehouse.desk,
      caller,
      input,
    );
    return "let in";
  } catch (error) {
    if (error instanceof Problem) return error.problem;
    throw error;
  }
}

function addressOf(operation: Operation, ids: Record<string, string>): Record<string, string> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return Object.fromEntries(names.map((name) => [name, ids[name] ?? "something"]));
}

/** What the table says, read without the gate. */
function expected(operation: Operation, caller: Caller, organisation: string): ProblemName | "let in" {
  const { who } = operation;
  if (typeof who === "object" && "staff" in who && !isStaff(caller, who.staff)) return "staff_only";
  if (operation.target !== "none") {
    if (!hasRole(caller, organisation, "viewer")) return "not_found";
    if (typeof who === "object" && "member" in who && !hasRole(caller, organisation, who.member))
      return "role_too_low";
  }
  return "let in";
}

const callers = ["owner", "developer", "viewer", "stranger", "reviewer", "admin"] as const;

function callerNamed(name: (typeof callers)[number]): Caller {
  return name === "owner" || name === "developer" || name === "viewer" ? world.ours[name] : world[name];
}

describe.each(operations.map((operation) => [operation.name, operation] as const))(
  "PO-01 %s",
  (_, operation) => {
    test.each(callers)("by %s, on our things and on theirs", async (name) => {
      const caller = callerNamed(name);
      for (const company of [world.ours, world.theirs]) {
        const said = await verdict(operation, caller, addressOf(operation, idsOf(company)));
        const wanted = expected(operation, caller, company.organisation.id);
        // Behind the gate only the input can be wrong.
        expect(said === "invalid" ? "let in" : said).toBe(wanted);
      }
    });

    test("nobody who is not signed in", async () => {
      expect(await verdict(operation, null, addressOf(operation, idsOf(world.ours)))).toBe("sign_in_needed");
    });

    test("PO-04 what is not in the schema is refused", async () => {
      const input = { ...addressOf(operation, idsOf(world.ours)), verified: true, owner_id: "usr_1" };
      expect(["invalid", "role_too_low"]).toContain(await verdict(operation, world.admin, input));
    });

    test("a thing that does not exist looks like one of somebody else", async () => {
      // Without a target only staff can name a thing: everything is theirs to see.
      const { who } = operation;
      if (operation.target === "none" && typeof who === "object" && "staff" in who) return undefined;
      if (operation.target === "none") return expect(operation.path).not.toContain("{");
      const nothing = { organisation: "org_0", app: "app_0", client_id: "test_0", secret: "sec_0" };
      const input = addressOf(operation, nothing);
      expect(await verdict(operation, world.admin, input)).toBe("not_found");
      return undefined;
    });

    test("PO-03 asks for a fresh proof, and for a token that may write, where the table says so", async () => {
      const input = addressOf(operation, idsOf(world.ours));
      const stale = await verdict(operation, { ...world.admin, fresh: false }, input);
      expect(stale === "not_fresh").toBe(operation.fresh);
      const reading = await verdict(operation, { ...world.admin, writes: false }, input);
      // A scope of its own is asked for by the guard, before the gate.
      expect(reading === "read_only_token").toBe(operation.method !== "GET" && operation.scope === undefined);
    });
  },
);

test("an id of one kind is never taken for another", async () => {
  const ids = idsOf(world.ours);
  for (const operation of operations.filter(({ target }) => target === "app"))
    expect(await verdict(operation, world.admin, { app: ids["client_id"] ?? "" })).toBe("not_found");
  const again = await world.server.gatehouse.desk.registry(world.admin.by).findApp(ids["app"] ?? "");
  expect(again?.name).toBe("ours app");
});
