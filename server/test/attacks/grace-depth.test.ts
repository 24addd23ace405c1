/** The overlap of rotation reaches one generation back and no further (django-oauth-toolkit #1617), and what it gives is real (#631). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { getCode, introspect, redeem, refresh } from "../support/flow.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp({ settings: { refresh_token: "always", access_token_profile: "opaque" } });
});
afterAll(() => server.close());

/** A family of `depth` generations: its refresh tokens, oldest first. */
async function family(depth: number): Promise<string[]> {
  const tokens = [(await redeem(server, app, await getCode(server, app))).refresh_token ?? ""];
  while (tokens.length < depth)
    tokens.push(String((await refresh(server, app, tokens.at(-1) ?? "")).json["refresh_token"]));
  return tokens;
}

test.each([2, 3, 4, 8])("RT-08 %i generations back ends the family, inside the overlap too", async (back) => {
  const tokens = await family(back + 1);
  const head = tokens.at(-1) ?? "";
  expect((await refresh(server, app, tokens[0] ?? "")).json["error"]).toBe("invalid_grant");
  expect((await refresh(server, app, head)).json["error"]).toBe("invalid_grant");
});

test("RT-10 one generation back gives the same successor, which works, with an access token that works", async () => {
  const [first = "", second = ""] = await family(2);
  const again = await refresh(server, app, first);
  expect(again.json["refresh_token"]).toBe(second);
  expect(await introspect(server, String(again.json["access_token"]))).toMatchObject({ active: true });
  expect((await refresh(server, app, second)).status).toBe(200);
});

test("RT-10 RT-09 a lost answer is given again to many workers, always the same, and the family lives on", async () => {
  const [first = "", second = ""] = await family(2);
  for (let round = 0; round < 8; round++) {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => refresh(server, app, first)));
    for (const { json } of answers) expect(json["refresh_token"]).toBe(second);
  }
  expect((await refresh(server, app, second)).status).toBe(200);
});

test("RT-10 the overlap is not lengthened by using it", async () => {
  const [first = ""] = await family(2);
  server.clock.advance(40_000);
  expect((await refresh(server, app, first)).status).toBe(200);
  server.clock.advance(20_000);
  expect((await refresh(server, app, first)).json["error"]).toBe("invalid_grant");
});

test("RT-07 a revived family stays dead: nothing of it works after a reuse", async () => {
  const tokens = await family(4);
  await refresh(server, app, tokens[0] ?? "");
  for (const token of tokens) expect((await refresh(server, app, token)).json["error"]).toBe("invalid_grant");
});
