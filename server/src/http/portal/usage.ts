/** How much an app is used: counts per day, and what they were. */
import { readUsage, type UsageJson } from "../../desk/operations/events.ts";
import { diagnosisOf } from "../../oauth/diagnoses.ts";
import { callDiagnosisOf } from "../../oauth/call-diagnoses.ts";
import type { Series } from "../../pages/models/inspector.ts";
import { renderUsage } from "../../pages/portal/usage.tsx";
import { readQuery } from "../account/form.ts";
import { ask, page, send } from "../desk/visit.ts";
import type { Handler } from "../route.ts";
import { appOf, placeOf } from "./read.ts";

const DAY = 24 * 3_600_000;
const RANGES = [7, 30, 90] as const;
/** Rows of one table. */
const MOST = 50;

export const showUsage: Handler = page(async (visit) => {
  const app = await appOf(visit);
  const wanted = Number(readQuery(visit.request).get("days"));
  const days = RANGES.find((range) => range === wanted) ?? RANGES[0];
  const { items } = await ask(visit, readUsage, { app: app.id, days });
  const of = (kind: UsageJson["kind"]): UsageJson[] => items.filter((row) => row.kind === kind);
  const now = visit.context.ports.clock.now();
  const series = (name: Series["name"], rows: readonly UsageJson[]): Series => ({
    name,
    points: byDay(rows, now, days),
  });
  const lastAt =
    items
      .map(({ last_at }) => last_at)
      .toSorted()
      .at(-1) ?? null;
  return send(
    visit,
    renderUsage({
      ...(await placeOf(visit, app)),
      days,
      ways: RANGES.map((range) => ({ days: range, href: `${visit.path}?days=${range}` })),
      series: [series("tokens", of("token")), series("calls", of("call")), series("refused", of("refused"))],
      tokens: summed(of("token")).map(({ environment, name, count }) => ({ environment, name, count })),
      calls: summed(of("call")).map(({ environment, name, version, count }) => ({
        environment,
        route: name,
        version,
        count,
      })),
      refused: summed(of("refused")).map(({ environment, name, count }) => ({
        environment,
        refusal: name,
        cause: (diagnosisOf(name) ?? callDiagnosisOf(name))?.cause ?? null,
        count,
      })),
      lastAt,
      inspectorPath: `${visit.paths.inspector(app.id)}?outcome=refused`,
    }),
  );
});

/** Days in UTC, the last of them today; one without anything counts 0. */
function byDay(rows: readonly UsageJson[], now: number, days: number): Series["points"] {
  const counts = new Map<string, number>();
  for (const { hour, count } of rows) {
    const date = hour.slice(0, 10);
    counts.set(date, (counts.get(date) ?? 0) + count);
  }
  return Array.from({ length: days }, (_, back) => {
    const at = new Date(now - (days - 1 - back) * DAY).toISOString().slice(0, 10);
    return { at: `${at}T00:00:00.000Z`, count: counts.get(at) ?? 0 };
  });
}

/** Over all hours, the most first. */
function summed(rows: readonly UsageJson[]): UsageJson[] {
  const sums = new Map<string, UsageJson>();
  for (const row of rows) {
    const key = `${row.environment} ${row.name} ${row.version}`;
    const known = sums.get(key);
    if (known === undefined) sums.set(key, { ...row });
    else known.count += row.count;
  }
  return [...sums.values()].toSorted((one, other) => other.count - one.count).slice(0, MOST);
}
