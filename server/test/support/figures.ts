/** What a test measured: told on the console, and with REPORT=1 written into its row of docs/reliability.md. */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../../../docs/reliability.md", import.meta.url);

/** Whether this is the full run (`npm run test:full`): the numbers of an ordinary one are smaller. */
export function full(): boolean {
  return process.env["FAULTS"] === "full";
}

/** Tells `what` was measured. The row of `id` in docs/reliability.md, in the table of the engine, is replaced; a row that is missing throws. */
export function report(what: string, figures: string): void {
  const id = process.env["GATEHOUSE_TEST_ENGINE"] === "postgres" ? `PostgreSQL: ${what}` : what;
  console.log(`${id}: ${figures}`);
  if (process.env["REPORT"] !== "1") return;
  const page = readFileSync(file, "utf8");
  const row = new RegExp(`^(\\| ${id.replaceAll(/[.()]/g, "\\$&")} \\|[^|]*\\|)[^|]*\\|$`, "m");
  if (!row.test(page)) throw new Error(`docs/reliability.md has no row "${id}"`);
  writeFileSync(
    file,
    page.replace(row, (_, head: string) => `${head} ${figures} |`),
  );
}

/** Seconds since `started` (a value of performance.now()), for a figure. */
export function since(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
