/** Writes the figures as Markdown tables, which read well on a terminal too. */
import { goalsOf, quotient } from "./goals.mjs";
import { CEILING, micros, slices } from "./plan.mjs";
import { medians } from "./stats.mjs";

const table = (head, rows) => {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join(" | ")} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n");
};
/** No table when there is nothing to show. */
const tableOf = (head, rows) => (rows.length === 0 ? [] : [table(head, rows)]);
const whole = (value) => (Number.isFinite(value) ? Math.round(value).toLocaleString("en") : "–");
const fixed = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
const percent = (value) => (Number.isFinite(value) ? Math.round(value * 100) : "–");
const mb = (bytes) => bytes / 1e6;
const times = (value) => (value === undefined ? "" : `${fixed(value, 2)}×`);
const perCore = ({ cpu }) => 1e6 / cpu;
const perSecond = (record) => record.perSecond;
const verdict = (ok) => (ok === null ? "not judged" : ok ? "reached" : "NOT reached");

const common = ["req/s", "CPU µs", "p50 ms", "p99 ms", "RSS MB", "core %"];
const figures = (r) => [
  whole(r.perSecond),
  fixed(r.cpu),
  fixed(r.p50, 2),
  fixed(r.p99, 2),
  whole(mb(r.rss)),
  percent(r.core),
];

/** Rows of one group beside their peers; `more(id, medians)` gives the cells of the columns `last`. */
function besideTable(shown, group, { rounds, m }, last, more) {
  const cells = ({ id, row }) => {
    const peer = id.startsWith("Gatehouse") ? `oidc-provider · ${row}` : "";
    const ratios = [perSecond, perCore].map((of) => times(quotient(rounds, id, peer, of)));
    return [id, ...figures(m[id]), ...ratios, ...more(id, m[id])];
  };
  const head = ["server · work", ...common, "× oidc", "× oidc CPU", ...last];
  return tableOf(head, shown.filter((slice) => slice.group === group).map(cells));
}

function coresTable(shown, { rounds, m }) {
  const cells = ({ id, row }) => {
    const one = id.startsWith("serve, two") ? `serve, one process · ${row}` : "";
    const others = [percent(m[id].busy), percent(m[id].postgres)];
    return [id, ...figures(m[id]), ...others, times(quotient(rounds, id, one, perSecond))];
  };
  const head = ["gatehouse serve · work", ...common, "load %", "PostgreSQL %", "× one process"];
  return tableOf(head, shown.filter(({ group }) => group === "cores").map(cells));
}

/** `results`: { rounds: id → records of each round, micro: name → records, starts, paced: row → records, machine, options, busiest }. */
export function report(results) {
  const { rounds, starts } = results;
  const paced = Object.entries(results.paced).map(([row, all]) => Object.assign(medians(all), { row }));
  const m = Object.fromEntries(Object.entries(rounds).map(([id, records]) => [id, medians(records)]));
  const micro = Object.fromEntries(
    Object.entries(results.micro).map(([name, all]) => [name, { ...medians(all), rounds: all }]),
  );
  const shown = slices.filter(({ id }) => rounds[id] !== undefined);
  const cores = shown.filter(({ group }) => group !== "cores").map(({ id }) => m[id].core);
  // A server that nothing disturbs has its core for itself; then rates are right, and they include waiting for the disk.
  const quiet = cores.length > 0 && (m[CEILING]?.core ?? Math.max(...cores)) >= 0.85;
  const all = { ...results, m, micro, paced, quiet };
  const of = quiet ? perSecond : perCore;
  const toCeiling = (id) => {
    const got = quotient(rounds, id, CEILING, of);
    return [got === undefined ? "" : `${percent(got)} %`];
  };
  const onPostgres = (_id, r) => [fixed(r.postgresCpu), percent(r.postgres), percent(r.busy)];
  const goals = goalsOf(shown, all).map(({ row, text, got, ok, why = "" }) => [
    row,
    text,
    got,
    verdict(ok),
    why,
  ]);
  const parts = [
    `Machine: ${results.machine}.`,
    `${results.options.rounds} rounds of ${results.options.seconds} s per row, interleaved, 32 connections (sign-in: 8); medians. ` +
      `The load generator was busy at most ${percent(results.busiest)} % of its core.`,
    quiet
      ? "Goals are judged by requests per second unless they say CPU."
      : "The machine was busy with other things (see core %): goals are judged by CPU time; latencies and the start are not judged.",
    ...besideTable(shown, "memory", all, ["of Fastify"], toCeiling),
    ...besideTable(shown, "postgres", all, ["PostgreSQL µs", "PostgreSQL %", "load %"], onPostgres),
    ...coresTable(shown, all),
    ...tableOf(["Gatehouse", "goal", "measured", "", "figures behind it"], goals),
    ...tableOf(
      ["in one process", "per second", "CPU µs"],
      micros
        .filter((name) => micro[name] !== undefined)
        .map((name) => [name, whole(micro[name].perSecond), fixed(micro[name].cpu, 2)]),
    ),
    ...tableOf(
      [
        "Gatehouse at 70 % of its own rate",
        "req/s",
        "p50 ms",
        "p99 ms",
        "p99 of bare Fastify at as many, ms",
        "p99 of oidc-provider at 70 % of its own, ms",
      ],
      paced.map((one) => [
        one.row,
        whole(one.perSecond),
        fixed(one.p50, 2),
        fixed(one.p99, 2),
        fixed(one.bare, 2),
        fixed(one.peer, 2),
      ]),
    ),
    ...tableOf(
      ["start", "to first 200, ms", "again, same data, ms", "RSS idle, MB"],
      Object.entries(starts).map(([name, s]) => [
        name,
        whole(s.fresh),
        whole(s.again ?? Number.NaN),
        whole(mb(s.rss)),
      ]),
    ),
  ];
  return parts.join("\n\n");
}
