/** DR-09 — the call of the company's own API: below the named address only, no redirect followed, no more read than is shown. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiCall } from "../../src/outbound/api-call.ts";
import { json, siteOf, type Site } from "./site.ts";

const host = "sandbox.example.com";
const base = `https://${host}/v1`;
let site: Site;
beforeAll(async () => void (site = await siteOf(host)));
afterAll(() => site.close());

const call = (addresses: readonly string[] = ["93.184.215.14"]): ReturnType<typeof createApiCall> =>
  createApiCall(base, {
    ownHosts: ["auth.example.com"],
    loopback: false,
    resolve: async () => addresses,
    dial: (address, port) => site.dial(address, port),
    ca: site.ca,
  });

test("a token goes to the API, and its answer comes back as it is", async () => {
  let seen: Record<string, unknown> = {};
  site.answer((request, response) => {
    seen = { url: request.url, ...request.headers };
    response.writeHead(403, { "www-authenticate": "Bearer", "content-type": "application/json" });
    response.end('{"a":1}');
  });
  const answer = await call()(`${base}/bookings`, [["Authorization", "Bearer t"]]);
  expect(answer).toMatchObject({ outcome: "answered", status: 403, body: '{"a":1}' });
  expect(seen).toMatchObject({ url: "/v1/bookings", authorization: "Bearer t", host });
  expect(seen["cookie"]).toBeUndefined();
});

test.each([
  `https://${host}.evil.example/v1/x`,
  `https://evil.example/v1/x`,
  `https://${host}@evil.example/v1/x`,
  `https://${host}/v1/../admin`,
  `https://${host}/v12/x`,
  `https://${host}:8443/v1/x`,
  `http://${host}/v1/x`,
  "not an address",
])("DR-09 %s is not the API: no token goes there", async (url) => {
  const before = site.dialled.length;
  expect(await call()(url, [["Authorization", "Bearer t"]])).toEqual({
    outcome: "refused",
    why: "not_the_api",
  });
  expect(site.dialled.length).toBe(before);
});

test("DR-09 a name that leads inside is not dialled", async () => {
  const before = site.dialled.length;
  for (const address of ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
    expect(await call([address])(`${base}/x`, [])).toEqual({ outcome: "refused", why: "special_address" });
  expect(site.dialled.length).toBe(before);
});

test("a redirect is an answer, and the token goes no further", async () => {
  const paths: (string | undefined)[] = [];
  site.answer((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: "https://evil.example/" }).end();
  });
  expect(await call()(`${base}/x`, [["Authorization", "Bearer t"]])).toMatchObject({ status: 302 });
  expect(paths).toEqual(["/v1/x"]);
});

test("of a long answer eight kilobytes are read", async () => {
  site.answer(json("x".repeat(200_000)));
  const answer = await call()(`${base}/x`, []);
  expect(answer.outcome === "answered" && answer.body.length).toBe(8192);
});
