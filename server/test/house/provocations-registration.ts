/** Clients that register themselves: the requests that provoke the refusals of RFC 7591 and RFC 7592. */
import type { RefusalName } from "../../src/oauth/refusals.ts";
import { JSON_TYPE, wire, type Answer, type Wire } from "../support/wire.ts";
import { authorize, type Provocation, type World } from "./provoking.ts";

const good = { redirect_uris: ["https://app.example/cb"], token_endpoint_auth_method: "none" };

const send = ({ server }: World, json: object, options: Wire = {}): Promise<Answer> =>
  wire(server, {
    path: "/oauth/register",
    body: JSON.stringify(json),
    headers: { "content-type": JSON_TYPE },
    ...options,
  });

const asking =
  (members: object): Provocation =>
  (world) =>
    send(world, { ...good, ...members });

export const registrationProvocations = {
  registration_media_type: (world) => send(world, good, { headers: { "content-type": "text/plain" } }),
  registration_malformed: asking({ redirect_uris: "https://app.example/cb" }),
  registration_name: asking({ client_name: "a\u202eb" }),
  registration_redirect: asking({ redirect_uris: ["http://app.example/cb"] }),
  registration_grants: asking({ response_types: ["token"] }),
  registration_auth_method: asking({ token_endpoint_auth_method: "client_secret_jwt" }),
  registration_uri: asking({ logo_uri: "http://app.example/logo" }),
  registration_keys: asking({ jwks: { keys: [{ kty: "oct", k: "AAAA" }] } }),
  registration_keys_missing: asking({ token_endpoint_auth_method: "private_key_jwt" }),
  registration_certificate: asking({ token_endpoint_auth_method: "tls_client_auth" }),
  registration_sector: asking({ sector_identifier_uri: "https://127.0.0.1/sector" }),
  registration_keys_twice: asking({ jwks: { keys: [] }, jwks_uri: "https://app.example/keys" }),
  registration_scope: asking({ scope: "admin" }),
  registration_unsupported: asking({ id_token_signed_response_alg: "none" }),
  async registration_api(world) {
    const { ports } = world.server.gatehouse;
    const before = ports.registration;
    ports.registration = { ...before, api: "https://nowhere.example" };
    try {
      return await send(world, good);
    } finally {
      ports.registration = before;
    }
  },
  client_document: authorize({ client_id: "https://127.0.0.1/client" }),
  async too_many_documents(world) {
    const ask = authorize({ client_id: "https://10.0.0.1/client" });
    for (let count = 0; count < 29; count++) await ask(world);
    return ask(world);
  },
  async registration_differs(world) {
    const { json } = await send(world, good);
    const headers = {
      "content-type": JSON_TYPE,
      authorization: `Bearer ${String(json["registration_access_token"])}`,
    };
    const path = new URL(String(json["registration_client_uri"])).pathname;
    return send(world, { ...good, client_id: "another" }, { method: "PUT", path, headers });
  },
  async too_many_registrations(world) {
    for (let count = 0; count < 19; count++) await send(world, good, { from: "127.0.0.9" });
    return send(world, good, { from: "127.0.0.9", headers: { "content-type": JSON_TYPE } });
  },
} satisfies Partial<Record<RefusalName, Provocation>>;
