/** The goals, whether each is reached, and the figures that it hangs on. */
import { CEILING, MIDDLEWARE } from "./plan.mjs";
import { median } from "./stats.mjs";

const fixed = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const mb = (bytes) => bytes / 1e6;
const perCore = ({ cpu }) => 1e6 / cpu;
const perSecond = (record) => record.perSecond;

const atLeast = (got, goal, text, unit = "×") => ({
  text: `≥ ${goal}${unit} ${text}`,
  got: `${fixed(got, 2)}${unit}`,
  ok: got >= goal,
});
const share = (got, goal, of) => ({
  text: `≥ ${Math.round(goal * 100)} % of ${of}`,
  got: `${Math.round(got * 100)} %`,
  ok: got >= goal,
});
const atMost = (got, goal, unit, digits = 1) => ({
  text: `≤ ${goal} ${unit}`,
  got: `${fixed(got, digits)} ${unit}`,
  ok: got <= goal,
});

/** How many times as much as the peer: by requests per second, or by CPU time on a machine that is not quiet. */
const times = {
  "client_credentials ES256": 5.5,
  "client_credentials opaque": 4.5,
  "refresh rotation ES256": 5,
  "code exchange ES256": 7,
  "introspection opaque": 3.5,
};
/** By CPU time always: on PostgreSQL the database shares its core with the load, which rates would show. */
const timesCpu = {
  "refresh rotation ES256, PostgreSQL": 8,
  "code exchange ES256, PostgreSQL": 9,
  // At most a fifth of the peer's CPU time.
  "sign-in to token ES256": 5,
};

/** Median over the rounds of one row's figure by another's; undefined when the other was not measured. */
export function quotient(rounds, id, other, of) {
  if (rounds[id] === undefined || rounds[other] === undefined) return undefined;
  return median(rounds[id].map((record, round) => of(record) / of(rounds[other][round])));
}

/** Latency on a disturbed machine says nothing about the server. */
const undecided = (goal) => ({ ...goal, ok: null });

/** Own CPU time, that at which the goal would be reached, and below which nothing on this platform can be. */
function cpuFigures(own, goal, kind, { m, micro }) {
  const signature = micro[`sign ${kind}`]?.cpu;
  const figures = [`${fixed(own)} µs`, `goal ${fixed(goal)} µs`];
  if (m[CEILING] !== undefined)
    figures.push(
      signature === undefined
        ? `Fastify ${fixed(m[CEILING].cpu)} µs`
        : `Fastify + signature ${fixed(m[CEILING].cpu + signature)} µs`,
    );
  return figures.join("; ");
}

/** Goals of a row of Gatehouse beside the same row of its peer. */
function besidePeer({ id, row, kind }, results) {
  const { rounds, m, quiet } = results;
  const other = `oidc-provider · ${row}`;
  const [own, peer] = [m[id], m[other]];
  if (peer === undefined) return [];
  const goals = [];
  const push = (goal, factor) =>
    goals.push({ row, ...goal, why: cpuFigures(own.cpu, peer.cpu / factor, kind, results) });
  const byCpu = quotient(rounds, id, other, perCore);
  if (times[row] !== undefined) {
    const got = quiet ? quotient(rounds, id, other, perSecond) : byCpu;
    push(atLeast(got, times[row], "oidc-provider"), times[row]);
  }
  if (timesCpu[row] !== undefined)
    push(atLeast(byCpu, timesCpu[row], "oidc-provider, by CPU"), timesCpu[row]);
  const p99 = `${fixed(own.p99)} ms, ${fixed(peer.p99)} ms`;
  const goal = { row, text: "p99 ≤ oidc-provider's", got: p99, ok: own.p99 <= peer.p99 };
  goals.push(quiet ? goal : undecided(goal));
  return goals;
}

/** Goals of a row of Gatehouse that need no peer: beside the bare servers, and of its own. */
function byItself({ id, row, kind }, results) {
  const { rounds, m, micro, quiet } = results;
  const own = m[id];
  const goals = [];
  const signing = micro["sign RS256"];
  if (row === "client_credentials ES256" && m[CEILING] !== undefined) {
    const got = quotient(rounds, id, CEILING, quiet ? perSecond : perCore);
    const why = cpuFigures(own.cpu, m[CEILING].cpu / 0.6, kind, results);
    goals.push({ row, ...share(got, 0.6, CEILING), why });
  }
  if (row === "client_credentials RS256" && signing !== undefined) {
    const shares = signing.rounds.map((bare, round) => {
      const record = rounds[id][round];
      return quiet ? record.perSecond / bare.perSecond : bare.cpu / record.cpu;
    });
    const why = cpuFigures(own.cpu, signing.cpu / 0.92, kind, results);
    goals.push({ row, ...share(median(shares), 0.92, "bare signing"), why });
  }
  if (row === "client_credentials opaque")
    goals.push({ row, ...atMost(own.commits, 0.1, "fsync per request", 3) });
  return goals;
}

/** The guard beside jose and beside its peer, by CPU time. */
function guardGoals(micro) {
  const cpu = (name) => micro[name]?.cpu;
  const cached = cpu("guard cached");
  const other = cpu(`${MIDDLEWARE} ES256`);
  const goals = [];
  if (cached !== undefined) goals.push({ row: "guard cached", ...atMost(cached, 2, "µs") });
  if (cached !== undefined && other !== undefined)
    goals.push({
      row: "guard cached",
      ...atLeast(other / cached, 40, MIDDLEWARE),
      why: `${fixed(cached, 2)} µs; goal ${fixed(other / 40, 2)} µs`,
    });
  for (const alg of ["ES256", "RS256"]) {
    const [guard, jose] = [cpu(`guard ${alg}`), cpu(`jose ${alg}`)];
    if (guard === undefined || jose === undefined) continue;
    const goal = atMost(guard / jose, 1.15, "× bare jose", 2);
    goals.push({ row: `guard ${alg}`, ...goal, why: `${fixed(guard)} µs; goal ${fixed(jose * 1.15)} µs` });
  }
  return goals;
}

/**
 * Two workers beside one process. What load and PostgreSQL take of the two cores is not there for the workers; judged where
 * that leaves enough, and where the one process had its core for itself.
 */
function coreGoals({ id, row }, { rounds, m }) {
  const one = `serve, one process · ${row}`;
  const got = quotient(rounds, id, one, perSecond);
  if (got === undefined) return [];
  const goal = atLeast(got, 1.8, "one process");
  const left = 2 - m[id].busy - (m[id].postgres || 0);
  const why = `${fixed(left, 2)} of 2 cores left by load and PostgreSQL; CPU ${fixed(m[id].cpu)} µs, one process ${fixed(m[one].cpu)} µs`;
  return [
    { row: `two workers, ${row}`, ...(left >= 1.8 && m[one].core >= 0.85 ? goal : undecided(goal)), why },
  ];
}

/** All goals of what was measured. `shown`: the slices; `micro`: name → `{ cpu, rounds }`; `m`: id → medians. */
export function goalsOf(shown, results) {
  const { m, micro, paced, starts, quiet, loaded } = results;
  const goals = shown.flatMap((slice) => {
    if (slice.id.startsWith("Gatehouse")) return [...besidePeer(slice, results), ...byItself(slice, results)];
    return slice.server === "serve on two cores" ? coreGoals(slice, results) : [];
  });
  goals.push(...guardGoals(micro));
  const steady = (goal) => (quiet ? goal : undecided(goal));
  for (const { row, p99, bare, peer, perSecond: rate } of paced)
    goals.push({
      row: `p99 at 70 %, ${row}`,
      ...steady(atMost(p99, 10, "ms")),
      why:
        `at ${Math.round(rate)}/s; bare Fastify at as many: ${fixed(bare)} ms; ` +
        `oidc-provider at 70 % of its own: ${fixed(peer)} ms`,
    });
  if (starts.gatehouse === undefined) return goals;
  const { fresh, rss } = starts.gatehouse;
  const peer = starts["oidc-provider"];
  const than = (text) => (peer === undefined ? "" : `oidc-provider ${text}`);
  goals.push(
    {
      row: "start to first 200",
      ...steady(atMost(fresh / 1000, 0.5, "s", 2)),
      why: than(`${fixed(peer?.fresh / 1000, 2)} s`),
    },
    { row: "memory idle", ...atMost(mb(rss), 110, "MB", 0), why: than(`${fixed(mb(peer?.rss), 0)} MB`) },
  );
  if (loaded !== undefined) {
    const peers = shown.filter(({ server }) => server === "oidc-provider").map(({ id }) => mb(m[id].rss));
    const why = peers.length > 0 ? `oidc-provider ${fixed(Math.max(...peers), 0)} MB` : "";
    goals.push({ row: "memory under load", ...atMost(mb(loaded), 180, "MB", 0), why });
  }
  return goals;
}
