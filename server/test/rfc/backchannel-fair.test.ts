/** OpenID Connect Back-Channel Logout 1.0 §2.5 — one app that cannot be reached keeps no other app from hearing of a sign-out. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendLogouts } from "../../src/oauth/openid/backchannel.ts";
import { startServer, type TestServer } from "../support/server.ts";

const uriOf = (name: string): string => `https://${name}.example/bye`;

let server: TestServer;
/** Whom each turn called. */
let called: string[] = [];
beforeAll(async () => {
  server = await startServer({
    outbound: {
      post: async (uri) => {
        called.push(uri);
        return uri === uriOf("slow")
          ? { outcome: "refused", why: "too_slow" }
          : { outcome: "answered", status: 200 };
      },
    },
  });
});
afterAll(() => server.close());

/** So many notices that are due now. */
async function queue(name: string, count: number): Promise<string> {
  const metadata = { backchannel_logout_uri: uriOf(name) };
  const { client_id } = await server.addApp({ client_name: name, scopes: ["openid"], metadata });
  const now = server.clock.now();
  const rows = Array.from({ length: count }, (_, n) => ({
    id: `${client_id} ${String(n).padStart(4, "0")}`,
    client_id,
    subject: server.person.id,
    sid: `sid-${n}`,
    attempts: 0,
    next_at: now,
    expires_at: now + 7_200_000,
  }));
  await server.gatehouse.store.engine.write((tx) => tx.insertInto("logout_notices").values(rows).execute());
  return client_id;
}

async function turn(): Promise<Record<string, number>> {
  called = [];
  await sendLogouts(server.gatehouse.ports);
  const all = Map.groupBy(called, (uri) => new URL(uri).hostname.split(".")[0] ?? "");
  return Object.fromEntries([...all].map(([name, uris]) => [name, uris.length]));
}

test("the apps take turns; one that cannot be reached waits with all that is for it, and gets it later", async () => {
  // It was there first, with more than ten turns can hold.
  const slow = await queue("slow", 300);
  await queue("one", 3);
  await queue("two", 5);
  const first = await turn();
  expect(first).toMatchObject({ one: 3, two: 5 });
  // Nothing of the slow app is tried again at once.
  await queue("three", 30);
  expect(await turn()).toEqual({ three: 20 });
  expect(await turn()).toEqual({ three: 10 });
  expect(await turn()).toEqual({});
  const left = await server.gatehouse.store.engine.read
    .selectFrom("logout_notices")
    .select("id")
    .where("client_id", "=", slow)
    .execute();
  expect(left).toHaveLength(300);
  server.clock.advance(15_000);
  await queue("four", 2);
  expect(await turn()).toMatchObject({ slow: 18, four: 2 });
});
