/** A token that is bound to a key cannot be exchanged by whoever only found it (RFC 8693 §2.1, RFC 9449 §7.1). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACCESS_TOKEN, EXCHANGE } from "../support/exchange.ts";
import { decodeJwt, getCode } from "../support/flow.ts";
import { clientKey, proof, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestApp, type TestServer } from "../support/server.ts";
import { post, type Answer } from "../support/wire.ts";

let server: TestServer;
let front: TestApp;
let service: TestApp;
let key: ClientKey;
let bound = "";

beforeAll(async () => {
  server = await startServer();
  key = await clientKey();
  front = await server.addApp();
  service = await server.addApp({ grant_types: [EXCHANGE, "client_credentials"] });
  const fields = {
    grant_type: "authorization_code",
    client_id: front.client_id,
    client_secret: front.client_secret,
    redirect_uri: front.redirect_uri,
    code: await getCode(server, front),
  };
  const { json } = await post(server, "/oauth/token", fields, { dpop: await proof(server, key) });
  expect(json["token_type"]).toBe("DPoP");
  bound = String(json["access_token"]);
});
afterAll(() => server.close());

function exchanged(headers: Record<string, string>): Promise<Answer> {
  const { client_id, client_secret } = service;
  const subject = { subject_token: bound, subject_token_type: ACCESS_TOKEN };
  return post(
    server,
    "/oauth/token",
    { grant_type: EXCHANGE, client_id, client_secret, ...subject },
    headers,
  );
}

test("DP-08 a bound subject token without a proof, or with another key's, is refused", async () => {
  expect((await exchanged({})).status).toBe(400);
  expect((await exchanged({ dpop: await proof(server, await clientKey()) })).status).toBe(400);
});

test("DP-03 with the key's own proof it is exchanged, for a token bound to the same key", async () => {
  const { status, json } = await exchanged({ dpop: await proof(server, key) });
  expect(status).toBe(200);
  expect(decodeJwt(String(json["access_token"])).claims["cnf"]).toEqual(decodeJwt(bound).claims["cnf"]);
});
