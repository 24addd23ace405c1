/** PO-01, PO-04 — `/v1` over HTTP: every operation × everybody × our own, other people's and no things. The verdict is the declaration's. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRole, isStaff, type Caller } from "../../src/desk/caller.ts";
import { scopesOf } from "../../src/desk/management.ts";
import type { Operation } from "../../src/desk/operation.ts";
import { operations } from "../../src/desk/operations/index.ts";
import type { Company } from "../desk/world.ts";
import { apiWorld, call, type ApiWorld, type Asker, type Said } from "./world.ts";

let world: ApiWorld;
beforeAll(async () => void (world = await apiWorld()));
afterAll(() => world.server.close());

type Ids = Readonly<Record<string, string>>;

function idsOf({ organisation, app, viewer }: Company): Ids {
  const [client] = app.clients;
  return {
    organisation: organisation.id,
    app: app.id,
    client_id: client?.client_id ?? "",
    secret: client?.secrets[0]?.id ?? "",
    person: viewer.person?.id ?? "",
  };
}
const nothing: Ids = {
  organisation: "org_0",
  app: "app_0",
  client_id: "test_0",
  secret: "sec_0",
  person: "usr_0",
};

/** A member that no schema has: who is let in hears of it, and nothing is done. */
const STRAY = "owner_id";

/** Asks for an operation with a member too many. */
function probe(operation: Operation, token: string | null, ids: Ids): Promise<Said> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "something");
  return operation.method === "GET"
    ? call(world, token, "GET", `${path}?${STRAY}=true`)
    : call(world, token, operation.method, path, { [STRAY]: true });
}

/** The name of what was answered: of a problem of ours, of the guard's refusal, or that the gate let it in. */
function verdictOf({ status, json }: Said): string {
  if (status === 401) return "unauthorized";
  if (typeof json["reason"] === "string") return json["reason"];
  const name = String(json["type"]).replace("urn:gatehouse:problem:", "");
  const errors = (json["errors"] ?? []) as { field: string; sentence: string }[];
  const stray = errors.some((one) => one.field === STRAY && one.sentence === "There is no such field.");
  return name === "invalid" ? (stray ? "let in" : JSON.stringify(json)) : name;
}

/** What the declaration says, read without gate and guard. */
function expected(operation: Operation, asker: Asker, organisation: string | null): string {
  if (!asker.good) return "unauthorized";
  if (!scopesOf(operation).every((scope) => asker.scopes.includes(scope))) return "insufficient_scope";
  const { who } = operation;
  const staff = asker.scopes.includes("gatehouse:staff") ? asker.staff : null;
  const caller = { ...asker, staff } as unknown as Caller;
  if (typeof who === "object" && "staff" in who && !isStaff(caller, who.staff)) return "staff_only";
  if (operation.target !== "none") {
    if (organisation === null || !hasRole(caller, organisation, "viewer")) return "not_found";
    if (typeof who === "object" && "member" in who && !hasRole(caller, organisation, who.member))
      return "role_too_low";
  }
  return operation.fresh && !asker.fresh ? "not_fresh" : "let in";
}

/** Every answer of the API, whatever it says. */
function expectSafe(name: string, said: Said): void {
  expect([name, said.headers.get("cache-control")]).toEqual([name, "no-store"]);
  expect([name, said.headers.get("set-cookie")]).toEqual([name, null]);
  expect([name, said.headers.get("content-type")]).toEqual([
    name,
    expect.stringMatching(/^application\/problem\+json/),
  ]);
}

const without = ({ json }: Said): object => ({ ...json, request_id: "", errors: [] });

describe.each(operations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  test("PO-01 PO-03 PO-04 lets in whom its declaration names, to what is theirs", async () => {
    const { ours, theirs } = world;
    const described = await documented(operation);
    for (const asker of world.askers)
      for (const [organisation, ids] of [
        [ours.organisation.id, idsOf(ours)],
        [theirs.organisation.id, idsOf(theirs)],
        [null, nothing],
      ] as const) {
        const said = await probe(operation, asker.token, ids);
        const name = `${asker.name} → ${organisation}`;
        expect([name, verdictOf(said)]).toEqual([name, expected(operation, asker, organisation)]);
        expect([name, described.has(String(said.status))]).toEqual([name, true]);
        expectSafe(name, said);
      }
  });

  test("PO-01 what belongs to others is answered as what is not there, word for word", async () => {
    for (const name of ["outsider", "owner", "program-writes"]) {
      const { token } = world.asker(name);
      const theirs = await probe(operation, token, idsOf(world.theirs));
      const none = await probe(operation, token, nothing);
      expect([theirs.status, without(theirs)]).toEqual([none.status, without(none)]);
    }
  });
});

let document: Promise<Said> | null = null;

/** The statuses that the document names for an operation. */
async function documented(operation: Operation): Promise<ReadonlySet<string>> {
  document ??= call(world, null, "GET", "/openapi.json");
  const paths = (await document).json["paths"] as Record<string, Record<string, { responses: object }>>;
  return new Set(Object.keys(paths[operation.path]?.[operation.method.toLowerCase()]?.responses ?? {}));
}
