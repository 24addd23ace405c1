/** Work inside one process: bare signing, a bare jose verification, the guard, and the guard's peer. */
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer } from "node:http";
import { auth, requiredScopes } from "express-oauth2-jwt-bearer";
import { createLocalJWKSet, jwtVerify } from "jose";
import { api, issuer, scope } from "../lib/terms.mjs";
import { answer, ready } from "./report.mjs";

const { createGuard } = await import(new URL("../../guard/dist/index.js", import.meta.url).href);

const pairs = {
  ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  RS256: generateKeyPairSync("rsa", { modulusLength: 2048 }),
};
const jwks = {
  keys: Object.entries(pairs).map(([alg, { publicKey }]) =>
    Object.assign(publicKey.export({ format: "jwk" }), { kid: alg, alg, use: "sig" }),
  ),
};
/** A pool that is larger than the guard's memory: going round it, every token is new to the guard. */
const pool = 3000;
const cacheSize = 2000;
const inFlight = 32;

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const keyOf = (alg) =>
  alg === "ES256" ? { key: pairs[alg].privateKey, dsaEncoding: "ieee-p1363" } : pairs[alg].privateKey;

function makeToken(alg) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: api,
    sub: "usr_1",
    sub_type: "person",
    client_id: "live_1",
    iat,
    exp: iat + 3600,
    jti: randomUUID(),
    scope,
    env: "live",
    org: "org_1",
  };
  const input = `${part({ typ: "at+jwt", alg, kid: alg })}.${part(claims)}`;
  return `${input}.${sign("sha256", Buffer.from(input), keyOf(alg)).toString("base64url")}`;
}

const tokens = {};
const tokensOf = (alg) => (tokens[alg] ??= Array.from({ length: pool }, () => makeToken(alg)));

const guard = createGuard({
  issuer,
  audience: api,
  routes: [{ method: "GET", path: "/bookings/:id", scopes: ["bookings:read"] }],
  jwks_uri: `${issuer}/jwks`,
  fetch: async () => Response.json(jwks),
  cacheSize,
});
async function check(token) {
  const headers = { get: (name) => (name === "authorization" ? `Bearer ${token}` : null) };
  const { ok } = await guard.check({ method: "GET", url: "/bookings/17", headers });
  if (!ok) throw new Error("the guard refused a good token");
}

const resolver = createLocalJWKSet(jwks);
async function verify(token, alg) {
  const { payload } = await jwtVerify(token, resolver, {
    issuer,
    audience: api,
    algorithms: [alg],
    typ: "at+jwt",
  });
  if (payload.scope !== scope) throw new Error("jose read another scope");
}

/** The peer reads the keys over HTTP only, once in ten minutes. */
const keys = createServer((_request, response) => response.end(JSON.stringify(jwks)));
await new Promise((resolve) => keys.listen(0, "127.0.0.1", resolve));
/** As its documentation says, and as strict as the guard: type, algorithm and scope are looked at. */
const middlewareOf = (tokenSigningAlg) => [
  auth({
    issuer,
    audience: api,
    jwksUri: `http://127.0.0.1:${keys.address().port}/jwks`,
    tokenSigningAlg,
    strict: true,
  }),
  requiredScopes("bookings:read"),
];
const middleware = { ES256: middlewareOf("ES256"), RS256: middlewareOf("RS256") };

/** What Express hands to a middleware, as far as these two look. */
async function pass(token, alg) {
  const headers = { host: "api.bench.test", authorization: `Bearer ${token}` };
  const request = {
    method: "GET",
    protocol: "https",
    url: "/bookings/17",
    headers,
    get: (name) => headers[name.toLowerCase()],
    is: () => false,
  };
  for (const one of middleware[alg])
    await new Promise((resolve, reject) =>
      one(request, null, (error) => (error === undefined ? resolve() : reject(error))),
    );
  if (request.auth.payload.scope !== scope) throw new Error("the peer read another scope");
}

let turn = 0;
const input = Buffer.alloc(500, "a");
const each = {
  "sign ES256": () => sign("sha256", input, keyOf("ES256")),
  "sign RS256": () => sign("sha256", input, keyOf("RS256")),
  "jose ES256": () => verify(tokensOf("ES256")[turn++ % pool], "ES256"),
  "jose RS256": () => verify(tokensOf("RS256")[turn++ % pool], "RS256"),
  "guard ES256": () => check(tokensOf("ES256")[turn++ % pool]),
  "guard RS256": () => check(tokensOf("RS256")[turn++ % pool]),
  "express-oauth2-jwt-bearer ES256": () => pass(tokensOf("ES256")[turn++ % pool], "ES256"),
  "express-oauth2-jwt-bearer RS256": () => pass(tokensOf("RS256")[turn++ % pool], "RS256"),
  "guard cached": () => check(tokensOf("ES256")[turn++ % 100]),
};

const warm = new Set();

/** Does one kind of work for `seconds`, 32 at a time as a server would. */
async function run({ name, seconds }) {
  const work = each[name];
  const batch = Array.from({ length: inFlight });
  // Until its code is compiled for good; a hundred more fill the guard's memory with what is asked for.
  const first = warm.has(name) ? 100 : 4_000;
  for (let done = 0; done < first; done += inFlight) await Promise.all(batch.map(work));
  warm.add(name);
  const before = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    await Promise.all(batch.map(work));
    count += inFlight;
  }
  const { user, system } = process.cpuUsage(before);
  return { count, elapsed: (performance.now() - started) / 1000, cpu: user + system };
}

for (const alg of ["ES256", "RS256"]) tokensOf(alg);
answer({ run });
ready(0);
