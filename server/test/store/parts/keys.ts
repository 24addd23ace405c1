/** RFC 7517 — signing keys at rest: of many nodes one makes the first key of a kind. */
import { describe, expect, test } from "vitest";
import { T0, keyRow, type EngineFactory } from "../fixture.ts";
import { withWorld } from "./with.ts";

export function keyTests(factory: EngineFactory): void {
  const on = (work: Parameters<typeof withWorld>[1]) => withWorld(factory, work);

  describe("signing keys", () => {
    test(
      "of the nodes that make the first key of a kind, one is first",
      on(async ({ signingKeys }) => {
        const rows = [1, 2, 3].map((n) => keyRow(`k${n}`));
        const made = await Promise.all(rows.map((row) => signingKeys.insertFirst(row)));
        expect(made.toSorted()).toEqual(["exists", "exists", "inserted"]);
        const other = keyRow("other", { environment: "test" });
        expect(await signingKeys.insertFirst(other)).toBe("inserted");
        expect(await signingKeys.list()).toEqual([rows[made.indexOf("inserted")], other]);
      }),
    );

    test(
      "a kind whose keys all end or are revoked may begin anew",
      on(async ({ signingKeys }) => {
        await signingKeys.insertFirst(keyRow("a"));
        await signingKeys.insert(keyRow("b", { created_at: T0 + 1 }));
        await signingKeys.setState("a", "active", T0 + 1000);
        expect(await signingKeys.insertFirst(keyRow("c"))).toBe("exists");
        await signingKeys.setState("b", "revoked", null);
        expect(await signingKeys.insertFirst(keyRow("c", { created_at: T0 + 2 }))).toBe("inserted");
        expect(await signingKeys.list()).toMatchObject([
          { kid: "a", state: "active", retires_at: T0 + 1000 },
          { kid: "b", state: "revoked", retires_at: null },
          { kid: "c" },
        ]);
      }),
    );
  });
}
