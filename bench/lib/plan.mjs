/** What is measured, in the order of one round, and the goals. A row's `peer` and `own` are slices that stand together. */

const CEILING = "bare Fastify";

/** Slices of load: id, server, work, kind of token. */
export const slices = [
  { id: "bare node:http", server: "bare-node", work: "ceiling" },
  { id: CEILING, server: "bare-fastify", work: "ceiling" },
  ...[
    ["client_credentials ES256", "client_credentials", "ES256"],
    ["client_credentials RS256", "client_credentials", "RS256"],
    ["client_credentials opaque", "client_credentials", "opaque"],
    ["refresh rotation ES256", "refresh_token", "ES256"],
    ["code exchange ES256", "authorization_code", "ES256"],
    ["introspection opaque", "introspection", "opaque"],
  ].flatMap(([row, work, kind]) => [
    { id: `oidc-provider · ${row}`, row, server: "oidc-provider", work, kind },
    { id: `Gatehouse · ${row}`, row, server: "gatehouse", work, kind },
  ]),
];

/** Work without HTTP, one process. */
export const micros = [
  "sign ES256",
  "sign RS256",
  "jose ES256",
  "guard ES256",
  "jose RS256",
  "guard RS256",
  "guard cached",
];

const times = (got, goal) => ({
  text: `≥ ${goal}× oidc-provider`,
  got: `${got?.toFixed(2)}×`,
  ok: got >= goal,
});
const share = (got, goal, of) => ({
  text: `≥ ${Math.round(goal * 100)} % of ${of}`,
  got: `${Math.round(got * 100)} %`,
  ok: got >= goal,
});
const most = (got, goal, unit, digits = 1) => ({
  text: `≤ ${goal} ${unit}`,
  got: `${got.toFixed(digits)} ${unit}`,
  ok: got <= goal,
});

/**
 * The goals of one Gatehouse row. `ratio(id)`: median over the rounds of this row's requests per second by another's;
 * `m`: this row's medians.
 */
export function goalsOf(row, ratio, m, bareRs256) {
  const peer = ratio(`oidc-provider · ${row}`);
  const ceiling = ratio(CEILING);
  const all = {
    "client_credentials ES256": () => [times(peer, 5.5), share(ceiling, 0.6, CEILING)],
    "client_credentials RS256": () => [share(bareRs256, 0.92, "bare signing")],
    "client_credentials opaque": () => [times(peer, 4.5), most(m.commits, 0.1, "fsync per request", 3)],
    "refresh rotation ES256": () => [times(peer, 5)],
    "code exchange ES256": () => [times(peer, 7)],
    "introspection opaque": () => [times(peer, 3.5)],
  };
  const known = all[row]();
  return known.filter(({ got }) => !/undefined|NaN/.test(got));
}

/** The goals of the guard, from the medians of the micro rows (CPU µs). */
export function guardGoals(cpu) {
  return [
    ["guard cached", most(cpu["guard cached"], 2, "µs")],
    ["guard ES256", most(cpu["guard ES256"] / cpu["jose ES256"], 1.15, "× bare jose", 2)],
    ["guard RS256", most(cpu["guard RS256"] / cpu["jose RS256"], 1.15, "× bare jose", 2)],
  ];
}

export const startGoals = (start, idle, loaded) => [
  ["start to first 200", most(start / 1000, 0.5, "s", 2)],
  ["memory idle", most(idle, 110, "MB", 0)],
  ["memory under load", most(loaded, 180, "MB", 0)],
];
export const pacedGoals = (row, p99) => [`p99 at 70 %, ${row}`, most(p99, 10, "ms")];
