/** OpenID Connect Discovery 1.0, "Config OP": the module of the conformance suite; and that each module of each plan has its test. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer, type TestServer } from "../support/server.ts";
import { expectDiscovery } from "./discovery.ts";
import { plans, type config, type Modules } from "./plans.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ issuer: "https://login.bookings.example" });
  // A key set without keys would show nothing.
  await server.gatehouse.ring.ensure({ alg: "RS256", rsa_bits: 2048, environment: "live" });
});
afterAll(() => server.close());

const modules: Modules<(typeof config)[number]> = {
  "oidcc-discovery-endpoint-verification": () => expectDiscovery(server),
};
for (const [name, module] of Object.entries(modules)) test(name, module);

test("each plan has as many modules as the suite's", () => {
  const counts = Object.entries(plans).map(([plan, names]) => [plan, new Set(names).size, names.length]);
  expect(counts).toEqual([
    ["oidcc-config-certification-test-plan", 1, 1],
    ["oidcc-basic-certification-test-plan", 38, 38],
    ["oidcc-formpost-basic-certification-test-plan", 38, 38],
    ["oidcc-dynamic-certification-test-plan", 23, 23],
    ["oidcc-rp-initiated-logout-certification-test-plan", 11, 11],
    ["oidcc-backchannel-rp-initiated-logout-certification-test-plan", 2, 2],
    // Of the 62 that are listed, five are for the rules of single countries; one is of a newer release.
    ["fapi2-security-profile-final-test-plan", 58, 58],
    ["fapi2-security-profile-final-client-credentials-grant-test-plan", 15, 15],
  ]);
});
