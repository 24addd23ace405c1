/** One run of the migrations as a process of its own: the database, and before which of its statements it is killed. */
import { migrate } from "../../src/store/engine/migrate.ts";
import { openEngine } from "../../src/store/engine/open.ts";
import { KillAt } from "./kill-at.ts";

const [address = "", kill = "0"] = process.argv.slice(2);
const counted = new KillAt(Number(kill));
const engine = await openEngine(address);
await migrate(counted.of(engine));
process.stdout.write(`${counted.seen}\n`);
await engine.close();
