/** Writes the figures as Markdown tables, which read well on a terminal too. */
import { goalsOf, guardGoals, micros, pacedGoals, slices, startGoals } from "./plan.mjs";
import { median, medians } from "./stats.mjs";

const table = (head, rows) => {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n");
};
const whole = (value) => Math.round(value).toLocaleString("en");
const fixed = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const mb = (bytes) => bytes / 1e6;
const perCore = ({ cpu }) => 1e6 / cpu;
const judged = (ok) => (ok ? "reached" : "NOT reached");
/** Latency on a disturbed machine says nothing about the server. */
const undecided = "not judged";
const verdict = ({ text, got, ok }) => [text, got, judged(ok)];

/** `results`: { rounds: id → records of each round, micro: name → records, starts, paced, machine, options }. */
export function report(results) {
  const { rounds, micro, starts, paced } = results;
  const m = Object.fromEntries(Object.entries(rounds).map(([id, records]) => [id, medians(records)]));
  const cpu = Object.fromEntries(Object.entries(micro).map(([name, all]) => [name, medians(all).cpu]));
  const cores = Object.values(m).map(({ core }) => core);
  // A server that nothing disturbs has its core for itself; then rates are right, and they include waiting for the disk.
  const quiet = cores.length > 0 && (m["bare Fastify"]?.core ?? Math.max(...cores)) >= 0.85;
  const quotient = (id, other, of) =>
    rounds[other] === undefined
      ? undefined
      : median(rounds[id].map((record, round) => of(record) / of(rounds[other][round])));
  const ratio = (id) => (other) => quotient(id, other, quiet ? (record) => record.perSecond : perCore);
  const shown = slices.filter(({ id }) => rounds[id] !== undefined);
  const main = shown.map(({ id, row }) => {
    const r = m[id];
    const peer = id.startsWith("Gatehouse") ? `oidc-provider · ${row}` : "";
    const toPeer = quotient(id, peer, (record) => record.perSecond);
    const cpuToPeer = quotient(id, peer, perCore);
    const toCeiling = ratio(id)("bare Fastify");
    return [
      id,
      whole(r.perSecond),
      fixed(r.cpu),
      fixed(r.p50, 2),
      fixed(r.p99, 2),
      whole(mb(r.rss)),
      Math.round(r.core * 100),
      toPeer === undefined ? "" : `${fixed(toPeer, 2)}×`,
      cpuToPeer === undefined ? "" : `${fixed(cpuToPeer, 2)}×`,
      toCeiling === undefined ? "" : `${Math.round(toCeiling * 100)} %`,
    ];
  });
  const goals = [];
  for (const { id, row, server } of shown) {
    if (server !== "gatehouse") continue;
    const signing = (micro["sign RS256"] ?? []).map((record, round) => {
      const own = rounds[id][round];
      return quiet ? own.perSecond / record.perSecond : record.cpu / own.cpu;
    });
    for (const goal of goalsOf(row, ratio(id), m[id], median(signing))) goals.push([row, ...verdict(goal)]);
    const peer = m[`oidc-provider · ${row}`];
    if (peer !== undefined)
      goals.push([
        row,
        "p99 ≤ oidc-provider's",
        `${fixed(m[id].p99)} ms, ${fixed(peer.p99)} ms`,
        quiet ? judged(m[id].p99 <= peer.p99) : undecided,
      ]);
  }
  const push = ([name, goal]) => goals.push([name, ...verdict(goal)]);
  if (cpu["guard cached"] !== undefined) for (const goal of guardGoals(cpu)) push(goal);
  for (const { row, p99 } of paced) {
    const [name, { text, got, ok }] = pacedGoals(row, p99);
    goals.push([name, text, got, quiet ? judged(ok) : undecided]);
  }
  const loaded = shown.filter(({ server }) => server === "gatehouse").map(({ id }) => mb(m[id].rss));
  if (starts.gatehouse !== undefined)
    for (const [name, goal] of startGoals(
      starts.gatehouse.fresh,
      mb(starts.gatehouse.rss),
      Math.max(0, ...loaded),
    ))
      goals.push([
        name,
        goal.text,
        goal.got,
        quiet || name.startsWith("memory") ? judged(goal.ok) : undecided,
      ]);
  const parts = [
    `Machine: ${results.machine}.`,
    `${results.options.rounds} rounds of ${results.options.seconds} s per row, interleaved, 32 connections; medians. ` +
      `The load generator was busy at most ${Math.round(results.busiest * 100)} % of its core.`,
    quiet
      ? "Goals are judged by requests per second."
      : "The machine was busy with other things (see core %): goals are judged by CPU time; latencies and the start are not judged.",
    table(
      [
        "server · work",
        "req/s",
        "CPU µs",
        "p50 ms",
        "p99 ms",
        "RSS MB",
        "core %",
        "× oidc",
        "× oidc CPU",
        "of Fastify",
      ],
      main,
    ),
    ...(goals.length > 0 ? [table(["Gatehouse", "goal", "measured", ""], goals)] : []),
  ];
  if (micros.some((name) => micro[name] !== undefined))
    parts.push(
      table(
        ["in one process", "per second", "CPU µs"],
        micros
          .filter((name) => micro[name] !== undefined)
          .map((name) => [name, whole(medians(micro[name]).perSecond), fixed(cpu[name], 2)]),
      ),
    );
  if (paced.length > 0)
    parts.push(
      table(
        ["Gatehouse at 70 % of its own rate", "req/s", "p50 ms", "p99 ms"],
        paced.map(({ row, perSecond, p50, p99 }) => [row, whole(perSecond), fixed(p50, 2), fixed(p99, 2)]),
      ),
    );
  if (Object.keys(starts).length > 0)
    parts.push(
      table(
        ["start", "to first 200, ms", "again, same data, ms", "RSS idle, MB"],
        Object.entries(starts).map(([name, s]) => [
          name,
          whole(s.fresh),
          s.again === null ? "–" : whole(s.again),
          whole(mb(s.rss)),
        ]),
      ),
    );
  return parts.join("\n\n");
}
