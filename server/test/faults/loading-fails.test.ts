/** What is loaded later cannot be loaded, just while the server ends: it ends all the same. */
import { expect, test, vi } from "vitest";
import { startServer } from "../support/server.ts";

const { begun, fail } = vi.hoisted(() => ({
  begun: Promise.withResolvers<void>(),
  fail: Promise.withResolvers<void>(),
}));
vi.mock("../../src/http/wing-of-people.ts", async () => {
  begun.resolve();
  await fail.promise;
  throw new Error("too many open files");
});

test("a server that is closed while its pages cannot be loaded closes everything", async () => {
  const server = await startServer();
  const app = await server.gatehouse.app(null);
  // Hooks of the end run from the last to the first: the server's own is waiting when the loading fails.
  app.addHook("onClose", async () => void setImmediate(() => fail.resolve()));
  const page = app.inject("/account");
  await begun.promise;
  await expect(app.close()).resolves.toBeUndefined();
  expect((await page).statusCode).toBe(500);
  await server.close();
});
