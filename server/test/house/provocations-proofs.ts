/** The rows of assertions, DPoP proofs, pushed and signed requests. */
import { presents, testCertificate } from "../support/certificates.ts";
import { getCode } from "../support/flow.ts";
import { assertion, assertionFields, clientKey, proof, requestObject } from "../support/proofs.ts";
import type { TestApp } from "../support/server.ts";
import { post, wire, type Answer } from "../support/wire.ts";
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { authorize, credentials, machineToken, token, type Provocation, type World } from "./provoking.ts";

const key = await clientKey();
const other = await clientKey();

/** A machine token request with this DPoP header. */
const bound =
  (changes: Record<string, unknown>, header: Record<string, unknown> = {}): Provocation =>
  async (world) =>
    token(machineToken, { dpop: await proof(world.server, key, changes, header) })(world);

const withKeys = ({ server }: World, metadata: object = {}): Promise<TestApp> =>
  server.addApp({ metadata: { jwks: key.jwks, ...metadata } });

/** An authorization request of an app, as the browser's first arrival. */
const arrives = ({ server }: World, app: TestApp, fields: Record<string, string>): Promise<Answer> => {
  const query = new URLSearchParams({ client_id: app.client_id, ...fields });
  return wire(server, { method: "GET", path: `/oauth/authorize?${query.toString()}` });
};

const plain = (app: TestApp): Record<string, string> => ({
  response_type: "code",
  redirect_uri: app.redirect_uri,
});

export const proofProvocations = {
  async assertion_refused({ server, app }) {
    const wrong = await assertion(server, app, key);
    return post(server, "/oauth/token", { ...machineToken, ...assertionFields(wrong) });
  },

  async certificate_refused({ server, app }) {
    const header = presents(testCertificate("/CN=app"));
    return post(server, "/oauth/token", { ...machineToken, client_id: app.client_id }, header);
  },
  async certificate_missing({ server }) {
    const app = await server.addApp({ metadata: { tls_client_certificate_bound_access_tokens: true } });
    return post(server, "/oauth/token", { ...credentials(app), ...machineToken });
  },

  async dpop_missing({ server }) {
    const app = await server.addApp({ metadata: { dpop_bound_access_tokens: true } });
    return post(server, "/oauth/token", { ...credentials(app), ...machineToken });
  },
  dpop_many: token(machineToken, { dpop: "a.b.c, a.b.c" }),
  dpop_malformed: token(machineToken, { dpop: "a.b.c" }),
  dpop_signature: bound({}, { jwk: other.publicJwk }),
  dpop_target: bound({ htm: "GET" }),
  dpop_time: bound({ iat: 1 }),
  async dpop_token({ server }) {
    const app = await server.addApp({ scopes: ["openid"] });
    const code = await getCode(server, app, { scope: "openid" });
    const { redirect_uri } = app;
    const fields = { grant_type: "authorization_code", code, redirect_uri, ...credentials(app) };
    const issued = await post(server, "/oauth/token", fields, { dpop: await proof(server, key) });
    const dpop = await proof(server, key, { htm: "GET", htu: `${server.issuer}/oauth/userinfo` });
    const authorization = `DPoP ${String(issued.json["access_token"])}`;
    return wire(server, { method: "GET", path: "/oauth/userinfo", headers: { authorization, dpop } });
  },
  async dpop_replayed(world) {
    const dpop = await proof(world.server, key);
    await token(machineToken, { dpop })(world);
    return token(machineToken, { dpop })(world);
  },
  dpop_nonce: bound({ nonce: "unknown" }),
  dpop_jkt_malformed: authorize({ dpop_jkt: "x" }),
  async dpop_jkt_differs({ server, app }) {
    const dpop = await proof(server, key, { htu: `${server.issuer}/oauth/par` });
    const fields = { ...credentials(app), ...plain(app), dpop_jkt: other.jkt };
    return post(server, "/oauth/par", fields, { dpop });
  },
  async key_differs(world) {
    const code = await getCode(world.server, world.app, { dpop_jkt: key.jkt });
    const { redirect_uri } = world.app;
    return token({ grant_type: "authorization_code", code, redirect_uri })(world);
  },
  async bearer_bound(world) {
    const { json } = await bound({})(world);
    const headers = { authorization: `Bearer ${String(json["access_token"])}` };
    return wire(world.server, { method: "GET", path: "/oauth/userinfo", headers });
  },

  request_uri_invalid: authorize({ request_uri: "urn:ietf:params:oauth:request_uri:x" }),
  request_uri_pushed: ({ server, app }) =>
    post(server, "/oauth/par", { ...credentials(app), ...plain(app), request_uri: "x" }),
  request_object_invalid: async (world) => arrives(world, await withKeys(world), { request: "a.b.c" }),
  async request_object_required(world) {
    const app = await withKeys(world, { require_signed_request_object: true });
    return arrives(world, app, plain(app));
  },
  async par_required(world) {
    const app = await withKeys(world, { require_pushed_authorization_requests: true });
    return arrives(world, app, { request: await requestObject(world.server, app, key) });
  },
} satisfies Partial<Record<RefusalName, Provocation>>;
