/** How long a process takes from its start to its first 200, and what it holds when idle. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startServe, startServer } from "./machine.mjs";
import { median } from "./stats.mjs";

const well = {
  gatehouse: "/.well-known/oauth-authorization-server",
  "oidc-provider": "/.well-known/openid-configuration",
};

/** Gatehouse is the program itself, `gatehouse serve` with its management listener. */
const start = (name, data, logTo) =>
  name === "gatehouse"
    ? startServe(1, `file:${join(data, "gatehouse.db")}`, logTo)
    : startServer(name, [data], logTo);

/** Milliseconds and bytes; `fresh` with an empty folder, `again` on the data of the start before. Medians. */
export async function startUp(name, folder, logTo, times) {
  const fresh = [];
  const again = [];
  const rss = [];
  for (let turn = 0; turn < times; turn++) {
    const data = join(folder, `start-${turn}`);
    mkdirSync(data, { recursive: true });
    for (const list of name === "gatehouse" ? [fresh, again] : [fresh]) {
      const started = performance.now();
      const server = await start(name, data, logTo);
      const response = await fetch(`http://127.0.0.1:${server.port}${well[name]}`);
      if (response.status !== 200) throw new Error(`${name}: ${response.status}`);
      list.push(performance.now() - started);
      await response.text();
      rss.push((await server.usage()).rss);
      await server.stop();
    }
  }
  return { fresh: median(fresh), again: again.length > 0 ? median(again) : null, rss: median(rss) };
}
