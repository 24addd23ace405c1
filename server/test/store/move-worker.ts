/** One run of a move as a process of its own: `from`, `to`, and after how many statements at the new place it is killed. */
import { KillAt } from "./kill-at.ts";
import { move } from "../../src/store/copies/move.ts";
import { openEngine } from "../../src/store/engine/open.ts";

const [from = "", to = "", kill = "0"] = process.argv.slice(2);
const counted = new KillAt(Number(kill));
const [source, target] = await Promise.all([openEngine(from), openEngine(to)]);
await move(counted.of(source), counted.of(target), {
  to: "postgres://new/place",
  id: "a move",
  now: () => 1,
  say: () => undefined,
});
process.stdout.write(`${counted.seen}\n`);
await source.close();
await target.close();
