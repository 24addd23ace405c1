/** Writes one row after the other in a database until its input ends; then says when each write began, and how long it took. */
import { sql } from "kysely";
import { openEngine } from "../../src/store/engine/open.ts";

const engine = await openEngine(process.argv[2] ?? "");
const writes: [began: number, took: number][] = [];
const ended = new AbortController();
process.stdin.on("end", () => ended.abort()).resume();
process.stdout.write("writing\n");
while (!ended.signal.aborted) {
  const began = Date.now();
  const from = performance.now();
  await engine.write((tx) =>
    sql`update opaque_tokens set revoked_at = 1 where id = ${`id ${writes.length + 1}`}`.execute(tx),
  );
  writes.push([began, performance.now() - from]);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
process.stdout.write(`${JSON.stringify(writes)}\n`);
await engine.close();
