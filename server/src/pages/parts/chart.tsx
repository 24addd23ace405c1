/** Counts over time as bars, drawn on the server; the same numbers stand in a table for whoever cannot see them. */
import { scaleBand, scaleLinear } from "d3-scale";
import type { VNode } from "preact";
import { amount, day, shortDay } from "../words/amounts.ts";
import type { Locale } from "../words/index.ts";

const WIDTH = 640;
const HEIGHT = 140;

interface ChartProps {
  id: string;
  title: string;
  points: readonly { at: string; count: number }[];
  locale: Locale;
  words: { total: (count: string) => string; table: string; day: string; count: string };
}

export function Chart({ id, title, points, locale, words }: ChartProps): VNode {
  const most = Math.max(1, ...points.map(({ count }) => count));
  const across = scaleBand()
    .domain(points.map(({ at }) => at))
    .range([0, WIDTH])
    .padding(0.2);
  const up = scaleLinear().domain([0, most]).range([0, HEIGHT]);
  const width = across.bandwidth();
  const bars = points
    .map(({ at, count }) => `M${across(at) ?? 0} ${HEIGHT}v${-up(count)}h${width}V${HEIGHT}z`)
    .join("");
  const total = points.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="panel" id={id}>
      <div class="panel-head">
        <h2>{title}</h2>
        <p class="quiet">{words.total(amount(locale, total))}</p>
      </div>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`} aria-hidden="true" preserveAspectRatio="none">
        <path class="bars" d={bars} />
        <path class="axis" d={`M0 ${HEIGHT}H${WIDTH}`} />
      </svg>
      <p class="chart-ends" aria-hidden="true">
        {[points[0], points.at(-1)].map((end) => (
          <span>{end === undefined ? "" : shortDay(locale, Date.parse(end.at))}</span>
        ))}
      </p>
      <details>
        <summary>{words.table}</summary>
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.day}</th>
                <th scope="col" class="number">
                  {words.count}
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ at, count }) => (
                <tr>
                  <th scope="row">{day(locale, Date.parse(at))}</th>
                  <td class="number">{amount(locale, count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
