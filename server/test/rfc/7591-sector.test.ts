/** OpenID Connect Registration §5, Core §8.1 — pairwise subjects: the sector's document is fetched when a client registers, and what it must say. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { JSON_TYPE, wire, type Answer } from "../support/wire.ts";

const redirect_uris = ["https://app.example/cb", "https://app.example/two"];
let server: TestServer;
let site: FetchedDocument = { outcome: "refused", why: "unreachable" };
let asked: string[] = [];

beforeAll(async () => {
  server = await startServer({
    settings: { registration: "open" },
    outbound: { json: async (url) => (asked.push(url), site) },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.clock.advance(3_600_000);
  asked = [];
});

let count = 0;
const register = (members: object): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: JSON.stringify({ redirect_uris, ...members }),
    headers: { "content-type": JSON_TYPE },
    from: `127.0.1.${1 + (count++ % 200)}`,
  });

const lists = (json: unknown): void => void (site = { outcome: "fetched", json, maxAgeMs: null });

describe("OpenID Connect Registration §5 sector_identifier_uri", () => {
  const sector_identifier_uri = "https://sector.example.com/uris";
  const pairwise = { subject_type: "pairwise", sector_identifier_uri };

  test("DR-08 it is fetched once, and must list every redirect URI", async () => {
    lists([...redirect_uris, "https://app.example/three"]);
    const answer = await register(pairwise);
    expect(answer.json).toMatchObject(pairwise);
    expect(asked).toEqual([sector_identifier_uri]);
    for (const document of [
      [redirect_uris[0]],
      [],
      {},
      "x",
      null,
      [redirect_uris],
      [redirect_uris.join(" ")],
    ]) {
      lists(document);
      expect((await register(pairwise)).json["error"], JSON.stringify(document)).toBe(
        "invalid_client_metadata",
      );
    }
  });

  test("DR-10 why it could not be had is not told", async () => {
    const answers: string[] = [];
    for (const why of ["special_address", "unresolved", "timeout"]) {
      site = { outcome: "refused", why };
      answers.push((await register(pairwise)).text);
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toContain("special");
  });

  test("Core §8.1 pairwise subjects need one host, or a sector", async () => {
    const two = { redirect_uris: ["https://a.example/cb", "https://b.example/cb"], subject_type: "pairwise" };
    expect((await register(two)).json["error"]).toBe("invalid_client_metadata");
    lists(two.redirect_uris);
    expect((await register({ ...two, sector_identifier_uri })).status).toBe(201);
    expect((await register({ subject_type: "pairwise" })).status).toBe(201);
  });

  test("DR-09 nobody is attacked through us: one host is asked 30 times in a minute at most", async () => {
    lists(redirect_uris);
    const statuses: number[] = [];
    for (let turn = 0; turn < 31; turn += 1) statuses.push((await register(pairwise)).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThanOrEqual(30);
  });
});
