/** How many newcomers got how far, from sign-up to live, and how long it took: for staff. */
import type { VNode } from "preact";
import type { FunnelModel } from "../models/inspector.ts";
import { duration } from "../words/amounts.ts";
import { words, type Locale } from "../words/index.ts";
import { renderConsolePage } from "./page.tsx";

function Steps({ steps, locale }: { steps: FunnelModel["steps"]; locale: Locale }): VNode {
  const { funnel: said } = words(locale);
  const names: Readonly<Record<string, string>> = said.steps;
  const number = new Intl.NumberFormat(locale);
  return (
    <section class="panel">
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

export function renderFunnel(model: FunnelModel): string {
  const { locale } = model.frame.context;
  const { funnel: said } = words(locale);
  return renderConsolePage(model, {
    here: "funnel",
    title: said.title,
    lead: said.lead,
    children: <Steps steps={model.steps} locale={locale} />,
  });
}
