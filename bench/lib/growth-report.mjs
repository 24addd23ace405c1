/** RESULTS-growth.md from what was found. */
const count = (n) => n.toLocaleString("en");
const mb = (bytes) => `${count(Math.round(bytes / 2 ** 20))} MB`;
const micro = (n) => `${n.toFixed(0)} µs`;

function workRows(engine, works) {
  return Object.entries(works).map(([work, [small, large]]) => {
    const ratio = (figure) => (large[figure] / small[figure]).toFixed(2);
    return `| ${engine} | ${work} | ${micro(small.cpu)} | ${micro(large.cpu)} | ${ratio("cpu")} | ${micro(small.clock)} | ${micro(large.clock)} | ${ratio("clock")} |`;
  });
}

const sweepRow = (engine, { swept, seconds, full, empty, again }) =>
  `| ${engine} | ${count(swept)} | ${Math.round(seconds)} s | ${mb(full.bytes)} | ${mb(empty.bytes)} (${mb(empty.free)} free inside) | ${mb(again.bytes)} |`;

const size = ({ clients, families }) => `${count(clients)} clients, ${count(families)} families`;

/** `found` by engine: `works` and `sweep`, of which either may not have been measured. */
export function reportOf([small, several, large], found, machine) {
  const measured = (step) => Object.entries(found).filter(([, steps]) => steps[step] !== undefined);
  return `# What a token costs as tables grow

Per token: CPU time of the serving process (the work of PostgreSQL itself is not in it) and time on the clock, in which it is. Medians of
ten rounds of 1,000 requests, 32 at once, in turn at both sizes: ${size(small)}, and
${size(large)}. Who is in use is at random among all the others. Of first tokens the small size
is ${size(several)}, because each client has only one. Requests go into the program without a socket. Goal: at most
1.25 times the CPU time.
Made by \`node growth.mjs\`. ${machine}

| engine | work | CPU, small | CPU, large | ratio | clock, small | clock, large | ratio |
|---|---|---:|---:|---:|---:|---:|---:|
${measured("works")
  .flatMap(([engine, { works }]) => workRows(engine, works))
  .join("\n")}

## After the end

All families end, the sweeper takes them (with 5,000 rows in a transaction), and as many again are made. SQLite: the whole file, which does
not shrink, but whose free pages are used again; PostgreSQL: the table with its indexes, after the vacuum that autovacuum would do.

| engine | swept | in | full | swept empty | full again |
|---|---:|---:|---:|---:|---:|
${measured("sweep")
  .map(([engine, { sweep }]) => sweepRow(engine, sweep))
  .join("\n")}
`;
}
