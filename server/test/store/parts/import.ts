/** An OpenAPI document becomes an API: all or nothing, once, and never under the feet of apps that use a scope. */
import { describe, expect, test } from "vitest";
import type { ApiDocument, Scope } from "../../../src/oauth/resource.ts";
import { newestAudit } from "../../../src/store/audit/read.ts";
import type { ImportedApi } from "../../../src/desk/registry.ts";
import { API, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

const route = {
  method: "GET",
  path: "/bookings/{id}",
  scopes: ["bookings:read"],
  or: [["bookings:admin"]],
  person: false,
  public: false,
  summary: "One booking",
  tags: ["Bookings"],
};
const document: ApiDocument = {
  title: "Bookings",
  version: "2.0",
  server: "https://api.example",
  routes: [route],
  versions: { default: "2.0", list: [{ version: "2.0", status: "stable" }] },
};
const scope = (name: string): Scope => ({ name, words: { en: name }, person: false });
const imported = (change: Partial<ImportedApi> = {}): ImportedApi => ({
  id: "api_1",
  identifier: API,
  name: "Ignored: staff have named it",
  scopes: [scope("bookings:read"), scope("bookings:create"), scope("bookings:admin")],
  document,
  force: false,
  ...change,
});

export function importTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("an imported document", () => {
    test(
      "PO-06 changes scopes and routes with one audit entry; the second time nothing is written",
      on(async ({ registry, resources, engine }) => {
        expect(await registry.importDocument(imported({ force: true }))).toEqual({ outcome: "changed" });
        expect(await resources.document("api_1")).toEqual(document);
        const api = await resources.findById("api_1");
        expect(api?.scopes.map(({ name }) => name)).toEqual([
          "bookings:admin",
          "bookings:create",
          "bookings:read",
        ]);
        expect(api?.name).not.toContain("Ignored");
        const entries = async (): Promise<number> =>
          (await newestAudit(engine, { action: "resource.imported" }, 10)).length;
        expect(await entries()).toBe(1);
        expect(await registry.importDocument(imported())).toEqual({ outcome: "same" });
        expect(await entries()).toBe(1);
      }),
    );

    test(
      "takes no scope away that a client is assigned, unless it is forced to",
      on(async ({ registry, resources }) => {
        await registry.importDocument(imported({ force: true }));
        const less = imported({ scopes: [scope("bookings:admin")], document: { ...document, version: "3" } });
        const answer = await registry.importDocument(less);
        expect(answer).toMatchObject({ outcome: "in_use" });
        expect(await resources.document("api_1")).toEqual(document);
        expect((await resources.findById("api_1"))?.scopes).toHaveLength(3);
        expect(await registry.importDocument({ ...less, force: true })).toEqual({ outcome: "changed" });
        expect((await resources.findById("api_1"))?.scopes).toHaveLength(1);
      }),
    );

    test(
      "makes a new API; of two imports at once one creates it",
      on(async ({ registry, resources }) => {
        const fresh = imported({ id: "api_new", identifier: "https://new.example", name: "New" });
        const answers = await Promise.all([registry.importDocument(fresh), registry.importDocument(fresh)]);
        expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(["created", "same"]);
        expect((await resources.find("https://new.example"))?.scopes).toHaveLength(3);
        const taken = imported({ id: "api_other", identifier: "https://new.example" });
        await expect(registry.importDocument(taken)).rejects.toMatchObject({ kind: "taken" });
      }),
    );
  });
}
