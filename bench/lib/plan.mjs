/** What is measured, in the order of one round. Slices with the same `row` stand together: Gatehouse and its peer. */

export const CEILING = "bare Fastify";

/** `suffix` tells rows from the same ones elsewhere; both servers run `on` something. */
const beside = (group, works, { suffix = "", on = "" } = {}) =>
  works.flatMap(([name, work, kind, connections = 32]) => {
    const row = `${name}${suffix}`;
    const shared = { group, row, work, kind, connections };
    return [
      { id: `oidc-provider · ${row}`, server: `oidc-provider${on}`, ...shared },
      { id: `Gatehouse · ${row}`, server: `gatehouse${on}`, ...shared },
    ];
  });

const clientCredentials = ["ES256", "RS256", "opaque"].map((kind) => [
  `client_credentials ${kind}`,
  "client_credentials",
  kind,
]);
const refresh = ["refresh rotation ES256", "refresh_token", "ES256"];
const exchange = ["code exchange ES256", "authorization_code", "ES256"];
const introspection = ["introspection opaque", "introspection", "opaque"];
const opaque = clientCredentials[2];

/**
 * Slices of load: id, server (see servers.mjs), work, kind of token, connections (32). Group `memory`: the peer stores in memory, Gatehouse in
 * SQLite; `postgres`: both in PostgreSQL; `cores`: `gatehouse serve` as one process, and as two workers on two cores.
 */
export const slices = [
  { group: "memory", id: "bare node:http", server: "bare-node", work: "ceiling" },
  { group: "memory", id: CEILING, server: "bare-fastify", work: "ceiling" },
  ...beside("memory", [
    ...clientCredentials,
    refresh,
    exchange,
    introspection,
    // Gatehouse checks one password at a time on one core, and refuses whoever has waited too long for that.
    ["sign-in to token ES256", "sign_in", "ES256", 8],
  ]),
  ...beside("postgres", [refresh, exchange, introspection, opaque], {
    suffix: ", PostgreSQL",
    on: " on PostgreSQL",
  }),
  ...[clientCredentials[1], clientCredentials[0], refresh].flatMap(([row, work, kind]) => [
    { group: "cores", id: `serve, one process · ${row}`, row, server: "serve on one core", work, kind },
    { group: "cores", id: `serve, two workers · ${row}`, row, server: "serve on two cores", work, kind },
  ]),
];

/** What waiting is measured against: bare Fastify at the same rate. */
export const ceiling = slices.find(({ id }) => id === CEILING);

/** Groups that `npm run bench` measures when it is not told more. */
export const usual = ["memory"];

/** Whether p99 at 70 % is measured: single requests, and a core for the load alone, because it waits on it. */
export const isPaced = ({ server, work }) => server === "gatehouse" && work !== "sign_in";

/** The peer of the guard. */
export const MIDDLEWARE = "express-oauth2-jwt-bearer";

/** Work without HTTP, one process. */
export const micros = [
  "sign ES256",
  "sign RS256",
  "jose ES256",
  "guard ES256",
  `${MIDDLEWARE} ES256`,
  "jose RS256",
  "guard RS256",
  `${MIDDLEWARE} RS256`,
  "guard cached",
];
