/** DR-09 DR-10 — every field that holds an address × every hostile target: nothing is dialled, nothing is told, nothing breaks (CVE-2026-1180, CVE-2020-10770, CVE-2021-26715 at peers). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOutbound } from "../../src/outbound/fetch.ts";
import { addressFields, expectQuiet, hostileTargets } from "../outbound/hostile.ts";
import { assertion, assertionFields, clientKey, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { JSON_TYPE, post, wire, type Answer } from "../support/wire.ts";

let server: TestServer;
let key: ClientKey;
const dialled: string[] = [];
/** What the name of the day resolves to; literal addresses are not asked for here. */
let addresses: readonly string[] = ["127.0.0.1"];

beforeAll(async () => {
  key = await clientKey();
  server = await startServer({
    settings: { registration: "open", client_id_metadata_documents: "on" },
    outbound: createOutbound({
      ownHosts: ["auth.example"],
      loopback: false,
      resolve: async () => addresses,
      dial: (host, port) => {
        dialled.push(`${host} ${port}`);
        throw new Error("dialled");
      },
    }),
  });
});
afterAll(() => server.close());
/** Another hour: no budget is in the way. */
beforeEach(() => server.clock.advance(3_600_000));

const redirect_uris = ["https://app.example/cb"];
let count = 0;
const register = (members: object): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris, ...members }),
    headers: { "content-type": JSON_TYPE },
    from: `127.${1 + Math.floor(count / 200)}.0.${1 + (count++ % 200)}`,
  });
const authorize = (fields: Record<string, string>): Promise<Answer> =>
  wire(server, { method: "GET", path: `/oauth/authorize?${new URLSearchParams(fields).toString()}` });

/** Uses a client in every way that could make somebody look at its addresses. */
async function use({ json }: Answer): Promise<Answer[]> {
  const client_id = String(json["client_id"]);
  const client_secret = typeof json["client_secret"] === "string" ? json["client_secret"] : "";
  const app = { client_id, redirect_uri: redirect_uris[0] ?? "" };
  const signed = assertionFields(await assertion(server, app, key));
  const request = { ...app, response_type: "code", scope: "openid" };
  return [
    await post(server, "/oauth/token", { grant_type: "client_credentials", ...signed }),
    await post(server, "/oauth/par", { ...request, client_secret }),
    await authorize(request),
    await authorize({ ...request, request: signed["client_assertion"] ?? "" }),
  ];
}

describe("registered addresses", () => {
  test.each(Object.entries(addressFields))("DR-09 %s", async (_name, members) => {
    for (const target of hostileTargets) {
      const answer = await register(members(target));
      expectQuiet(answer, target);
      if (answer.status !== 201) continue;
      for (const used of await use(answer)) expectQuiet(used, target);
    }
    expect(dialled).toEqual([]);
  });

  test("DR-09 names that resolve to such an address, all of it or in part (rebinding)", async () => {
    for (const resolved of [["10.0.0.1"], ["93.184.215.14", "::1"], ["fd00::1"], ["169.254.169.254"]]) {
      addresses = resolved;
      for (const members of Object.values(addressFields)) {
        const answer = await register(members(`https://rebound${count}.example.com/x`));
        if (answer.status === 201) await use(answer);
      }
    }
    expect(dialled).toEqual([]);
  });
});

test("DR-09 DR-16 client_id as the address of a document", async () => {
  for (const target of hostileTargets) {
    server.clock.advance(60_000);
    const answer = await authorize({ client_id: target, response_type: "code", redirect_uri: target });
    expectQuiet(answer, target);
    expect(answer.status, target).toBe(400);
    expect(answer.headers.location, target).toBeUndefined();
  }
  expect(dialled).toEqual([]);
});

test("AR-27 PR-10 request_uri by reference is never fetched, at the authorization endpoint or pushed", async () => {
  const app = await server.addApp({ metadata: { jwks: key.jwks } });
  const { client_id, client_secret, redirect_uri } = app;
  for (const request_uri of [...hostileTargets, "https://app.example.com/request"]) {
    const answer = await authorize({ client_id, redirect_uri, response_type: "code", request_uri });
    expect([303, 400], request_uri).toContain(answer.status);
    expect(answer.headers.location ?? "error=", request_uri).toContain("error=");
    const pushed = await post(server, "/oauth/par", { client_id, client_secret, request_uri });
    expect(pushed, request_uri).toMatchObject({ status: 400, json: { error: "invalid_request" } });
  }
  expect(dialled).toEqual([]);
});
