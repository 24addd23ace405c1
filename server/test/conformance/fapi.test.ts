/** FAPI 2.0 Security Profile with private_key_jwt and DPoP, for plain OAuth and for OpenID Connect: the modules of the conformance suite. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { startServer, type AppOptions, type TestServer } from "../support/server.ts";
import { atPar, clientModules, parAssertionModules, withCode, withoutCode } from "./fapi-client.ts";
import { bindingModules, byMachine, byPerson, senderModules } from "./fapi-dpop.ts";
import { claimsModules, happyModules, personModules } from "./fapi-flow.ts";
import { fapiParty, rsaKey, startApi, type Api, type FapiParty } from "./fapi-party.ts";
import { codeModules, nonceModules, pushModules, stateModules } from "./fapi-request.ts";
import { fillIn } from "./people.ts";
import { whole, type fapi, type fapiMachine, type fapiOpenId, type Modules } from "./plans.ts";

let server: TestServer;
let api: Api;
beforeAll(async () => {
  server = await startServer();
  await fillIn(server);
  api = await startApi(server);
});
afterAll(async () => {
  api.close();
  await server.close();
});

function run(modules: Readonly<Record<string, () => Promise<void>>>): void {
  for (const [name, module] of Object.entries(modules)) test(whole(name), module);
}

describe.each(["plain_oauth", "openid_connect"])("%s", (kind) => {
  const openid = kind === "openid_connect";
  const world = (): Promise<FapiParty> => fapiParty(server, api, openid);
  const rsa = async () => {
    const { right, wrong } = await rsaKey();
    return { of: await fapiParty(server, api, openid, right), wrong };
  };
  const modules: Modules<(typeof fapi)[number]> = {
    ...happyModules(world, byPerson),
    ...personModules(world),
    ...pushModules(world),
    ...codeModules(world),
    ...stateModules(world),
    ...senderModules(world, byPerson),
    ...bindingModules(world),
    ...clientModules(world, rsa, withCode, { ask: atPar, good: 201 }),
    ...parAssertionModules(world),
  };
  run(modules);
  const more: Modules<(typeof fapiOpenId)[number]> = { ...nonceModules(world), ...claimsModules(world) };
  if (openid) run(more);
});

describe("fapi_client_credentials_grant", () => {
  const machine: AppOptions = {
    grant_types: ["client_credentials"],
    application_type: "machine",
    redirect_uris: [],
    scopes: ["bookings:read"],
  };
  const world = (): Promise<FapiParty> => fapiParty(server, api, false, undefined, machine);
  const rsa = async () => {
    const { right, wrong } = await rsaKey();
    return { of: await fapiParty(server, api, false, right, machine), wrong };
  };
  const modules: Modules<(typeof fapiMachine)[number]> = {
    ...happyModules(world, byMachine),
    ...senderModules(world, byMachine),
    ...clientModules(world, rsa, withoutCode, { ask: withoutCode, good: 200 }),
  };
  run(modules);
});
