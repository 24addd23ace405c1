/** RFC 7591 §2 — metadata and authentication of clients through the desk: read and checked as at registration. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../src/desk/caller.ts";
import type { AppJson, ClientJson } from "../../src/desk/json.ts";
import { createApp } from "../../src/desk/operations/apps.ts";
import { changeClient } from "../../src/desk/operations/clients.ts";
import { perform } from "../../src/desk/perform.ts";
import { Problem } from "../../src/desk/problems.ts";
import { declareTypes } from "../support/details.ts";
import { clientKey, type ClientKey } from "../support/proofs.ts";
import { deskWorld, type DeskWorld } from "./world.ts";

let world: DeskWorld;
let key: ClientKey;
beforeAll(async () => {
  [world, key] = await Promise.all([deskWorld(), clientKey()]);
  await declareTypes(world.server);
});
afterAll(() => world.server.close());

const create = (more: object): Promise<AppJson> =>
  perform(createApp, world.server.gatehouse.desk, world.ours.developer, {
    organisation: world.ours.organisation.id,
    client_name: "Keys",
    application_type: "machine",
    scope: "bookings:read",
    ...more,
  });
const change = (more: object, caller: Caller = world.ours.developer): Promise<ClientJson> => {
  const client_id = world.ours.app.clients[0]?.client_id;
  return perform(changeClient, world.server.gatehouse.desk, caller, { client_id, ...more });
};
const byKey = { token_endpoint_auth_method: "private_key_jwt" };

async function sentence(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem ? (error.fields[0]?.sentence ?? error.problem) : String(error);
}

test("an app of keys gets no secret", async () => {
  const [client] = (await create({ ...byKey, metadata: { jwks: key.jwks } })).clients;
  expect(client).toMatchObject({ ...byKey, metadata: { jwks: key.jwks }, secrets: [] });
  expect(client).not.toHaveProperty("client_secret");
});

test.each<[string, () => object, string]>([
  ["no key at all", () => byKey, "This client signs"],
  ["a private key", () => ({ ...byKey, metadata: { jwks: { keys: [key.privateJwk] } } }), "public all"],
  ["a mistyped member", () => ({ metadata: { jwksuri: "https://x.example" } }), "jwksuri cannot be set here"],
  ["no certificates here", () => ({ token_endpoint_auth_method: "tls_client_auth" }), ""],
  ["__proto__", () => ({ metadata: JSON.parse('{"__proto__":{}}') as object }), "cannot be set here"],
])("DR-14 refused in words: %s", async (_what, more, said) => {
  for (const ask of [create, change]) {
    const heard = await sentence(ask(more()));
    expect(heard).toContain(said);
    expect(heard).not.toMatch(/^(?:null|Error|TypeError)/);
  }
});

test("a change is judged by what results, and told in the answer", async () => {
  const metadata = {
    jwks_uri: "https://app.example.com/keys",
    backchannel_logout_uri: "https://app.example/out",
  };
  expect(await change({ ...byKey, metadata })).toMatchObject({ ...byKey, metadata });
  expect(await sentence(change({ metadata: {} }))).toContain("This client signs");
});

test("DR-06 nobody gives themselves types of authorization details; an admin does, and they may be kept", async () => {
  const metadata = { jwks: key.jwks, authorization_details_types: ["trip"] };
  expect(await sentence(change({ metadata }))).toContain("Only staff");
  expect(await change({ metadata }, world.admin)).toMatchObject({ metadata });
  expect(await change({ metadata: { ...metadata, require_auth_time: true } })).toMatchObject({ metadata });
});
