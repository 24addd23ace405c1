/** WebAuthn — the number of a person's keys is held where they are stored: of many that are added at once, no more than that are. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Passkey } from "../../src/accounts/proof-ports.ts";
import { byPerson } from "../../src/lib/actor.ts";
import { startServer, type TestServer } from "../support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const key = (subject: string, id: string): Passkey => ({
  id,
  subject,
  publicKey: "AA",
  counter: 0,
  transports: [],
  name: "Laptop",
  backedUp: false,
  createdAt: server.clock.now(),
  lastUsedAt: null,
});

test("race: of 40 keys added at the same time to a person with 15, five are added", async () => {
  const { passkeys } = server.gatehouse.store;
  const { id } = server.person;
  const by = byPerson(id);
  for (let n = 0; n < 15; n++) expect(await passkeys.add(key(id, `first-${n}`), 20, by)).toBe(true);
  const added = await Promise.all(
    Array.from({ length: 40 }, (_, n) => passkeys.add(key(id, `then-${n}`), 20, by)),
  );
  expect(added.filter(Boolean)).toHaveLength(5);
  expect(await passkeys.list(id)).toHaveLength(20);
  // Others are not counted, nor is anybody added who is not there.
  const other = await server.addPerson("bob");
  expect(await passkeys.add(key(other.id, "other"), 20, byPerson(other.id))).toBe(true);
  expect(await passkeys.add(key("nobody", "nobody"), 20, by)).toBe(false);
});
