/** TK-05 — whoever guesses learns nothing from the work that is done: the same steps, in the same order, for unknown and known clients. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ports } from "../../src/oauth/ports.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { basic, post } from "../support/wire.ts";

let server: TestServer;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await server.addApp();
});
afterAll(() => server.close());

/** Names of the steps of the world that `run` takes: every verb of every port, and every digest. */
async function steps(run: () => Promise<unknown>): Promise<string[]> {
  const taken: string[] = [];
  const undo: (() => void)[] = [];
  const watch = (holder: Record<string, unknown>, verb: string, name: string): void => {
    const before = holder[verb];
    if (typeof before !== "function") return;
    holder[verb] = (...given: unknown[]): unknown => {
      taken.push(name);
      return (before as (...given: unknown[]) => unknown).apply(holder, given);
    };
    undo.push(() => void (holder[verb] = before));
  };
  const ports = server.gatehouse.ports as Ports & Record<string, unknown>;
  for (const digest of ["secretDigest", "refreshDigest"]) watch(ports, digest, digest);
  for (const port of [
    "clients",
    "resources",
    "throttle",
    "codes",
    "families",
    "accessTokens",
    "people",
  ] as const)
    for (const verb of Object.keys(ports[port]))
      watch(ports[port] as unknown as Record<string, unknown>, verb, `${port}.${verb}`);
  try {
    await run();
  } finally {
    for (const one of undo) one();
  }
  return taken;
}

const grant = { grant_type: "client_credentials" };
const secretOf = (text: string): string => text.padEnd(59, "x");

describe("client authentication", () => {
  const guesses: [string, () => { client_id: string; client_secret: string }][] = [
    [
      "an unknown client",
      () => ({ client_id: `live_${"0".repeat(32)}`, client_secret: secretOf("ghs_live_") }),
    ],
    ["an id of another form", () => ({ client_id: "x", client_secret: secretOf("ghs_live_") })],
    ["a wrong secret", () => ({ client_id: app.client_id, client_secret: secretOf("ghs_live_") })],
    [
      "a secret that begins right",
      () => ({ client_id: app.client_id, client_secret: `${app.client_secret.slice(0, -1)}!` }),
    ],
    ["a secret of one character", () => ({ client_id: app.client_id, client_secret: "x" })],
  ];

  test.each(guesses)(
    "TK-05 %s takes one look-up, one digest and one count, in this order",
    async (_name, make) => {
      const fields = make();
      const { client_id, client_secret } = fields;
      const expected = ["clients.find", "secretDigest", "throttle.fail"];
      expect(await steps(() => post(server, "/oauth/token", { ...grant, ...fields }))).toEqual(expected);
      const authorization = basic(client_id, client_secret);
      expect(await steps(() => post(server, "/oauth/token", grant, { authorization }))).toEqual(expected);
      expect(await steps(() => post(server, "/oauth/revoke", { ...fields, token: "x" }))).toEqual(expected);
    },
  );

  test("TK-05 a disabled client takes the same steps with its right secret as with a wrong one", async () => {
    const off = await server.addApp();
    await server.gatehouse.store.registry.disableClient(off.client_id, server.clock.now());
    const { client_id, client_secret } = off;
    const right = await steps(() => post(server, "/oauth/token", { ...grant, client_id, client_secret }));
    const wrong = await steps(() =>
      post(server, "/oauth/token", { ...grant, client_id, client_secret: "x" }),
    );
    expect(right).toEqual(wrong);
  });
});

/** Where something that was presented is held against something that is known. */
const comparisons: [string, number][] = [
  ["oauth/checks/client-authentication.ts", 1],
  ["oauth/checks/pkce.ts", 1],
  ["oauth/tokens/refresh-token.ts", 1],
  ["oauth/checks/api-authentication.ts", 1],
  ["http/csrf.ts", 1],
];

test.each(comparisons)("TK-05 PK-15 %s compares in constant time", (file, times) => {
  const text = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
  expect(text.match(/\bconstantTimeEqual\(/g)).toHaveLength(times);
  const lib = readFileSync(new URL("../../src/lib/hash.ts", import.meta.url), "utf8");
  expect(lib).toMatch(/export function constantTimeEqual[^}]*timingSafeEqual\(/);
});
