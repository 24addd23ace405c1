/** How many newcomers got how far, from sign-up to live, and how long it took: a part of a page of the console. */
import type { VNode } from "preact";
import type { FunnelModel } from "../models/inspector.ts";
import { duration } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";

export function Funnel({ steps, locale }: FunnelModel & { locale: Locale }): VNode {
  const { funnel: said } = words(locale);
  const names: Readonly<Record<string, string>> = said.steps;
  const number = new Intl.NumberFormat(locale);
  return (
    <section class="panel" aria-labelledby="funnel">
      <h2 id="funnel">{said.title}</h2>
      <p class="quiet">{said.lead}</p>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.step}</th>
              <th scope="col">{said.count}</th>
              <th scope="col">{said.time}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, count, median_seconds }) => (
              <tr id={`funnel-${step}`}>
                <th scope="row">{names[step] ?? step}</th>
                <td>{number.format(count)}</td>
                <td>{median_seconds === null ? "–" : duration(locale, median_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
