/** What is loaded when it is first needed. */
import { expect, test } from "vitest";
import { onceLoaded } from "../../src/lib/once-loaded.ts";

test("many who need it at once load it once, and a failure is tried again", async () => {
  let tries = 0;
  const part = onceLoaded(async () => {
    if (++tries === 1) throw new Error("too many open files");
    return tries;
  });
  await expect(part()).rejects.toThrow("too many open files");
  expect(await Promise.all([part(), part()])).toEqual([2, 2]);
  expect(await part()).toBe(2);
});
