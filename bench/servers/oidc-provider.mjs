/**
 * The peer: oidc-provider, one client per kind of token, the same work as Gatehouse's. Its storage is in memory, or in the
 * PostgreSQL whose address is given.
 */
import { createServer } from "node:http";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { Provider } from "oidc-provider";
import { api, challenge, issuer, kinds, peopleCount, redirectUri, scope } from "../lib/terms.mjs";
import { interactions } from "./interactions.mjs";
import { MemoryAdapter } from "./memory-adapter.mjs";
import { postgresAdapter } from "./postgres-adapter.mjs";
import { answer, ready } from "./report.mjs";

const jwk = (kid, alg, { privateKey }) => ({ ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" });
const clients = kinds.map((kind) => ({
  client_id: `client_${kind}`,
  client_name: "Trip Planner",
  client_secret: randomBytes(32).toString("base64url"),
  grant_types: ["authorization_code", "refresh_token", "client_credentials"],
  redirect_uris: [redirectUri],
  response_types: ["code"],
  token_endpoint_auth_method: "client_secret_post",
  introspection_endpoint_auth_method: "client_secret_basic",
  scope: `${scope} offline_access`,
}));
const resourceServer = (clientId) => ({
  audience: api,
  scope,
  accessTokenTTL: 3600,
  ...(clientId === "client_opaque"
    ? { accessTokenFormat: "opaque" }
    : { accessTokenFormat: "jwt", jwt: { sign: { alg: clientId.slice("client_".length) } } }),
});

const place = process.argv[2];
const provider = new Provider(issuer, {
  adapter: place.startsWith("postgres:") ? await postgresAdapter(place) : MemoryAdapter,
  clients,
  // The introspecting API: the peer knows only clients, and its secret is sent with HTTP Basic as Gatehouse's is.
  jwks: {
    keys: [
      jwk("es", "ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })),
      jwk("rs", "RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })),
    ],
  },
  scopes: ["openid", "offline_access", ...scope.split(" ")],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => api,
      useGrantedResource: () => true,
      getResourceServerInfo: (_context, _resource, client) => resourceServer(client.clientId),
    },
  },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  cookies: { keys: [randomBytes(32).toString("base64url")] },
  ttl: {
    AuthorizationCode: 600,
    ClientCredentials: 3600,
    AccessToken: 3600,
    RefreshToken: 86_400,
    Grant: 86_400,
    Interaction: 3600,
    Session: 86_400,
  },
});

// The proxy in front of it speaks https with browsers.
provider.proxy = true;

/** A code as the authorization endpoint would have made it, with its person's permission. */
async function makeCode(client, accountId) {
  const grant = new provider.Grant({ accountId, clientId: client.clientId });
  grant.addResourceScope(api, scope);
  const code = new provider.AuthorizationCode({
    accountId,
    client,
    grantId: await grant.save(),
    authTime: Math.floor(Date.now() / 1000),
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    redirectUri,
    resource: api,
    scope,
  });
  return code.save();
}

/** Many of them, some at once because making them is not measured. */
async function makeCodes({ count, kind }) {
  const client = await provider.Client.find(`client_${kind}`);
  const codes = [];
  while (codes.length < count) {
    const some = Array.from({ length: 50 }, (_, index) =>
      makeCode(client, `usr_${(codes.length + index) % peopleCount}`),
    );
    codes.push(...(await Promise.all(some)));
  }
  return codes;
}

let strangers = 0;
answer({
  codes: makeCodes,
  people: ({ count }) => Array.from({ length: count }, () => `stranger_${strangers++}`),
  terms: () => ({
    clients: Object.fromEntries(
      clients.map(({ client_id, client_secret }) => [
        client_id.slice("client_".length),
        { client_id, client_secret },
      ]),
    ),
    api: { client_id: clients[0].client_id, client_secret: clients[0].client_secret },
    paths: { authorize: "/auth", token: "/token", introspect: "/token/introspection", jwks: "/jwks" },
  }),
});
const callback = provider.callback();
const interact = interactions(provider);
const server = createServer((request, response) =>
  request.url.startsWith("/interaction/") ? interact(request, response) : callback(request, response),
);
server.listen(0, "127.0.0.1", () => ready(server.address().port));
