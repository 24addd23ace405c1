/** A relying party that registers itself (RFC 7591) with a key of its own, and the web site on which it publishes its documents. */
import * as oauth from "oauth4webapi";
import { expect } from "vitest";
import type { FetchedDocument } from "../../src/oauth/ports.ts";
import { newSecret } from "../../src/oauth/tokens/secret-token.ts";
import { clientKey, type ClientKey } from "../support/proofs.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { discover, fresh, insecure, party, type Party } from "./party.ts";

export const callback = "https://app.example/cb";

/** What is at which address; everything else is 404. */
export type Site = Map<string, unknown>;

export interface Registering {
  server: TestServer;
  site: Site;
  initialAccessToken: string;
}

/** A server on which whoever holds an initial access token may register; no PKCE, because most of the modules send none. */
export async function startRegistering(): Promise<Registering> {
  const site: Site = new Map();
  const server = await startServer({
    settings: {
      registration: "token",
      registration_scopes: "openid profile email address phone offline_access",
      pkce: "optional",
    },
    outbound: {
      json: async (url): Promise<FetchedDocument> =>
        site.has(url)
          ? { outcome: "fetched", json: site.get(url), maxAgeMs: null }
          : { outcome: "refused", why: "status" },
    },
  });
  const { ports } = server.gatehouse;
  const initialAccessToken = newSecret("ght", "live", ports);
  await ports.registrations.addInitialToken({
    hash: ports.secretDigest(initialAccessToken),
    id: "iat_conformance",
    organisationId: "org_1",
    label: "conformance",
    createdAt: ports.clock.now(),
    expiresAt: null,
    uses: null,
  });
  return { server, site, initialAccessToken };
}

export type Metadata = Readonly<Record<string, unknown>>;

/** The endpoint's raw answer to this metadata, with what the suite sends beside it: keys above all. */
async function register(
  { server, initialAccessToken }: Registering,
  metadata: Metadata,
  key: ClientKey,
): Promise<Response> {
  const keys: Metadata = "jwks_uri" in metadata ? {} : { jwks: key.jwks };
  const usual = {
    client_name: fresh("Conformance"),
    redirect_uris: [callback],
    response_types: ["code"],
    grant_types: ["authorization_code"],
    contacts: ["certification@app.example"],
    token_endpoint_auth_method: "private_key_jwt",
  };
  return oauth.dynamicClientRegistrationRequest(
    await discover(server),
    { ...usual, ...keys, ...metadata },
    {
      initialAccessToken,
      ...insecure,
    },
  );
}

export interface RegisteredParty extends Party {
  key: ClientKey;
}

/** Registers, and is ready to sign in. Its assertions name the token endpoint, as the suite's do. */
export async function registered(
  world: Registering,
  metadata: Metadata = {},
  audience: (as: oauth.AuthorizationServer) => string | undefined = (as) => as.token_endpoint,
): Promise<RegisteredParty> {
  const key = await clientKey("RS256");
  const answer = await register(world, metadata, key);
  const client = await oauth.processDynamicClientRegistrationResponse(answer);
  const redirect_uri = (client["redirect_uris"] as readonly string[])[0] ?? "";
  const app = { appId: "", client_id: client.client_id, client_secret: "", redirect_uri };
  const { userinfo_signed_response_alg: alg } = metadata;
  const signed = typeof alg === "string" ? { userinfo_signed_response_alg: alg } : {};
  const of = await party(world.server, app, { metadata: signed });
  return { ...of, key, authentication: byKey(of, key, audience) };
}

/** RFC 7523 §2.2 as oauth4webapi does it, for this audience. */
export function byKey(
  { as }: Pick<Party, "as">,
  key: ClientKey,
  audience: (as: oauth.AuthorizationServer) => string | undefined,
  kid: string = "client-key",
): oauth.ClientAuth {
  return oauth.PrivateKeyJwt(
    { key: key.privateKey, kid },
    { [oauth.modifyAssertion]: (_header, payload) => void (payload["aud"] = audience(as)) },
  );
}

/** RFC 7591 §3.2.2. */
export async function expectUnregistrable(
  world: Registering,
  metadata: Metadata,
  error: string,
): Promise<void> {
  const response = await register(world, metadata, await clientKey("RS256"));
  expect(response.status).toBe(400);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  expect(await response.json()).toMatchObject({ error });
}
